// What changed between two versions: a symbol for each kind of change, a line from the old place to the new, and the list.

import type { App } from './app';
import { changeSymbol, drawChange, GROUPS, groupOf, type Group } from './changemarks';
import { data, h, named, type Child } from './dom';
import { readPalette, type Palette } from './palette';
import { CanvasPane, type Frame } from './pane';
import { NONE, type Payload } from './payload';
import { mercator } from './records';

const PAGE = 200;
const REDUCED = '(prefers-reduced-motion: reduce)';

export interface ChangeText {
  id: string;
  recorder: string | null;
  code: string | null;
  date: string | null;
  place: string | null;
  moved_m: number | null;
  told: [column: string, before: unknown, after: unknown][];
}

interface Change {
  row: number;
  kinds: string[];
  // World positions from 0 to 1, before and after; null where the version tells no place.
  old: [number, number] | null;
  now: [number, number] | null;
  coarse: boolean;
}

const COARSE = ['town', 'around_place', 'district', 'governorate', 'country', 'unknown'];

async function points(payload: Payload, table: string, side: string): Promise<([number, number] | null)[]> {
  const [lon, lat] = await Promise.all([payload.ints(table, `lon${side}`), payload.ints(table, `lat${side}`)]);
  const scale = payload.scale(table, `lon${side}`);
  return [...lon].map((value, row) => (value === NONE || lat[row] === NONE ? null : mercator(value / scale, lat[row]! / scale)));
}

export async function mountChanges(app: App, map: L.Map, payload: Payload): Promise<void> {
  const [old, now, same, kinds, precision] = await Promise.all([points(payload, 'changes', '_before'), points(payload, 'changes', '_after'), points(payload, 'same', ''), payload.lists('changes', 'kinds'), payload.codes('changes', 'precision')]);
  const changes = kinds.map((own, row): Change => ({ row, kinds: own, old: old[row]!, now: now[row]!, coarse: COARSE.includes(precision.words[precision.values[row]! - 1] ?? 'unknown') }));
  const texts: ChangeText[] = [];
  for (const { row } of changes) texts.push((await payload.text<ChangeText>(row))!);
  new ChangeView(app, map, { changes, texts, same: same.filter((one): one is [number, number] => one !== null) });
}

interface Held {
  changes: Change[];
  texts: ChangeText[];
  same: [number, number][];
}

class ChangeView {
  private readonly off = new Set<Group>();
  private readonly pane: CanvasPane;
  private palette: Palette;
  private chosen: number[] = [];
  private limit = PAGE;
  private readonly card = document.getElementById('sa-card');
  private back: Element | null = null;

  constructor(
    private readonly app: App,
    private readonly map: L.Map,
    private readonly held: Held,
  ) {
    this.palette = readPalette(map.getContainer());
    this.pane = new CanvasPane(map, 'sa-changes', 455, (frame) => this.draw(frame));
    for (const query of ['(prefers-color-scheme: dark)', 'print']) {
      matchMedia(query).addEventListener('change', () => {
        this.palette = readPalette(map.getContainer());
        this.pane.redraw();
      });
    }
    map.on('click', (event) => this.click(event as L.LeafletMouseEvent));
    map.on('mousemove', (event) => map.getContainer().classList.toggle('sa-over-symbol', this.under((event as L.LeafletMouseEvent).containerPoint).length > 0));
    this.card?.addEventListener('keydown', (event) => event.key === 'Escape' && this.choose([]));
    this.card?.setAttribute('role', 'region');
    if (this.card) this.card.tabIndex = -1;
    app.live([], () => this.tell());
  }

  private get shown(): Change[] {
    return this.held.changes.filter((change) => change.kinds.some((kind) => !this.off.has(groupOf(kind))));
  }

  private tell(): void {
    const { app } = this;
    const told = app.model.changes!;
    const places = this.held.changes.filter((change) => !change.old && !change.now).length;
    const head = document.getElementById('sa-changes-head');
    const container = this.map.getContainer();
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', app.words.t('changes.map', { n: this.held.changes.length - places }));
    container.dir = 'ltr';
    head?.replaceChildren(
      h('h2', { class: 'sa-over' }, app.words.t('changes.records')),
      h('p', { class: 'sa-sample' }, app.words.t('changes.counts', { before: told.before, after: told.after })),
      h('p', { class: 'sa-small' }, app.words.t('changes.unchanged', { n: told.unchanged, changed: told.changed, added: told.counts.added ?? 0, removed: told.counts.removed ?? 0 })),
      places ? h('p', { class: 'sa-small sa-quiet' }, app.words.t('changes.off', { n: places })) : '',
    );
    this.kinds();
    this.list();
    this.show();
  }

