// How exactly the places are known: a bar over all records, with those that no map can show always in sight.

import type { App } from './app';
import { h } from './dom';
import { PRECISIONS, UNKNOWN } from './records';
import type { Level } from './units';

const GROUPS: [key: 'dot' | 'ring' | 'dashed' | 'area', classes: number[]][] = [
  ['dot', [0, 1]],
  ['ring', [2, 3, 4]],
  ['dashed', [5, 6]],
  ['area', [7, 8]],
];

export function mountPlaces(app: App, host: HTMLElement): void {
  app.live(['filter', 'layer'], () => host.replaceChildren(...draw(app)));
}

function counts(app: App): { byClass: number[]; off: number } {
  const byClass = new Array<number>(PRECISIONS.length).fill(0);
  let off = 0;
  for (let row = 0; row < app.records.count; row++) {
    if (!app.filter.shown[row]) continue;
    if (Number.isNaN(app.records.x[row]!)) off++;
    else byClass[app.records.precision[row] ?? UNKNOWN]!++;
  }
  return { byClass, off };
}

// Of units: how many records are surely in one, shared between several, or in none at this level.
function partsOfUnits(app: App, level: Level): [string, number, string][] {
  const { words, units } = app;
  const { certain, shared, nowhere } = units!.placing(app, level);
  return [['dot', certain, words.t('places.certain')], ['dashed', shared, words.t('places.shared')], ['off', nowhere, words.t('places.nowhere')]];
}

function partsOfIncidents(app: App): [string, number, string][] {
  const { words } = app;
  const { byClass, off } = counts(app);
  const parts: [string, number, string][] = GROUPS.map(([key, classes]) => [key, classes.reduce((sum, one) => sum + byClass[one]!, 0), words.t(`places.${key}`)]);
  parts.push(['off', off, words.t('places.off')]);
  return parts;
}

function draw(app: App): Node[] {
  const { words } = app;
  const level = app.units?.levels.find((one) => one.level === app.layer.level);
  const parts = level ? partsOfUnits(app, level) : partsOfIncidents(app);
  const total = app.filter.shownCount || 1;
  const bar = h('div', { class: 'sa-places-bar', 'aria-hidden': 'true' });
  for (const [key, count] of parts) {
    if (!count) continue;
    const part = h('span', { class: `sa-part-${key}` });
    part.style.flexGrow = String(count / total);
    bar.append(part);
  }
  const legend = parts.map(([key, count, name]) =>
    h('li', { class: `sa-part sa-part-name-${key}` }, h('span', { class: `sa-chip sa-part-${key}`, 'aria-hidden': 'true' }), h('strong', {}, words.n(count)), ` ${name}`),
  );
  return [h('h2', { class: 'sa-hidden' }, words.t('places.title')), bar, h('ul', { class: 'sa-places-list' }, ...legend)];
}
