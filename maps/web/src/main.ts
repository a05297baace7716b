// The front door of the page: StrikeAtlas.attach(map, ids) puts our parts on a Leaflet map and around it.

import { App } from './app';
import { mountCard } from './card';
import { describeMap, mountScale, mountSteps } from './controls';
import { h } from './dom';
import { mountHeadline } from './headline';
import { mountLedger } from './ledger';
import { mountLegend } from './legend';
import { mountList } from './list';
import { MapView } from './map';
import { mountFilters } from './filters';
import { readModel, type BaseMeta, type Model } from './model';
import { keepLink } from './permalink';
import { mountBanner, mountFootnote, mountLanguage, mountMethod, mountSkip, mountSources, mountTitle, openForPrint } from './page';
import { Payload } from './payload';
import { mountPlaces } from './places';
import { readRecords } from './records';
import { mountTime } from './time';

export { Payload } from './payload';
export { fold } from './fold';

export interface Ids {
  model?: string;
  records?: string;
  base?: string;
}

// Parts that stand where the page has an element with that id; on a plain folium map most have none.
const PARTS: [string, (app: App, host: HTMLElement) => void][] = [
  ['sa-banner', mountBanner],
  ['sa-language', mountLanguage],
  ['sa-skip', mountSkip],
  ['sa-filters', mountFilters],
  ['sa-time', mountTime],
  ['sa-headline', mountHeadline],
  ['sa-ledger', mountLedger],
  ['sa-list', mountList],
  ['sa-sources', mountSources],
  ['sa-method', mountMethod],
  ['sa-footnote', mountFootnote],
];

async function open(ids: Ids): Promise<App> {
  const text = (id: string | undefined): string => (id && document.getElementById(id)?.textContent) || '';
  const payload = await Payload.open<{ model?: Partial<Model> }>(text(ids.records ?? 'sa-records'));
  const model = readModel(ids.model ? document.getElementById(ids.model) : null, payload.meta);
  const base = text(ids.base);
  const geography = base ? (await Payload.open<BaseMeta>(base)).meta : null;
  return new App(model, payload, await readRecords(payload), geography);
}

// Card, legend and the bar of places stand inside the map where the page gives them no place of their own.
function within(map: L.Map, id: string, name: string): HTMLElement {
  const there = document.getElementById(id);
  if (there) return there;
  const made = h('div', { class: `sa-float ${name}` });
  L.DomEvent.disableClickPropagation(made);
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

// On a page of ours the legend has its place; on a plain map it folds away under a button of its own.
function foldedLegend(app: App, map: L.Map): void {
  const there = document.getElementById('sa-legend');
  if (there) return mountLegend(app, there);
  const body = h('div', {});
  const summary = h('summary', {});
  const host = within(map, 'sa-legend', 'sa-float-legend');
  host.append(h('details', {}, summary, body));
  app.live([], () => {
    summary.textContent = app.words.t('legend.title');
    host.dir = app.words.direction;
  });
  mountLegend(app, body);
}

export async function attach(map: L.Map, ids: Ids = {}): Promise<App> {
  const container = map.getContainer();
  container.setAttribute('aria-busy', 'true');
  const app = await open(ids);
  const view = new MapView(app, map);
  mountScale(app, map);
  mountSteps(app, view);
  describeMap(app, view);
  foldedLegend(app, map);
  mountCard(app, within(map, 'sa-card', 'sa-card sa-float-card'));
  mountPlaces(app, within(map, 'sa-places', 'sa-float-places'));
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
