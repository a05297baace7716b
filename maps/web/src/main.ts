// The front door of the page: StrikeAtlas.attach(map, ids) puts our parts on a Leaflet map and around it.

import { App, type Answers } from './app';
import { mountCard } from './card';
import { describeMap, mountScale, mountSteps } from './controls';
import { h, keepClicks } from './dom';
import { mountHeadline } from './headline';
import type { Key } from './i18n';
import { mountLedger } from './ledger';
import { mountLegend } from './legend';
import { mountList } from './list';
import { MapView } from './map';
import { mountFilters } from './filters';
import { readModel, type BaseMeta, type Meta } from './model';
import { keepLink } from './permalink';
import { mountBanner, mountFootnote, mountLanguage, mountMethod, mountSkip, mountSources, mountTitle, openForPrint } from './page';
import { Payload } from './payload';
import { mountPlaces } from './places';
import { readRecords } from './records';
import { mountSides } from './sides';
import { mountTime } from './time';
import { mountTools } from './tools';
import { mountCompass } from './compass';
import { mountLasso } from './lasso';
import { mountRanking } from './ranking';
import { mountSwitch } from './switch';
import { Units, type UnitsMeta } from './units';

export { Payload } from './payload';
export { fold } from './fold';
export { reasonIn } from './reasons';
export { Words } from './i18n';

export interface Ids {
  model?: string;
  records?: string;
  base?: string;
  ledger?: string;
  units?: string;
  changes?: string;
}

// Parts that stand where the page has an element with that id; on a plain folium map most have none.
const PARTS: [string, (app: App, host: HTMLElement) => void][] = [
  ['sa-banner', mountBanner],
  ['sa-language', mountLanguage],
  ['sa-skip', mountSkip],
  ['sa-filters', mountFilters],
  ['sa-time', mountTime],
  ['sa-headline', mountHeadline],
  ['sa-tools', mountTools],
  ['sa-ranking', mountRanking],
  ['sa-sides', mountSides],
  ['sa-ledger', mountLedger],
  ['sa-list', mountList],
  ['sa-sources', mountSources],
  ['sa-method', mountMethod],
  ['sa-footnote', mountFootnote],
];
const LEDGER = 'sa-ledger-data';
const UNITS = 'sa-units';

function textOf(id: string | undefined): string {
  return (id && document.getElementById(id)?.textContent) || '';
}

async function opened<Meta>(id: string | undefined): Promise<Payload<Meta> | null> {
  const text = textOf(id);
  return text ? Payload.open<Meta>(text) : null;
}

async function readAnswers(payload: Payload<Meta>): Promise<Answers> {
  const [incident, claimant, answer, below] = await Promise.all([payload.ints('answers', 'incident'), payload.codes('answers', 'claimant'), payload.codes('answers', 'answer'), payload.lists('answers', 'lies_below')]);
  return { incident, claimant, answer, below };
}

async function open(ids: Ids): Promise<App> {
  const [records, base, ledger, units] = await Promise.all([opened<Meta>(ids.records), opened<BaseMeta>(ids.base), opened<Meta>(ids.ledger ?? LEDGER), opened<UnitsMeta>(ids.units ?? UNITS)]);
  const payload = records ?? Payload.empty<Meta>({});
  const model = readModel(ids.model ? document.getElementById(ids.model) : null, [payload.meta, ledger?.meta ?? null]);
  return new App(model, payload, await readRecords(payload), base?.meta ?? null, ledger && (await readAnswers(ledger)), units && (await Units.read(units)));
}

// Card, legend and the bar of places stand inside the map where the page gives them no place of their own.
function within(map: L.Map, id: string, name: string): HTMLElement {
  const there = id && document.getElementById(id);
  if (there) return there;
  const made = h('div', { class: `sa-float ${name}` });
  keepClicks(made);
  L.DomEvent.disableScrollPropagation(made);
  map.getContainer().append(made);
  return made;
}

function startView(app: App, map: L.Map): void {
  const { view } = app.model;
  if (!view || !document.getElementById('sa-main')) return;
  const [west, south, east, north] = view;
  // Our base is drawn at any zoom; tiles of others are sharp at whole ones only.
  map.options.zoomSnap = 0.25;
  map.invalidateSize({ animate: false });
  map.fitBounds([[south, west], [north, east]], { animate: false, padding: [12, 12] });
}