  private kinds(): void {
    const { app } = this;
    const host = document.getElementById('sa-changes-kinds');
    const counts = app.model.changes!.counts;
    const rows = GROUPS.map((group) => {
      const names = Object.keys(counts).filter((kind) => groupOf(kind) === group);
      const count = this.held.changes.filter((change) => change.kinds.some((kind) => names.includes(kind))).length;
      const box = h('input', { type: 'checkbox', checked: !this.off.has(group), disabled: !count });
      box.addEventListener('change', () => {
        if (box.checked) this.off.delete(group);
        else this.off.add(group);
        this.list();
        this.pane.redraw();
      });
      return h('li', {}, h('label', { class: count ? null : 'sa-quiet' }, box, changeSymbol(group, 26), h('span', {}, app.words.word('change_group', group)), h('span', { class: 'sa-quiet sa-num' }, app.words.n(count))));
    });
    const key = [h('li', {}, changeSymbol('coarse', 26), h('span', {}, app.words.t('changes.coarse'))), h('li', {}, changeSymbol('same', 26), h('span', {}, app.words.t('changes.same')))];
    host?.setAttribute('aria-label', app.words.t('changes.kinds'));
    host?.replaceChildren(h('h2', { class: 'sa-over' }, app.words.t('changes.kinds')), h('ul', { class: 'sa-kinds' }, ...rows), h('ul', { class: 'sa-kinds sa-kinds-key' }, ...key));
  }

  private list(): void {
    const { app } = this;
    const host = document.getElementById('sa-changes');
    const shown = this.shown;
    const heads = ['changes.kind', 'list.date', 'list.place', 'changes.record', 'changes.told'] as const;
    const rows = shown.slice(0, this.limit).map((change) => this.row(change));
    const head = h('thead', {}, h('tr', {}, ...heads.map((key) => h('th', { scope: 'col' }, app.words.t(key)))));
    const left = shown.length - this.limit;
    const more = h('button', { type: 'button', class: 'sa-link', onclick: () => this.further() }, app.words.t('changes.more', { n: Math.min(left, PAGE), of: left }));
    const table = h('div', { class: 'sa-scroll', tabindex: 0, role: 'group', 'aria-label': app.words.t('changes.list') }, h('table', { class: 'sa-table sa-change-table' }, head, h('tbody', {}, ...rows)));
    host?.replaceChildren(h('h2', {}, app.words.t('changes.list')), h('p', { class: 'sa-lead', 'aria-live': 'polite' }, app.words.t('changes.list_note', { n: shown.length, of: this.held.changes.length })), table, left > 0 ? h('p', {}, more) : '');
  }

  private further(): void {
    const first = this.limit;
    this.limit += PAGE;
    this.list();
    document.querySelectorAll<HTMLElement>('.sa-change-table tbody .sa-link')[first]?.focus();
  }

  private row(change: Change): HTMLElement {
    const { app } = this;
    const text = this.held.texts[change.row]!;
    const chosen = this.chosen.includes(change.row);
    const place = h('button', { type: 'button', class: 'sa-link', onclick: () => this.choose([change.row], true) }, data(text.place ?? app.words.t('place.unknown')));
    return h(
      'tr',
      { class: chosen ? 'sa-selected' : null },
      h('td', {}, ...change.kinds.map((kind) => h('span', { class: 'sa-line sa-kind' }, changeSymbol(groupOf(kind), 20), ' ', app.words.word('change', kind)))),
      h('td', {}, h('bdi', {}, app.words.date(text.date))),
      h('td', {}, place),
      h('td', {}, text.recorder && named(app.claimantName(text.recorder)), h('span', { class: 'sa-raw' }, data(text.code ?? text.id))),
      h('td', {}, ...this.told(text, change)),
    );
  }

  // Each column that differs, before and after; of a record that came or went, what it says.
  private told(text: ChangeText, change: Change): Child[] {
    const { words } = this.app;
    const single = change.kinds.includes('added') || change.kinds.includes('removed');
    const lines = text.told.map(([column, before, after]) => {
      const name = this.app.label(`claims.${column}`, column.replaceAll('_', ' '));
      const [was, is] = [before, after].map((value) => this.value(value));
      const value: Child[] = single ? [change.kinds.includes('added') ? is! : was!] : [h('del', {}, was!), ' ', h('span', { 'aria-hidden': 'true' }, words.direction === 'rtl' ? '←' : '→'), ' ', h('ins', {}, is!)];
      return h('span', { class: 'sa-line' }, h('span', { class: 'sa-quiet' }, name, ': '), ...value);
    });
    if (text.moved_m !== null) lines.push(h('span', { class: 'sa-line' }, words.t('changes.apart', { r: words.length(text.moved_m) })));
    return lines;
  }

