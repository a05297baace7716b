// Incidents over time, and the period that the reader asks for: bars to drag over, two handles for fingers and keys.

import type { App } from './app';
import { h, svg } from './dom';
import { NONE } from './payload';

const DAY = 86_400_000;
const HEIGHT = 58;
const BARS = 40;
// Room for a handle outside the first and the last bar; each is 24 pixels wide.
const SIDE = 24;

type Unit = 'day' | 'month' | 'year';

interface Bins {
  unit: Unit;
  // First day of each bin, and the day after the last one.
  starts: number[];
  all: Uint32Array;
  shown: Uint32Array;
  // Dated too coarsely for one bar, or not at all.
  coarse: number;
  undated: number;
}

function startOf(day: number, unit: Unit): number {
  const date = new Date(day * DAY);
  if (unit === 'day') return day;
  return Date.UTC(date.getUTCFullYear(), unit === 'year' ? 0 : date.getUTCMonth(), 1) / DAY;
}

function after(day: number, unit: Unit): number {
  const date = new Date(day * DAY);
  if (unit === 'day') return day + 1;
  return (unit === 'year' ? Date.UTC(date.getUTCFullYear() + 1, 0, 1) : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)) / DAY;
}

function extent(app: App): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  const { dayFrom, dayTo, count } = app.records;
  for (let row = 0; row < count; row++) {
    if (dayFrom[row] === NONE) continue;
    low = Math.min(low, dayFrom[row]!);
    high = Math.max(high, dayTo[row] === NONE ? dayFrom[row]! : dayTo[row]!);
  }
  return low <= high ? [low, high] : null;
}

function emptyBins(app: App): Bins | null {
  const span = extent(app);
  if (!span) return null;
  const days = span[1] - span[0];
  const unit: Unit = days <= 120 ? 'day' : days <= 366 * 16 ? 'month' : 'year';
  const starts = [startOf(span[0], unit)];
  while (starts.at(-1)! <= span[1]) starts.push(after(starts.at(-1)!, unit));
  return { unit, starts, all: new Uint32Array(starts.length - 1), shown: new Uint32Array(starts.length - 1), coarse: 0, undated: 0 };
}

function binOf(starts: number[], day: number): number {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= day) low = middle;
    else high = middle;
  }
  return low;
}

function count(app: App, bins: Bins): void {
  const { dayFrom, dayTo, count: rows } = app.records;
  bins.all.fill(0);
  bins.shown.fill(0);
  bins.coarse = bins.undated = 0;
  for (let row = 0; row < rows; row++) {
    const shown = app.filter.shown[row]!;
    if (dayFrom[row] === NONE) {
      bins.undated += shown;
      continue;
    }
    const first = binOf(bins.starts, dayFrom[row]!);
    // An incident of which only the year is known belongs to no month.
    if (first !== binOf(bins.starts, dayTo[row] === NONE ? dayFrom[row]! : dayTo[row]!)) {
      bins.coarse += shown;
      continue;
    }
    bins.all[first]!++;
    bins.shown[first]! += shown;
  }
}

export function mountTime(app: App, host: HTMLElement): void {
  const bins = emptyBins(app);
  host.hidden = !bins || bins.all.length < 2;
  if (!bins || host.hidden) return;
  const strip = new Strip(app, host, bins);
  app.live(['filter'], () => strip.draw());
  new ResizeObserver(() => strip.draw()).observe(host);
}

class Strip {
  private readonly head = h('p', { class: 'sa-time-head' });
  private readonly plot = h('div', { class: 'sa-time-plot', dir: 'ltr' });
  private readonly chart = h('div', {});
  private readonly handles: HTMLElement[];
  // The handle under the pointer, while it is dragged.
  private held: number | null = null;
  private width = 0;
  private anchor: number | null = null;

  constructor(
    private readonly app: App,
    host: HTMLElement,
    private readonly bins: Bins,
  ) {
    this.handles = [0, 1].map((end) => {
      const handle = h('div', { role: 'slider', tabindex: 0, class: `sa-handle sa-handle-${end}`, 'aria-valuemin': 0, 'aria-valuemax': bins.all.length });
      handle.addEventListener('keydown', (event) => this.key(event, end));
      return handle;
    });
    this.plot.append(this.chart, ...this.handles);
    host.append(this.head, this.plot);
    this.plot.addEventListener('pointerdown', (event) => this.press(event));
    this.plot.addEventListener('pointermove', (event) => this.drag(event));
    for (const name of ['pointerup', 'pointercancel'] as const) this.plot.addEventListener(name, () => (this.anchor = this.held = null));
  }

  // The bins that the period covers: from the first to before the second.
  private range(): [number, number] {
    const { from, to } = this.app.filter.state;
    const { starts } = this.bins;
    return [from === null ? 0 : binOf(starts, Math.max(from, starts[0]!)), to === null ? starts.length - 1 : Math.min(starts.length - 1, binOf(starts, Math.min(to, starts.at(-1)! - 1)) + 1)];
  }