// On a page of ours a part has its place; on a plain map it folds away under a button of its own.
function folded(app: App, map: L.Map, id: string, title: Key, mount: (app: App, host: HTMLElement) => void): void {
  const there = document.getElementById(id);
  if (there) return mount(app, there);
  const body = h('div', {});
  const summary = h('summary', {});
  const host = within(map, '', `sa-float-fold sa-float-${id.slice(3)}`);
  host.append(h('details', {}, summary, body));
  app.live([], () => {
    summary.textContent = app.words.t(title);
    host.dir = app.words.direction;
  });
  mount(app, body);
}

// Parts that only some pages have, and that come with a bundle of their own.
export const extras: { changes?: (app: App, map: L.Map, payload: Payload) => Promise<void> } = {};

const attached = new WeakMap<L.Map, Promise<App>>();
// Options of parts, which their elements may name before or after the map is begun.
const asked = new WeakMap<L.Map, Record<string, Record<string, unknown>>>();

async function start(map: L.Map, ids: Ids): Promise<App> {
  const container = map.getContainer();
  container.setAttribute('aria-busy', 'true');
  await new Promise((go) => setTimeout(go));
  const app = await open(ids);
  app.options = asked.get(map) ?? {};
  const view = new MapView(app, map);
  if (ids.records || ids.changes) mountScale(app, map);
  if (ids.records) {
    mountSteps(app, view);
    describeMap(app, view);
    mountCompass(app, map);
    mountSwitch(app, map);
    mountLasso(app, map);
    folded(app, map, 'sa-legend', 'legend.title', mountLegend);
    mountCard(app, within(map, 'sa-card', 'sa-card sa-float-card'));
    mountPlaces(app, within(map, 'sa-places', 'sa-float-places'));
  }
  if (app.model.sides && !document.getElementById('sa-main')) folded(app, map, 'sa-two', 'sides.title', (own, host) => mountBoth(own, host));
  if (ids.changes) await extras.changes?.(app, map, (await opened(ids.changes))!);
  const title = document.getElementById('sa-title');
  if (title) mountTitle(app, title, document.getElementById('sa-subtitle'));
  for (const [id, mount] of PARTS) {
    const host = document.getElementById(id);
    if (host) mount(app, host);
  }
  // Only now has the map its final size.
  startView(app, map);
  openForPrint();
  keepLink(app, map);
  container.removeAttribute('aria-busy');
  container.classList.add('sa-ready');
  return app;
}

// Parts by name, as elements of a map ask for them.
const SHOWN: Record<string, [host: string, title: Key, mount: (app: App, host: HTMLElement) => void]> = {
  filters: ['sa-filters', 'filter.title', mountFilters],
  time: ['sa-time', 'time.title', mountTime],
  headline: ['sa-headline', 'headline.title', mountHeadline],
  legend: ['sa-legend', 'legend.title', mountLegend],
};

function mountBoth(app: App, host: HTMLElement): void {
  const hosts = [h('section', {}), h('section', {})];
  host.append(...hosts);
  mountSides(app, hosts[0]!);
  mountLedger(app, hosts[1]!);
}

export function attach(map: L.Map, ids: Ids = {}): Promise<App> {
  const app = start(map, { records: 'sa-records', ...ids });
  attached.set(map, app);
  return app;
}

// A part that is added to a map: shown with the records where some are on it, alone where none are.
export async function part(map: L.Map, ids: Ids = {}): Promise<App> {
  // All scripts of the page come first: which of them adds the records is not said.
  await new Promise((go) => setTimeout(go));
  return attached.get(map) ?? (attached.set(map, start(map, ids)), attached.get(map)!);
}

// A part with its options: in its place on a page of ours, folded under a button on another map.
export async function show(map: L.Map, { part: name, options }: { part: string; options: Record<string, unknown> }): Promise<App> {
  const [host, title, mount] = SHOWN[name]!;
  asked.set(map, { ...asked.get(map), [name]: options });
  const app = await part(map);
  const there = document.getElementById(host) ?? map.getContainer().querySelector(`.sa-float-${host.slice(3)}`);
  if (!there) folded(app, map, host, title, mount);
  if (options.opened) document.querySelector(`.sa-float-${host.slice(3)} details`)?.setAttribute('open', '');
  return app;
}
