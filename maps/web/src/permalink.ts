// The view in the page's address: place, language, filters and the open record, so that a link shows the same again.

import { areaText, readArea } from './area';
import type { App } from './app';
import { CLAIM_FACETS, INCIDENT_FACETS, OPEN, type Facet, type FilterState } from './filter';
import type { Language } from './model';
import type { Layer } from './switch';
import type { Measure } from './units';

const DAY = 86_400_000;
// No finer than the coarsest policy: a link must not say more than the page.
const DECIMALS = 2;
const LONGEST = 4000;
const KEYS: Record<Facet, string> = { claimants: 'c', statuses: 's', kinds: 'k', belligerents: 'b', precisions: 'p', units: 'u' };
const FACETS: readonly Facet[] = [...CLAIM_FACETS, ...INCIDENT_FACETS];
// Stands for "none stated", which is the empty word.
const NONE_STATED = '-';

export function writeState(app: App, map: L.Map, record: string | null): string {
  const { state } = app.filter;
  const parts = new URLSearchParams();
  const { lat, lng } = map.getCenter();
  parts.set('v', [map.getZoom(), lat.toFixed(DECIMALS), lng.toFixed(DECIMALS)].join('/'));
  if (app.words.language !== app.model.language) parts.set('l', app.words.language);
  if (state.from !== null) parts.set('from', iso(state.from));
  if (state.to !== null) parts.set('to', iso(state.to));
  for (const facet of FACETS) for (const value of state[facet]) parts.append(KEYS[facet], value || NONE_STATED);
  if (state.least !== null) parts.set('n', String(state.least));
  if (state.area.length) parts.set('a', areaText(state.area));
  if (state.text.trim()) parts.set('q', state.text.trim());
  const { level, measure, claimant } = app.layer;
  if (level !== null) parts.set('w', [level, measure, claimant].filter((part) => part !== '').join('/'));
  if (record) parts.set('r', record);
  return parts.toString();
}

function iso(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function dayOf(text: string | null): number | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? null : time / DAY;
}

// Words that the page does not know are left out: an address is not to be trusted.
export function readFilter(app: App, parts: URLSearchParams): FilterState {
  const { claims, unit } = app.records;
  const known: Record<Facet, readonly string[]> = {
    claimants: claims.claimants.words, statuses: claims.statuses.words, kinds: claims.kinds.words, belligerents: claims.belligerents.words,
    precisions: app.precisions, units: unit.words,
  };
  const chosen = FACETS.map((facet) => [facet, parts.getAll(KEYS[facet]).flatMap((word) => (word === NONE_STATED ? [''] : known[facet].includes(word) ? [word] : []))]);
  const least = parts.get('n');
  return {
    ...OPEN,
    ...(Object.fromEntries(chosen) as Record<Facet, string[]>),
    from: dayOf(parts.get('from')),
    to: dayOf(parts.get('to')),
    least: least && /^(-1|\d{1,6})$/.test(least) ? Number(least) : null,
    area: readArea(parts.get('a')),
    text: (parts.get('q') ?? '').slice(0, 120),
  };
}

const MEASURES: readonly Measure[] = ['records', 'killed', 'injured', 'share', 'density', 'people'];

function readLayer(app: App, text: string | null): Layer {
  const [level, measure, claimant = ''] = (text ?? '').split('/') as [string, Measure, string?];
  const sound = text && app.units?.levels.some((one) => String(one.level) === level) && MEASURES.includes(measure);
  const who = app.claimants().some(({ id }) => id === claimant);
  if (!sound || who !== (measure === 'killed' || measure === 'injured')) return { level: null, measure: 'records', claimant: '' };
  return { level: Number(level), measure, claimant: who ? claimant : '' };
}

function readView(map: L.Map, text: string | null): void {
  const [zoom, lat, lng] = (text ?? '').split('/').map(Number);
  if (text && [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat!) <= 85 && Math.abs(lng!) <= 180) map.setView([lat!, lng!], zoom!, { animate: false });
}

async function follow(app: App, map: L.Map): Promise<void> {
  const parts = new URLSearchParams(location.hash.slice(1, LONGEST));
  if (![...parts.keys()].length) return;
  const language = parts.get('l') as Language | null;
  if (language && app.model.languages.includes(language) && language !== app.words.language) app.speak(language);
  app.applyFilter(readFilter(app, parts));
  app.show(readLayer(app, parts.get('w')));
  readView(map, parts.get('v'));
  const id = parts.get('r');
  if (id) app.select(await app.payload.find('id', id), !parts.has('v'));
}

export function keepLink(app: App, map: L.Map): void {
  // Only on a page of ours: in a notebook or a foreign page the address is not ours to write.
  if (!document.getElementById('sa-main')) return;
  let timer = 0;
  let written = '';
  const write = async (): Promise<void> => {
    const card = app.selected >= 0 ? await app.card(app.selected) : undefined;
    written = `#${writeState(app, map, card?.id ?? null)}`;
    history.replaceState(null, '', written);
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void write(), 250);
  };
  void follow(app, map).then(() => {
    for (const topic of ['filter', 'select', 'language', 'view', 'layer'] as const) app.on(topic, later);
  });
  window.addEventListener('hashchange', () => {
    if (location.hash !== written) void follow(app, map);
  });
}
