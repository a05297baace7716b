// The ledger: totals as claimants have stated them over time, one scope to a chart, each with its table and sources.

import type { App } from './app';
import { drawChart, tracksOf, type Chart, type Track } from './chart';
import { data, h, named, type Child } from './dom';
import type { Point, Series, Single } from './model';
import { sourceLine } from './card';

// Lines of several claimants stand with the two sides, where those are shown; every other one here.
export function splitSeries(app: App): { shared: Series[]; others: Series[] } {
  const { sides, figures } = app.model;
  const shared = sides ? figures.series.filter((one) => one.lines.length > 1) : [];
  return { shared, others: figures.series.filter((one) => !shared.includes(one)) };
}

export function mountLedger(app: App, host: HTMLElement): void {
  const { single } = app.model.figures;
  const { others } = splitSeries(app);
  if (!others.length && !single.length) {
    host.hidden = true;
    return;
  }
  const follow = fitted(host);
  app.live([], () => {
    const charts = others.map((one) => chartBlock(app, one));
    host.replaceChildren(
      h('h2', {}, app.words.t('ledger.title')),
      h('p', { class: 'sa-lead' }, app.words.t('ledger.note'), ' ', app.words.t('ledger.hint')),
      h('div', { class: app.model.sides ? 'sa-series-grid sa-series-even' : 'sa-series-grid' }, ...charts.map((chart) => chart.element)),
      ...(single.length ? [singles(app, single)] : []),
    );
    follow(charts);
  });
}

// Charts are drawn to the width of their place, and again when it changes.
export function fitted(host: HTMLElement): (charts: Block[]) => void {
  let observer: ResizeObserver | null = null;
  return (charts) => {
    observer?.disconnect();
    observer = new ResizeObserver(() => charts.forEach((chart) => chart.fit()));
    observer.observe(host);
  };
}

export interface Block {
  element: HTMLElement;
  fit: () => void;
}

export function chartBlock(app: App, series: Series): Block {
  const tracks = tracksOf(series);
  const title = h('h3', {}, data(capital(series.measure)));
  const scope = h('p', { class: 'sa-quiet' }, app.words.t('ledger.scope'), ' ', data(series.scope));
  const table = h('details', {}, h('summary', {}, app.words.plural('ledger.table', series.lines.reduce((sum, line) => sum + line.points.length, 0))), figureTable(app, rowsOf(series)));
  if (!tracks.some((track) => track.dots.length > 1)) {
    table.open = true;
    return { element: h('article', { class: 'sa-series' }, title, scope, table), fit: () => {} };
  }
  const reading = h('p', { class: 'sa-reading', 'aria-live': 'polite' });
  const frame = h('div', { class: 'sa-chart-frame', dir: 'ltr' });
  const plot = h('div', { class: 'sa-plot' }, frame, reading);
  let drawn = 0;
  const fit = (): void => {
    const width = Math.floor(frame.clientWidth);
    if (!width || width === drawn) return;
    drawn = width;
    const chart = drawChart(app, tracks, width);
    chart.element.setAttribute('aria-label', summary(app, series, tracks));
    follow(app, chart, tracks, reading);
    frame.replaceChildren(chart.element);
  };
  requestAnimationFrame(fit);
  return { element: h('article', { class: 'sa-series' }, title, scope, plot, table), fit };
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function summary(app: App, series: Series, tracks: Track[]): string {
  const ends = tracks.map(({ claimant, dots }) => `${app.claimantName(claimant)}: ${app.words.range(dots.at(-1)!.min, dots.at(-1)!.max)}`);
  return `${series.measure}. ${series.scope}. ${ends.join('; ')}`;
}

// What each claimant had stated by a date, under the pointer or by the arrow keys.
function follow(app: App, chart: Chart, tracks: Track[], reading: HTMLElement): void {
  let at = chart.times.length - 1;
  const show = (index: number, mark = true): void => {
    at = Math.max(0, Math.min(chart.times.length - 1, index));
    const time = chart.times[at]!;
    chart.mark(mark ? time : null);
    reading.replaceChildren(h('strong', {}, h('bdi', {}, app.words.date(new Date(time).toISOString().slice(0, 10)))), ...tracks.flatMap((track) => stated(app, track, time)));
  };
  chart.element.addEventListener('pointermove', (event) => {
    const time = chart.timeAt(event.clientX - chart.element.getBoundingClientRect().left);
    const nearest = chart.times.reduce((best, one, i) => (Math.abs(one - time) < Math.abs(chart.times[best]! - time) ? i : best), 0);
    if (nearest !== at) show(nearest);
  });
  chart.element.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at + step);
  });
  show(at, false);
}

function stated(app: App, track: Track, time: number): Node[] {
  const dot = track.dots.filter((one) => one.time <= time).at(-1);
  const hue = app.hue(track.claimant);
  const value = dot ? app.words.rangeBdi(dot.min, dot.max) : h('span', { class: 'sa-none' }, app.words.t('ledger.not_yet'));
  return [h('span', { class: `sa-stated ${hue}` }, h('span', { class: 'sa-key', 'aria-hidden': 'true' }), named(app.claimantName(track.claimant)), ' ', value)];
}

type Row = Point & { claimant: string; unit: string | null };

function rowsOf(series: Series): Row[] {
  const rows = series.lines.flatMap((line) => line.points.map((point) => ({ ...point, claimant: line.claimant, unit: series.unit })));
  return rows.sort((a, b) => (a.as_of ?? a.published_on ?? '').localeCompare(b.as_of ?? b.published_on ?? ''));
}

function figureTable(app: App, rows: Row[], withScope = false): HTMLElement {
  const { words } = app;
  const heads: Child[] = [words.t('ledger.as_of'), words.t('ledger.published'), words.t('ledger.claimant'), words.t('ledger.measure'), withScope && words.t('ledger.scope_head'), words.t('ledger.stated'), words.t('ledger.source')];
  const body = rows.map((row) => {
    const source = row.source === null || row.source === undefined ? null : app.model.sources[row.source];
    const cells: Child[] = [
      row.as_of && h('bdi', {}, words.date(row.as_of)),
      row.published_on && h('bdi', {}, words.date(row.published_on)),
      named(app.claimantName(row.claimant)),
      data(row.measure),
      withScope && data(row.scope),
      row.unit === 'share' && row.min !== null ? words.share(row.min) : words.rangeBdi(row.min, row.max),
      source && sourceLine(app, source),
    ];
    return h('tr', {}, ...cells.filter((_, i) => heads[i]).map((cell) => h('td', {}, cell || '–')));
  });
  const head = h('thead', {}, h('tr', {}, ...heads.filter(Boolean).map((text) => h('th', { scope: 'col' }, text))));
  return h('div', { class: 'sa-scroll', tabindex: 0, role: 'group', 'aria-label': words.t('ledger.title') }, h('table', { class: 'sa-table' }, head, h('tbody', {}, ...body)));
}

function singles(app: App, rows: Single[]): HTMLElement {
  return h('article', { class: 'sa-series' }, h('h3', {}, app.words.t('ledger.single')), h('p', { class: 'sa-quiet' }, app.words.t('ledger.single_note')), h('details', {}, h('summary', {}, app.words.plural('ledger.table', rows.length)), figureTable(app, rows, true)));
}
