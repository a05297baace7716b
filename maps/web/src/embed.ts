// The small page for a frame in somebody else's: map, one record at a time, and the way to the whole page.

import type { App } from './app';
import { drawGeography, readGeography, type Geography } from './basemap';
import { data, h } from './dom';
import { drawCells, drawSpots } from './draw';
import type { EmbedModel } from './embedmodel';
import { twoFingers } from './fingers';
import { Words } from './i18n';
import type { BaseMeta, Language } from './model';
import { drawNames } from './names';
import { readPalette, type Palette } from './palette';
import type { Frame } from './pane';
import { NONE, Payload } from './payload';
import { known, mercator, PRECISIONS, readRecords, word, type Records } from './records';
import { buildScene, hit, type Scene } from './scene';

const [NEAREST, FARTHEST] = [14, 3];
const NAMES: Record<Language, string> = { en: 'English', ar: 'العربية' };
const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

class Embed {
  words: Words;
  selected = -1;
  // A part of the page's App, as the drawing of its map asks for it.
  readonly filter: { shown: Uint8Array };
  private readonly canvas = element<HTMLCanvasElement>('sa-canvas');
  private readonly card = element('sa-card');
  private readonly places: number[];
  private readonly order: number[];
  private scene: Scene = { spots: [], cells: [], left: 0, top: 0, bare: false };
  private zoom = 6;
  private x = 0.5;
  private y = 0.5;
  private waiting = 0;
  private palette: Palette;

  constructor(
    readonly model: EmbedModel,
    readonly records: Records,
    private readonly ids: (string | null)[],
    private readonly geography: Geography,
  ) {
    const asked = new URLSearchParams(location.hash.slice(1)).get('l') as Language | null;
    this.words = new Words(asked && model.languages.includes(asked) ? asked : model.language);
    this.filter = { shown: new Uint8Array(records.count).fill(1) };
    this.places = records.claims.claimant.words.map((id) => model.claimants.findIndex((one) => one.id === id));
    this.order = Array.from({ length: records.placed }, (_, row) => row)
      .filter((row) => !Number.isNaN(records.x[row]!))
      .sort((a, b) => Number(this.since(a) > this.since(b)) - Number(this.since(a) < this.since(b)) || a - b);
    this.palette = readPalette(document.documentElement);
    this.listen();
    this.speak();
    // Not before: the words around the map leave it less room.
    this.fit();
    this.draw();
  }

  claimantsOf(row: number): number[] {
    const mask = this.records.claimants[row]!;
    return this.places.filter((place, code) => place >= 0 && mask & (1 << Math.min(31, code))).sort((a, b) => a - b);
  }

  // In order of time; what has no date comes last.
  private since(row: number): number {
    const day = this.records.dayFrom[row]!;
    return day === NONE ? Infinity : day;
  }

  private get size(): { width: number; height: number } {
    return { width: this.canvas.clientWidth || 1, height: this.canvas.clientHeight || 1 };
  }

  private fit(): void {
    const [west, south, east, north] = this.model.view;
    const [[left, bottom], [right, top]] = [mercator(west, south), mercator(east, north)];
    const { width, height } = this.size;
    this.zoom = Math.log2(Math.min(width / (right - left), height / (bottom - top)) / 256);
    this.zoom = Math.max(FARTHEST, Math.min(NEAREST, this.zoom));
    [this.x, this.y] = [(left + right) / 2, (top + bottom) / 2];
  }

  private frame(context: CanvasRenderingContext2D): Frame {
    const { width, height } = this.size;
    const world = 256 * 2 ** this.zoom;
    return { context, width, height, zoom: this.zoom, world, left: this.x * world - width / 2, top: this.y * world - height / 2, beyondX: 0, beyondY: 0 };
  }

