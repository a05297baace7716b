// Small things that stand on the map: the scale, and steps from symbol to symbol.

import type { App } from './app';
import { trust } from './basemap';
import { h, keepClicks } from './dom';
import type { MapView } from './map';

const WIDEST = 110;

export function mountScale(app: App, map: L.Map): void {
  const bar = h('span', { class: 'sa-scale-bar', 'aria-hidden': 'true' });
  const text = h('span', {});
  const note = h('span', { class: 'sa-base-note' });
  map.getContainer().append(h('div', { class: 'sa-scale' }, note, text, bar));
  const draw = (): void => {
    const y = map.getSize().y - 12;
    const metres = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([WIDEST, y]));
    const power = 10 ** Math.floor(Math.log10(metres));
    const step = [5, 2, 1].find((times) => times * power <= metres)! * power;
    text.textContent = app.words.length(step);
    text.dir = note.dir = app.words.direction;
    bar.style.width = `${(WIDEST * step) / metres}px`;
    note.textContent = baseNote(app, map);
  };
  map.on('moveend zoomend resize', draw);
  app.live([], draw);
}

// Where rivers or borders have faded out, the reader is told why.
function baseNote(app: App, map: L.Map): string {
  const { rivers = 0, lakes = 0, countries = 0 } = app.base?.accuracy_m ?? {};
  const frame = { top: map.getPixelBounds().min!.y, height: map.getSize().y, world: 256 * 2 ** map.getZoom() };
  const gone = [rivers, lakes, countries].filter((metres) => metres > 0 && trust(frame, metres) < 0.3);
  return gone.length ? app.words.t(trust(frame, countries) < 0.3 ? 'map.no_base' : 'map.no_rivers', { r: app.words.length(Math.min(...gone)) }) : '';
}

export function mountSteps(app: App, view: MapView): void {
  const said = h('span', { class: 'sa-hidden', 'aria-live': 'polite' });
  const button = (by: 1 | -1) => h('button', { type: 'button', onclick: () => view.step(by) }, by < 0 ? '‹' : '›');
  const back = button(-1);
  const on = button(1);
  const bar = h('div', { class: 'sa-steps leaflet-bar', role: 'group' }, back, on, said);
  keepClicks(bar);
  view.map.getContainer().append(bar);
  app.live([], () => {
    bar.setAttribute('aria-label', app.words.t('map.steps'));
    for (const [element, key] of [[back, 'map.previous'], [on, 'map.next']] as const) {
      element.setAttribute('aria-label', app.words.t(key));
      element.title = app.words.t(key);
    }
    const zoom = view.map.zoomControl?.getContainer()?.querySelectorAll('a') ?? [];
    (['map.nearer', 'map.farther'] as const).forEach((key, i) => {
      zoom[i]?.setAttribute('aria-label', app.words.t(key));
      zoom[i]?.setAttribute('title', app.words.t(key));
    });
  });
  app.on('select', () => {
    said.textContent = app.selected < 0 ? '' : `${app.placeOf(app.selected)}, ${app.words.date(app.records.date(app.selected))}`;
  });
}

export function describeMap(app: App, view: MapView): void {
  const container = view.map.getContainer();
  container.setAttribute('role', 'application');
  const draw = (): void => {
    const { x, placed: last } = app.records;
    let placed = 0;
    for (let row = 0; row < last; row++) if (app.filter.shown[row] && !Number.isNaN(x[row]!)) placed++;
    container.setAttribute('aria-label', app.words.t('map.describe', { n: placed, of: app.filter.shownCount }));
    container.dir = 'ltr';
  };
  app.live(['filter'], draw);
}
