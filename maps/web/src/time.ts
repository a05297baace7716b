// Incidents over time, and the period that the reader asks for: bars to drag over, two handles for fingers and keys.

import type { App } from './app';
import { h, svg } from './dom';
import { binOf, emptyBins, extentOf, fillBins, gapsOf, runsOf, unitsFor, usualUnit, type Bins, type Unit } from './bins';

const DAY = 86_400_000;
const BARS = 40;
const AXIS = 16;
// A row of bars for each claimant under those of all, on a line that is dotted where it has no record.
const ROWS = { few: 15, many: 11 };
const MOST_ROWS = 6;
// Room for a handle outside the first and the last bar; each is 24 pixels wide.
const SIDE = 24;
const STEP_MS = 700;

export function mountTime(app: App, host: HTMLElement): void {
  const span = extentOf(app);
  host.hidden = !span || !unitsFor(span).length;
  if (!span || host.hidden) return;
  host.classList.add('sa-time');
  const strip = new Strip(app, host, span);
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
  private readonly play = h('button', { type: 'button', class: 'sa-play' });
  private readonly units = h('span', { class: 'sa-time-units', role: 'group' });
  private readonly told = h('p', { class: 'sa-hidden' });
  private width = 0;
  private anchor: number | null = null;
  private bins: Bins;
  // While it plays: the timer that moves the period on.
  private playing = 0;

  constructor(
    private readonly app: App,
    host: HTMLElement,
    private readonly span: [number, number],
  ) {
    const { unit = 'auto', play = true } = app.options.time ?? {};
    const usual = unit === 'auto' ? usualUnit(span) : (unit as Unit);
    this.play.hidden = !play;
    const units = unitsFor(span);
    this.bins = emptyBins(app, span, units.includes(usual) ? usual : units[0]!);
    this.play.addEventListener('click', () => (this.playing ? this.stop() : this.start()));
    this.handles = [0, 1].map((end) => {
      const handle = h('div', { role: 'slider', tabindex: 0, class: `sa-handle sa-handle-${end}`, 'aria-valuemin': 0 });
      handle.addEventListener('keydown', (event) => this.key(event, end));
      return handle;
    });
    this.plot.append(this.chart, ...this.handles);
    host.append(this.head, this.plot, this.told);
    this.plot.addEventListener('pointerdown', (event) => {
      this.stop();
      this.press(event);
    });
    this.plot.addEventListener('pointermove', (event) => this.drag(event));
    for (const name of ['pointerup', 'pointercancel'] as const) this.plot.addEventListener(name, () => (this.anchor = this.held = null));
  }

  private use(unit: Unit): void {
    this.stop();
    this.bins = emptyBins(this.app, this.span, unit);
    this.draw();
    this.units.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  // A window moves over the bars, as wide as the period that is set, or one bar where none is.
  private start(): void {
    const [low, high] = this.range();
    const whole = low === 0 && high === this.bins.all.length;
    const wide = whole ? 1 : high - low;
    if (whole || high === this.bins.all.length) this.ask(0, wide);
    this.playing = window.setInterval(() => this.step(), STEP_MS);
    this.draw();
  }

  private step(): void {
    const [low, high] = this.range();
    if (high >= this.bins.all.length) return this.stop();
    this.ask(low + 1, high + 1);
  }

  private stop(): void {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = 0;
    this.draw();
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
    this.stop();
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
    fillBins(app, bins);
    const [low, high] = this.range();
    const period = words.days(bins.starts[low]!, bins.starts[high]! - 1, bins.unit);
    const left = [bins.coarse && words.plural(`time.coarse_${bins.unit}`, bins.coarse), bins.undated && words.plural('time.undated', bins.undated), app.claimants().length > 0 && words.t('time.key')].filter(Boolean).join(' · ');
    this.drawHead();
    this.head.replaceChildren(this.play, h('span', {}, h('strong', {}, words.t(`time.per_${bins.unit}`)), ' ', h('bdi', {}, period)), this.units, h('span', { class: 'sa-quiet sa-time-left' }, left));
    this.handles.forEach((handle, end) => {
      handle.style.left = `${SIDE + ((end ? high : low) * (this.width - 2 * SIDE)) / bins.all.length - (end ? 0 : 24)}px`;
      handle.setAttribute('aria-valuemax', String(bins.all.length));
      handle.setAttribute('aria-valuenow', String(end ? high : low));
      handle.setAttribute('aria-label', words.t(end ? 'time.to' : 'time.from'));
      handle.setAttribute('aria-valuetext', words.days(end ? bins.starts[high]! - 1 : bins.starts[low]!, null, bins.unit, true));
    });
    this.chart.replaceChildren(this.bars(low, high));
  }

  private drawHead(): void {
    const { app, bins } = this;
    const { words } = app;
    const name = words.t(this.playing ? 'time.pause' : 'time.play');
    this.play.replaceChildren(h('span', { class: this.playing ? 'sa-pause-mark' : 'sa-play-mark', 'aria-hidden': 'true' }), h('span', { class: 'sa-hidden' }, name));
    this.play.title = name;
    const units = unitsFor(this.span);
    this.units.setAttribute('aria-label', words.t('time.unit'));
    const focused = this.units.contains(document.activeElement);
    this.units.replaceChildren(...(units.length > 1 ? units.map((unit) => h('button', { type: 'button', 'aria-pressed': String(unit === bins.unit), onclick: () => this.use(unit) }, words.t(`time.unit_${unit}`))) : []));
    if (focused) this.units.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    const gaps = app.claimants().flatMap(({ name: who, index }) => {
      const count = gapsOf(bins.covered[index]!);
      return count ? [words.plural('time.gaps', count, { who })] : [];
    });
    this.told.textContent = gaps.length ? `${gaps.join('. ')}. ${words.t('time.gaps_note')}` : '';
  }

  private row(): number {
    return this.app.claimants().length > 3 ? ROWS.many : ROWS.few;
  }

  // One row of bars to a claimant, all to one scale: never one upon the other, which would add them up.
  private rows(step: number, top: number): SVGElement[] {
    const { bins, app } = this;
    const { words } = app;
    const high = this.row();
    const most = Math.max(1, ...bins.by.map((counts) => Math.max(...counts)));
    return app.claimants().slice(0, MOST_ROWS).map(({ index, id, name }) => {
      const floor = top + (index + 1) * high;
      const runs = runsOf(bins.covered[index]!);
      const ground = runs.map(([from, before]) => svg('line', { class: 'sa-cover', x1: SIDE + from * step, x2: SIDE + before * step, y1: floor, y2: floor }));
      const whole = runs.length ? [svg('line', { class: 'sa-cover-span', x1: SIDE + runs[0]![0] * step, x2: SIDE + runs.at(-1)![1] * step, y1: floor, y2: floor })] : [];
      const bars = [...bins.by[index]!].flatMap((count, bin) => (count ? [this.bar('sa-time-by', step, bin, floor, Math.max(1.5, (count / most) * (high - 4)))] : []));
      const sum = bins.by[index]!.reduce((all, count) => all + count, 0);
      return svg('g', { class: app.hue(id) }, svg('title', {}, `${words.plural('time.by', sum, { who: name })}. ${words.t('time.gaps_note')}`), ...whole, ...ground, ...bars);
    });
  }

  private bar(name: string, step: number, bin: number, floor: number, height: number): SVGElement {
    return svg('rect', { class: name, x: SIDE + bin * step, width: Math.max(0.8, step - (step > 4 ? 1 : 0)), y: floor - height, height });
  }

  private bars(low: number, high: number): SVGSVGElement {
    const { bins, width, app } = this;
    const rows = Math.min(MOST_ROWS, app.claimants().length) * this.row();
    const height = BARS + rows + AXIS;
    const step = (width - 2 * SIDE) / bins.all.length;
    const most = Math.max(1, ...bins.all);
    const scale = (value: number): number => (value ? Math.max(1.5, (value / most) * (BARS - 8)) : 0);
    const parts: SVGElement[] = [svg('line', { x1: 0, x2: width, y1: BARS - 3, y2: BARS - 3 })];
    if (low > 0 || high < bins.all.length) parts.push(svg('rect', { class: 'sa-brush', x: SIDE + low * step, width: (high - low) * step, y: 0, height: BARS - 3 + rows }));
    bins.all.forEach((all, bin) => {
      for (const [name, value] of [['sa-time-out', all], ['', bins.shown[bin]!]] as const) {
        if (value) parts.push(this.bar(name, step, bin, BARS - 3, scale(value)));
      }
    });
    const summary = app.words.t('time.describe', { n: bins.shown.reduce((sum, one) => sum + one, 0) });
    return svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': summary }, ...parts, ...this.rows(step, BARS - 3), ...this.ticks(step, height));
  }

  private ticks(step: number, height: number): SVGElement[] {
    const { bins, app } = this;
    const ticks: SVGElement[] = [];
    let free = -Infinity;
    bins.starts.slice(0, -1).forEach((day, bin) => {
      const date = new Date(day * DAY);
      const whole = bins.unit === 'year' || (bins.unit === 'month' ? date.getUTCMonth() === 0 : date.getUTCDate() === 1 || bin === 0);
      const x = SIDE + bin * step;
      if (!whole || x < free) return;
      const text = date.toISOString().slice(0, bins.unit === 'day' ? 7 : 4);
      ticks.push(svg('text', { x, y: height - 2 }, app.words.date(text)));
      free = x + (bins.unit === 'day' ? 70 : 42);
    });
    return ticks;
  }
}
