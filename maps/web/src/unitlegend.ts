// How to read the map of units: classes with their ends and how many units are in each, or sizes of symbols.

import type { App } from './app';
import { h, type Child } from './dom';
import { drawnCanvas } from './swatch';
import { drawTotal, symbolRadius, type UnitView } from './unitlayer';
import { classOf, RATES } from './units';

export function unitLegend(app: App, view: UnitView): HTMLElement[] {
  const { words } = app;
  const title = measureName(app, view);
  const rows = RATES.includes(view.measure) ? classes(app, view) : sizes(app, view);
  const about = [
    h('p', { class: 'sa-quiet sa-small' }, words.t(RATES.includes(view.measure) ? `units.${view.measure}_note` as 'units.share_note' : 'units.total_note')),
    RATES.includes(view.measure) && h('p', { class: 'sa-quiet sa-small' }, words.t(`units.method_${view.level.method}` as 'units.method_natural')),
    h('p', { class: view.level.support.holds ? 'sa-quiet sa-small' : 'sa-cannot-bear sa-small' }, words.pick(view.level.support)),
    view.measure === 'people' && h('p', { class: 'sa-quiet sa-small' }, words.t('units.people_source'), ' ', h('bdi', { dir: 'auto' }, view.level.people!)),
    Boolean(view.level.credit) && h('p', { class: 'sa-quiet sa-small' }, words.t('units.credit'), ' ', h('bdi', { dir: 'auto' }, view.level.credit)),
  ].filter((part): part is HTMLParagraphElement => Boolean(part));
  return [h('section', { class: 'sa-legend-group sa-unit-legend' }, h('h3', {}, `${words.pick(view.level.name)}: ${title}`), h('ul', {}, ...rows), ...about)];
}

export function measureName(app: App, { measure, claimant }: { measure: UnitView['measure']; claimant: string }): string {
  if (measure === 'killed' || measure === 'injured') return app.words.t(`units.${measure}_by`, { who: app.claimantName(claimant) });
  return app.words.t(`units.${measure}`);
}

function row(symbol: Child, text: Child): HTMLElement {
  return h('li', {}, h('span', { class: 'sa-legend-symbol' }, symbol), h('span', {}, text));
}

function classes(app: App, { level, measure, tallies }: UnitView): HTMLElement[] {
  const { words } = app;
  const breaks = level.breaks[measure] ?? [];
  const counts = new Array<number>(breaks.length + 1).fill(0);
  for (const tally of tallies) counts[classOf(tally.expected, breaks) + 1]!++;
  const steps = breaks.map((end, place) => {
    const text = words.t(place ? 'units.class' : 'units.class_first', { a: breaks[place - 1] ?? 0, b: end });
    return row(h('span', { class: `sa-step sa-step-${place}` }), [words.isolate(text), h('span', { class: 'sa-quiet' }, ` ${words.plural('units.of', counts[place + 1]!)}`)]);
  });
  return [row(h('span', { class: 'sa-step sa-step-none' }), [words.t(measure === 'people' ? 'units.none_people' : 'units.none'), h('span', { class: 'sa-quiet' }, ` ${words.plural('units.of', counts[0]!)}`)]), ...steps];
}

function sizes(app: App, view: UnitView): HTMLElement[] {
  const { words } = app;
  const top = nice(view.most);
  const steps = [...new Set([top, nice(top / 4), nice(top / 16)])].filter((value) => value >= 1);
  const size = 2 * symbolRadius(top, view.most) + 4;
  const rows = steps.map((value) => row(drawnCanvas(size, (context, palette) => drawTotal(context, palette, palette.quiet, { x: size / 2, y: size / 2, outer: symbolRadius(value, view.most), inner: 0, dashed: !view.level.support.holds })), words.n(value)));
  return [...rows, row(drawnCanvas(26, (context, palette) => drawTotal(context, palette, palette.quiet, { x: 13, y: 13, outer: 11, inner: 6, dashed: false })), words.t('units.inner'))];
}

// The largest of 1, 2, 5, 10 ... that is not above.
function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [5, 2, 1].find((times) => times * power <= value)! * power || 1;
}
