// How to read the map: precision by mark, counts by size, claimants by shape and hue.

import type { App } from './app';
import { data, h, type Child } from './dom';
import { radiusOf } from './symbols';
import { anyDoubt } from './standing';
import { shapeSwatch, symbolCanvas } from './swatch';
import type { Mark } from './records';
import { unitLegend } from './unitlegend';
import { unitView } from './unitlayer';

export function mountLegend(app: App, host: HTMLElement): void {
  // It may scroll within its place: so keys must reach it.
  host.tabIndex = 0;
  host.setAttribute('role', 'region');
  app.live(['layer'], () => show(app, host));
  app.on('filter', () => {
    if (app.layer.level !== null) show(app, host);
  });
}

function show(app: App, host: HTMLElement): void {
  host.setAttribute('aria-label', app.words.t('legend.title'));
  host.replaceChildren(h('h2', { class: 'sa-over' }, app.words.t('legend.title')), ...draw(app));
}

function draw(app: App): Node[] {
  const { words } = app;
  const view = unitView(app);
  if (view) return unitLegend(app, view);
  return [group(words.t('legend.precision'), precision(app)), group(words.t('legend.size'), size(app)), claimants(app), grading(app)].filter((node): node is HTMLElement => Boolean(node));
}

function group(title: string, rows: HTMLElement[]): HTMLElement {
  return h('section', { class: 'sa-legend-group' }, h('h3', {}, title), h('ul', {}, ...rows));
}

function row(symbol: Child, text: Child, note?: string): HTMLElement {
  return h('li', {}, h('span', { class: 'sa-legend-symbol' }, symbol), h('span', {}, text, note && h('span', { class: 'sa-quiet' }, ` ${note}`)));
}

function precision(app: App): HTMLElement[] {
  const look = (mark: Mark) => ({ mark, upper: 7, lower: mark === 'dot' ? 7 : null, known: true, claimants: [] });
  const { words } = app;
  return [
    row(symbolCanvas(look('dot'), 34), words.t('legend.dot')),
    row(symbolCanvas(look('ring'), 34), words.t('legend.ring')),
    row(symbolCanvas(look('dashed'), 34), words.t('legend.dashed')),
    row(symbolCanvas(look('area'), 34, 15), words.t('legend.area')),
    ...(app.records.shapes.size ? [row(shapeSwatch(), words.t('legend.shape'))] : []),
  ];
}

function size(app: App): HTMLElement[] {
  const { words } = app;
  const counted = (min: number, max: number) => ({ mark: 'dot' as Mark, upper: radiusOf(max, 7), lower: radiusOf(min, 7), known: true, claimants: [] });
  const none = { mark: 'dot' as Mark, upper: radiusOf(null, 7), lower: null, known: false, claimants: [] };
  return [
    row(symbolCanvas(counted(8, 30), 34), words.t('legend.counts', { a: 8, b: 30 })),
    row(symbolCanvas(none, 34), words.t('legend.none')),
    row(h('span', { class: 'sa-badge' }, words.n(7)), words.t('legend.stack')),
  ];
}

function claimants(app: App): HTMLElement | null {
  const all = app.claimants();
  if (!all.length) return null;
  const look = (indexes: number[]) => ({ mark: 'ring' as Mark, upper: 8, lower: null, known: true, claimants: indexes });
  const rows = all.map((claimant) => row(symbolCanvas(look([claimant.index]), 34), data(claimant.name)));
  if (all.length > 1) rows.push(row(symbolCanvas(look([all[0]!.index, all[1]!.index]), 34), app.words.t('legend.several')));
  return group(app.words.t('legend.claimants'), rows);
}

// The outline tells whether those who report it stand by it; without such grades there is nothing to tell apart.
function grading(app: App): HTMLElement | null {
  if (!anyDoubt(app)) return null;
  const look = (doubts: number) => ({ mark: 'ring' as Mark, upper: 8, lower: null, known: true, claimants: [0], doubts });
  return group(app.words.t('legend.grading'), [row(symbolCanvas(look(0), 34), app.words.t('legend.heavy')), row(symbolCanvas(look(1), 34), app.words.t('legend.thin'))]);
}