  private draw(): void {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      const ratio = Math.min(devicePixelRatio || 1, 2);
      const context = this.canvas.getContext('2d')!;
      const frame = this.frame(context);
      [this.canvas.width, this.canvas.height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const app = this as unknown as App;
      this.scene = buildScene(app, frame);
      drawGeography(frame, this.geography, this.palette);
      drawCells(frame, this.scene.cells, this.palette, this.words);
      drawSpots(frame, this.scene.spots, this.palette, app);
      drawNames(frame, this.geography, this.palette, { app, scene: this.scene, over: false });
    });
  }

  private move(dx: number, dy: number): void {
    const world = 256 * 2 ** this.zoom;
    this.x = Math.max(0, Math.min(1, this.x - dx / world));
    this.y = Math.max(0, Math.min(1, this.y - dy / world));
    this.draw();
  }

  // Nearer or farther, with one point of the window staying where it is.
  private scale(steps: number, at?: { x: number; y: number }): void {
    const { width, height } = this.size;
    const [dx, dy] = [(at?.x ?? width / 2) - width / 2, (at?.y ?? height / 2) - height / 2];
    const before = 256 * 2 ** this.zoom;
    this.zoom = Math.max(FARTHEST, Math.min(NEAREST, this.zoom + steps));
    const after = 256 * 2 ** this.zoom;
    this.x += dx / before - dx / after;
    this.y += dy / before - dy / after;
    this.draw();
  }

  private at(event: { clientX: number; clientY: number }): { x: number; y: number } {
    const { left, top } = this.canvas.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private listen(): void {
    const { canvas } = this;
    let from: { x: number; y: number } | null = null;
    let moved = 0;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      from = this.at(event);
      moved = 0;
      if (event.pointerType === 'mouse') canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const here = this.at(event);
      if (!from) canvas.classList.toggle('sa-over', hit(this.scene, here.x, here.y, 4) !== null);
      else if (event.pointerType === 'mouse') {
        moved += Math.hypot(here.x - from.x, here.y - from.y);
        this.move(here.x - from.x, here.y - from.y);
        from = here;
      }
    });
    canvas.addEventListener('pointerup', (event) => {
      if (from && moved < 4) this.press(this.at(event), event.pointerType === 'mouse' ? 4 : 12);
      from = null;
    });
    canvas.addEventListener('pointercancel', () => (from = null));
    // One finger and the wheel belong to the page around; two fingers, or the wheel with Ctrl, move the map.
    canvas.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.scale(-event.deltaY / 200, this.at(event));
    }, { passive: false });
    twoFingers(canvas, (touch) => this.at(touch), { move: (x, y) => this.move(x, y), scale: (steps, at) => this.scale(steps, at) });
    canvas.addEventListener('keydown', (event) => this.key(event));
    for (const [id, steps] of [['sa-nearer', 1], ['sa-farther', -1]] as const) element(id).addEventListener('click', () => this.scale(steps));
    for (const [id, step] of [['sa-previous', -1], ['sa-next', 1]] as const) element(id).addEventListener('click', () => this.step(step));
    addEventListener('resize', () => this.draw());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.palette = readPalette(document.documentElement);
      this.draw();
    });
  }

  private key(event: KeyboardEvent): void {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.move(60, 0), ArrowRight: () => this.move(-60, 0), ArrowUp: () => this.move(0, 60), ArrowDown: () => this.move(0, -60),
      '+': () => this.scale(1), '=': () => this.scale(1), '-': () => this.scale(-1), Escape: () => this.open(-1),
    };
    const act = moves[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  private press({ x, y }: { x: number; y: number }, slack: number): void {
    const found = hit(this.scene, x, y, slack);
    if (found?.cell) this.scale(1.5, { x, y });
    else if (!found) this.open(-1);
    else {
      // Several on one point: each press opens the next of them.
      const next = found.rows.indexOf(this.selected) + 1;
      this.open(found.rows[next % found.rows.length]!);
    }
  }

  private step(by: number): void {
    const { order } = this;
    if (!order.length) return;
    const here = order.indexOf(this.selected);
    const next = here < 0 ? (by > 0 ? 0 : order.length - 1) : (here + by + order.length) % order.length;
    this.open(order[next]!);
    const [x, y] = [this.records.x[this.selected]!, this.records.y[this.selected]!];
    const { world, left, top, width, height } = this.frame(this.canvas.getContext('2d')!);
    const [px, py] = [x * world - left, y * world - top];
    // The card covers the lower part of the map.
    if (px < 30 || px > width - 30 || py < 30 || py > height * 0.5) {
      [this.x, this.y] = [x, y + (height * 0.2) / world];
      this.draw();
    }
  }

  private open(row: number): void {
    this.selected = row;
    this.card.hidden = row < 0;
    this.card.replaceChildren(...(row < 0 ? [] : this.told(row)));
    this.draw();
  }

  private told(row: number): Node[] {
    const { records, words, model } = this;
    const names = [word(records.place, row), word(records.placeAr, row)];
    const [place, other] = words.language === 'ar' ? names.reverse() : names;
    const precision = words.word('precision', PRECISIONS[records.precision[row]!]!);
    const metres = records.radius[row]!;
    const { claims } = records;
    const lines = [];
    for (let at = records.claimStart[row]!; at < records.claimStart[row + 1]!; at++) {
      const style = model.claimants[this.places[claims.claimant.values[at]! - 1] ?? -1];
      const name = style ? (words.language === 'ar' ? style.name_ar : style.name) : '';
      lines.push(h('div', {}, h('dt', {}, data(name)), h('dd', {}, words.rangeBdi(known(claims.killedMin[at]!), known(claims.killedMax[at]!)))));
    }
    return [
      h('button', { type: 'button', class: 'sa-close', 'aria-label': words.t('card.close'), onclick: () => this.shut() }, '×'),
      h('p', { class: 'sa-when' }, h('bdi', {}, words.date(records.date(row), 'long'))),
      h('h2', {}, data(place || other || words.t('place.unknown'))),
      h('p', { class: 'sa-quiet' }, words.t('card.precision'), ': ', precision, metres === NONE ? '' : ` (±\u00a0${words.length(metres)})`),
      h('h3', {}, words.t('headline.killed')),
      h('dl', {}, ...lines),
      h('p', {}, h('a', { href: `${model.page}#r=${encodeURIComponent(this.ids[row] ?? '')}`, target: '_blank', rel: 'noopener' }, words.t('embed.record'))),
    ];
  }

  private shut(): void {
    this.open(-1);
    this.canvas.focus();
  }

  private speak(): void {
    const { words, model } = this;
    document.documentElement.lang = words.language;
    document.documentElement.dir = words.direction;
    document.title = words.pick(model.title);
    element('sa-title').replaceChildren(data(words.pick(model.title)));
    const { incidents, complete } = model.sample;
    element('sa-said').textContent = words.t(complete ? 'embed.all' : 'embed.sample', { n: incidents });
    const labels = { 'sa-nearer': 'map.nearer', 'sa-farther': 'map.farther', 'sa-previous': 'map.previous', 'sa-next': 'map.next' } as const;
    for (const [id, key] of Object.entries(labels)) {
      element(id).setAttribute('aria-label', words.t(key));
      element(id).title = words.t(key);
    }
    this.canvas.setAttribute('aria-label', words.t('embed.describe', { n: this.order.length, of: incidents }));
    element('sa-key-title').textContent = words.t('legend.title');
    const marks = (['dot', 'ring', 'dashed', 'area'] as const).map((mark) => h('li', {}, words.t(`legend.${mark}`)));
    element('sa-key').replaceChildren(...marks, h('li', {}, words.t('legend.none')));
    this.foot();
    this.open(this.selected);
  }

  private foot(): void {
    const { words, model } = this;
    const whole = h('a', { href: model.page, target: '_blank', rel: 'noopener' }, words.t('embed.open'));
    const others = model.languages.filter((language) => language !== words.language);
    const turn = others.map((language) => h('button', { type: 'button', lang: language, onclick: () => this.turn(language) }, NAMES[language]));
    element('sa-foot').replaceChildren(
      h('span', { class: 'sa-owed' }, data(words.pick(model.attribution)), ' · ', data(model.licence), ' · ', words.t('footnote.as_of'), ' ', h('bdi', {}, words.date(model.as_of))),
      h('span', { class: 'sa-ways' }, ...turn, whole),
    );
  }

  private turn(language: Language): void {
    this.words = new Words(language);
    this.speak();
    element('sa-foot').querySelector('button')?.focus();
  }
}

async function start(): Promise<void> {
  const text = (id: string): string => element(id).textContent ?? '';
  const [payload, base] = await Promise.all([Payload.open(text('sa-records')), Payload.open<BaseMeta>(text('sa-base'))]);
  const [records, ids] = await Promise.all([readRecords(payload), payload.strings('incidents', 'id')]);
  new Embed(JSON.parse(text('sa-model')) as EmbedModel, records, ids, readGeography(base.meta));
  document.body.classList.add('sa-ready');
}

void start();