  private value(value: unknown): HTMLElement {
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)) return h('span', { class: 'sa-none' }, this.app.words.t('changes.unknown'));
    if (typeof value === 'number') return h('bdi', {}, new Intl.NumberFormat(this.app.words.locale, { maximumFractionDigits: 5 }).format(value));
    return data(Array.isArray(value) ? value.join(', ') : String(value));
  }

  private choose(rows: number[], reveal = false): void {
    if (rows.length && !this.chosen.length) this.back = document.activeElement;
    this.chosen = rows;
    const first = this.held.changes[rows[0] ?? -1];
    const point = first && (first.now ?? first.old);
    if (reveal && point) {
      const bounds = L.latLngBounds([first.old, first.now].filter((one): one is [number, number] => one !== null).map((one) => this.latLng(one)));
// A short way is drawn near enough to be seen, and not under the card.
      const nearest = first.old && first.now ? 13 : 10;
      const card = this.map.getSize().x < 760 ? 0 : 480;
      const rtl = this.app.words.direction === 'rtl';
      this.map.fitBounds(bounds, { maxZoom: Math.max(this.map.getZoom(), nearest), paddingTopLeft: [60 + (rtl ? card : 0), 60], paddingBottomRight: [60 + (rtl ? 0 : card), 60], animate: !matchMedia(REDUCED).matches });
    }
    this.show();
    this.pane.redraw();
    document.querySelectorAll('.sa-change-table .sa-selected').forEach((row) => row.classList.remove('sa-selected'));
    if (rows.length) {
      this.card?.focus({ preventScroll: true });
      const stage = this.card?.closest('.sa-stage');
      const { bottom = 0, top = 0 } = this.card?.getBoundingClientRect() ?? {};
      if (bottom < innerHeight * 0.4 || top > innerHeight - 80) stage?.scrollIntoView({ block: 'start' });
    } else if (this.back instanceof HTMLElement) this.back.focus({ preventScroll: true });
  }

  private show(): void {
    const { app, card } = this;
    if (!card) return;
    card.hidden = !this.chosen.length;
    if (card.hidden) return card.replaceChildren();
    const close = h('button', { type: 'button', class: 'sa-close', 'aria-label': app.words.t('card.close'), onclick: () => this.choose([]) }, '×');
    const parts = this.chosen.slice(0, 50).map((row) => {
      const text = this.held.texts[row]!;
      const change = this.held.changes[row]!;
      return h('section', {}, h('p', { class: 'sa-card-date' }, h('bdi', {}, app.words.date(text.date, 'long'))), h('h2', {}, data(text.place ?? app.words.t('place.unknown'))), h('p', { class: 'sa-quiet' }, text.recorder && named(app.claimantName(text.recorder)), ' ', data(text.code ?? text.id)), ...change.kinds.map((kind) => h('p', { class: 'sa-kind' }, changeSymbol(groupOf(kind), 22), ' ', h('strong', {}, app.words.word('change', kind)))), h('p', {}, ...this.told(text, change)));
    });
    card.setAttribute('aria-label', app.words.t('changes.kind'));
    card.dir = app.words.direction;
    card.replaceChildren(h('div', { class: 'sa-card-bar' }, h('span', {}), close), ...parts);
  }

  private latLng([x, y]: [number, number]): L.LatLngTuple {
    return [(Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, (x - 0.5) * 360];
  }

  private at(point: [number, number], frame: Pick<Frame, 'world' | 'left' | 'top'>): [number, number] {
    return [point[0] * frame.world - frame.left, point[1] * frame.world - frame.top];
  }

  private draw(frame: Frame): void {
    const { context } = frame;
    context.fillStyle = this.palette.cell;
    context.globalAlpha = 0.45;
    for (const point of this.held.same) {
      const [x, y] = this.at(point, frame);
      context.fillRect(x - 1.25, y - 1.25, 2.5, 2.5);
    }
    context.globalAlpha = 1;
    const order = [...this.shown].sort((a, b) => Number(this.chosen.includes(a.row)) - Number(this.chosen.includes(b.row)));
    for (const change of order) {
      const now = change.now && this.at(change.now, frame);
      const old = change.old && this.at(change.old, frame);
      const kinds = change.kinds.filter((kind) => !this.off.has(groupOf(kind)));
      drawChange(context, this.palette, { old, now, kinds, coarse: change.coarse, chosen: this.chosen.includes(change.row) });
    }
  }

  private under(point: L.Point): number[] {
    const world = 256 * 2 ** this.map.getZoom();
    const { min } = this.map.getPixelBounds();
    const frame = { world, left: min!.x, top: min!.y };
    return this.shown.filter((change) => [change.now, change.old].some((one) => one && Math.hypot(this.at(one, frame)[0] - point.x, this.at(one, frame)[1] - point.y) < 10)).map((change) => change.row);
  }

  private click(event: L.LeafletMouseEvent): void {
    const rows = this.under(event.containerPoint);
    if (rows.length || this.chosen.length) this.choose(rows);
  }
}
