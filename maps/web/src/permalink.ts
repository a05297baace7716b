// The view in the page's address: place, language, filters and the open record, so that a link shows the same again.

import type { App } from './app';
import { OPEN, type FilterState } from './filter';
import type { Language } from './model';
import type { Card } from './model';

const DAY = 86_400_000;
// No finer than the coarsest policy: a link must not say more than the page.
const DECIMALS = 2;
const LONGEST = 2000;

export function writeState(app: App, map: L.Map, record: string | null): string {
  const { state } = app.filter;
  const parts = new URLSearchParams();
  const { lat, lng } = map.getCenter();
  parts.set('v', [map.getZoom(), lat.toFixed(DECIMALS), lng.toFixed(DECIMALS)].join('/'));
  if (app.words.language !== app.model.language) parts.set('l', app.words.language);
  if (state.from !== null) parts.set('from', iso(state.from));
  if (state.to !== null) parts.set('to', iso(state.to));
  for (const [key, values] of [['c', state.claimants], ['s', state.statuses], ['p', state.precisions]] as const) if (values.length) parts.set(key, values.join(','));
  if (state.text.trim()) parts.set('q', state.text.trim());
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
  const { claims } = app.records;
  const among = (key: string, words: readonly string[]): string[] => (parts.get(key) ?? '').split(',').filter((word) => words.includes(word));
  return {
    ...OPEN,
    from: dayOf(parts.get('from')),
    to: dayOf(parts.get('to')),
    claimants: among('c', claims.claimant.words),
    statuses: among('s', claims.status.words),
    precisions: among('p', app.precisions),
    text: (parts.get('q') ?? '').slice(0, 120),
  };
}

function readView(map: L.Map, text: string | null): void {
  const [zoom, lat, lng] = (text ?? '').split('/').map(Number);
  if (text && [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat!) <= 85 && Math.abs(lng!) <= 180) map.setView([lat!, lng!], zoom!, { animate: false });
}

async function find(app: App, id: string): Promise<number> {
  for (let row = 0; row < app.records.count; row++) {
    const card: Card | undefined = await app.card(row);
    if (card?.id === id) return row;
  }
  return -1;
}

async function follow(app: App, map: L.Map): Promise<void> {
  const parts = new URLSearchParams(location.hash.slice(1, LONGEST));
  if (![...parts.keys()].length) return;
  const language = parts.get('l') as Language | null;
  if (language && app.model.languages.includes(language) && language !== app.words.language) app.speak(language);
  app.applyFilter(readFilter(app, parts));
  readView(map, parts.get('v'));
  const id = parts.get('r');
  if (id) app.select(await find(app, id), !parts.has('v'));
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
    for (const topic of ['filter', 'select', 'language', 'view'] as const) app.on(topic, later);
  });
  window.addEventListener('hashchange', () => {
    if (location.hash !== written) void follow(app, map);
  });
}