  private ask(low: number, high: number): void {
    const { starts } = this.bins;
    const last = starts.length - 1;
    const [a, b] = [Math.max(0, Math.min(low, high)), Math.min(last, Math.max(low, high))];
    if (a === b) return;
    this.app.applyFilter({ from: a === 0 ? null : starts[a]!, to: b === last ? null : starts[b]! - 1 });
  }

  private move(end: number, to: number): void {
    const [low, high] = this.range();
    if (end) this.ask(low, Math.max(low + 1, to));
    else this.ask(Math.min(to, high - 1), high);
  }

  private key(event: KeyboardEvent, end: number): void {
    const here = this.range()[end]!;
    const last = this.bins.all.length;
    const to = { ArrowLeft: here - 1, ArrowDown: here - 1, ArrowRight: here + 1, ArrowUp: here + 1, PageDown: here - 12, PageUp: here + 12, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.move(end, to);
  }

  private binAt(event: PointerEvent): number {
    const { left } = this.plot.getBoundingClientRect();
    const share = (event.clientX - left - SIDE) / (this.width - 2 * SIDE);
    return Math.max(0, Math.min(this.bins.all.length - 1, Math.floor(share * this.bins.all.length)));
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.plot.setPointerCapture(event.pointerId);
    const held = this.handles.findIndex((handle) => handle === event.target);
    if (held >= 0) {
      this.held = held;
      return;
    }
    this.anchor = this.binAt(event);
    this.ask(this.anchor, this.anchor + 1);
  }

  private drag(event: PointerEvent): void {
    const here = this.binAt(event);
    if (this.held !== null) this.move(this.held, here + this.held);
    else if (this.anchor !== null) this.ask(Math.min(here, this.anchor), Math.max(here, this.anchor) + 1);
  }

  draw(): void {
    this.width = this.plot.clientWidth;
    if (!this.width) return;
    const { app, bins } = this;
    const { words } = app;
    count(app, bins);
    const [low, high] = this.range();
    const period = words.days(bins.starts[low]!, bins.starts[high]! - 1, bins.unit);
    const left = [bins.coarse && words.plural(`time.coarse_${bins.unit}`, bins.coarse), bins.undated && words.plural('time.undated', bins.undated)].filter(Boolean).join(' · ');
    this.head.replaceChildren(h('span', {}, h('strong', {}, words.t(`time.per_${bins.unit}`)), ' ', h('bdi', {}, period)), h('span', { class: 'sa-quiet' }, left));
    this.handles.forEach((handle, end) => {
      handle.style.left = `${SIDE + ((end ? high : low) * (this.width - 2 * SIDE)) / bins.all.length - (end ? 0 : 24)}px`;
      handle.setAttribute('aria-valuenow', String(end ? high : low));
      handle.setAttribute('aria-label', words.t(end ? 'time.to' : 'time.from'));
      handle.setAttribute('aria-valuetext', words.days(end ? bins.starts[high]! - 1 : bins.starts[low]!, null, bins.unit, true));
    });
    this.chart.replaceChildren(this.bars(low, high));
  }

  private bars(low: number, high: number): SVGSVGElement {
    const { bins, width, app } = this;
    const step = (width - 2 * SIDE) / bins.all.length;
    const most = Math.max(1, ...bins.all);
    const scale = (value: number): number => (value ? Math.max(1.5, (value / most) * (BARS - 8)) : 0);
    const parts: SVGElement[] = [svg('line', { x1: 0, x2: width, y1: BARS - 3, y2: BARS - 3 })];
    if (low > 0 || high < bins.all.length) parts.push(svg('rect', { class: 'sa-brush', x: SIDE + low * step, width: (high - low) * step, y: 0, height: BARS - 3 }));
    const gap = step > 4 ? 1 : 0;
    bins.all.forEach((all, bin) => {
      for (const [name, value] of [['sa-time-out', all], ['', bins.shown[bin]!]] as const) {
        if (value) parts.push(svg('rect', { class: name, x: SIDE + bin * step, width: Math.max(0.8, step - gap), y: BARS - 3 - scale(value), height: scale(value) }));
      }
    });
    const summary = app.words.t('time.describe', { n: bins.shown.reduce((sum, one) => sum + one, 0) });
    return svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', 'aria-label': summary }, ...parts, ...this.ticks(step));
  }

  private ticks(step: number): SVGElement[] {
    const { bins, app } = this;
    const ticks: SVGElement[] = [];
    let free = -Infinity;
    bins.starts.slice(0, -1).forEach((day, bin) => {
      const date = new Date(day * DAY);
      const whole = bins.unit === 'year' || (bins.unit === 'month' ? date.getUTCMonth() === 0 : date.getUTCDate() === 1 || bin === 0);
      const x = SIDE + bin * step;
      if (!whole || x < free) return;
      const text = date.toISOString().slice(0, bins.unit === 'day' ? 7 : 4);
      ticks.push(svg('text', { x, y: HEIGHT - 2 }, app.words.date(text)));
      free = x + (bins.unit === 'day' ? 70 : 42);
    });
    return ticks;
  }
}
