// The list: the table twin of the map. Only the rows in sight are in the document; keys and clicks open a record.

import type { App } from './app';
import { data, h, type Child } from './dom';
import type { Key } from './i18n';
import { NONE } from './payload';
import { byText, byWord, inOrder, type Rank } from './order';
import { known, word } from './records';
import { swatch } from './swatch';
import { PRECISIONS } from './records';

const ROW = 44;
const SPARE = 12;
const MOST_PRINTED = 2000;
const MANY = 50_000;
const AFTER_MS = 60;

interface Column {
  key: Key;
  name: string;
  // Made when the list is first ordered by it.
  rank: () => Rank;
  cell: (row: number) => Child;
}

function columns(app: App): Column[] {
  const { records, words } = app;
  const { place, placeAr } = records;
  const most = (row: number): number => Math.max(records.killedMax[row]!, records.killedMin[row]!);
  return [
    { key: 'list.date', name: 'date', rank: () => (row) => known(records.dayFrom[row]!), cell: (row) => h('bdi', {}, words.date(records.date(row))) },
    { key: 'list.place', name: 'place', rank: () => byText(app, (row) => place.values[row]! * (placeAr.words.length + 1) + placeAr.values[row]!, (row) => app.placeOf(row)), cell: (row) => data(app.placeOf(row)) },
    { key: 'list.unit', name: 'unit', rank: () => byWord(app, records.unit), cell: (row) => data(app.unitName(word(records.unit, row))) },
    { key: 'list.precision', name: 'precision', rank: () => (row) => records.precision[row]!, cell: (row) => precision(app, row) },
    { key: 'list.killed', name: 'killed', rank: () => (row) => (most(row) === NONE ? null : -most(row)), cell: (row) => words.rangeBdi(known(records.killedMin[row]!), known(records.killedMax[row]!)) },
    { key: 'list.claimants', name: 'claimants', rank: () => byText(app, (row) => records.claimants[row]!, (row) => app.claimantsOf(row).join(' ') || null), cell: (row) => app.claimantsOf(row).flatMap((index, i) => [i ? ', ' : null, data(app.claimants()[index]!.name)]) },
  ];
}

function precision(app: App, row: number): Child {
  const name = PRECISIONS[app.records.precision[row]!]!;
  return [swatch(app, Number.isNaN(app.records.x[row]!) ? 'unknown' : name), ' ', app.words.word('precision', name)];
}

export function mountList(app: App, host: HTMLElement): void {
  const list = new RecordList(app, host);
  app.live([], () => list.build());
  app.on('filter', () => list.narrow());
  app.on('select', () => list.draw());
}

class RecordList {
  // All rows in the order asked for, and those of them that the filter lets through.
  private sorted = new Uint32Array();
  private order = new Uint32Array();
  private waiting = 0;
  private sort: { name: string; down: boolean } = { name: 'date', down: false };
  private columns: Column[] = [];
  private focused = 0;
  // On paper nobody scrolls.
  private whole = false;
  private readonly window = h('div', { class: 'sa-list-window', tabindex: -1 });
  private readonly body = h('tbody', {});
  private readonly note = h('p', { class: 'sa-lead' });
  private readonly table = h('table', { class: 'sa-table sa-records' });

  constructor(
    private readonly app: App,
    private readonly host: HTMLElement,
  ) {
    this.window.addEventListener('scroll', () => this.draw(), { passive: true });
    this.body.addEventListener('keydown', (event) => this.key(event));
    matchMedia('print').addEventListener('change', (event) => {
      this.whole = event.matches;
      this.draw();
    });
  }

  build(): void {
    const { app } = this;
    this.columns = columns(app);
    const head = h('thead', {}, h('tr', {}, ...this.columns.map((column) => this.head(column))));
    this.table.replaceChildren(h('caption', { class: 'sa-hidden' }, app.words.t('list.title')), head, this.body);
    this.window.replaceChildren(this.table);
    this.host.replaceChildren(h('h2', {}, app.words.t('list.title')), this.note, this.window);
    this.sorted = new Uint32Array();
    this.narrow();
  }

  // Many rows are put in order when the map has been drawn.
  narrow(): void {
    if (this.app.records.count < MANY) return this.show();
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.show(), AFTER_MS);
  }

  private show(): void {
    const { words, filter } = this.app;
    if (!this.sorted.length) this.arrange();
    this.order = filter.shownCount === this.sorted.length ? this.sorted : this.sorted.filter((row) => filter.shown[row] === 1);
    this.focused = Math.max(0, Math.min(this.focused, this.order.length - 1));
    this.note.textContent = words.plural('list.note', this.order.length);
    this.table.setAttribute('aria-rowcount', String(this.order.length + 1));
    this.draw();
  }

  private arrange(): void {
    const column = this.columns.find(({ name }) => name === this.sort.name)!;
    this.sorted = inOrder(this.app.records.count, column.rank(), this.sort.down);
  }

  private head(column: Column): HTMLElement {
    const here = this.sort.name === column.name;
    const button = h('button', { type: 'button', class: 'sa-sort' }, this.app.words.t(column.key), h('span', { 'aria-hidden': 'true' }, here ? (this.sort.down ? ' ↓' : ' ↑') : ''));
    button.addEventListener('click', () => {
      this.sort = { name: column.name, down: here && !this.sort.down };
      this.build();
      const place = this.columns.findIndex(({ name }) => name === column.name);
      this.window.querySelectorAll<HTMLElement>('.sa-sort')[place]?.focus();
    });
    return h('th', { scope: 'col', 'aria-sort': here ? (this.sort.down ? 'descending' : 'ascending') : null, class: `sa-col-${column.name}` }, button);
  }

  draw(): void {
    const first = this.whole ? 0 : Math.max(0, Math.floor(this.window.scrollTop / ROW) - SPARE);
    const last = this.whole ? Math.min(this.order.length, MOST_PRINTED) : Math.min(this.order.length, first + Math.ceil((this.window.clientHeight || 480) / ROW) + 2 * SPARE);
    const hadFocus = this.body.contains(document.activeElement);
    const rows = Array.from(this.order.subarray(first, last), (row, i) => this.row(row, first + i));
    this.body.replaceChildren(gap(first), ...rows, gap(this.order.length - last));
    if (hadFocus) this.body.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  private row(row: number, place: number): HTMLElement {
    const selected = row === this.app.selected;
    const cells = this.columns.map((column, i) => {
      const content = i === 1 ? h('button', { type: 'button', class: 'sa-link', tabindex: place === this.focused ? 0 : -1, 'data-place': place, onclick: () => this.open(place) }, column.cell(row)) : column.cell(row);
      return h('td', { class: `sa-col-${column.name}` }, content);
    });
    return h('tr', { 'aria-rowindex': place + 2, class: selected ? 'sa-selected' : null, 'aria-current': selected ? 'true' : null }, ...cells);
  }

  private open(place: number): void {
    this.focused = place;
    this.app.stack = [];
    this.app.select(this.order[place]!, true);
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.window.clientHeight / ROW) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.order.length, End: this.order.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.focused = Math.max(0, Math.min(this.order.length - 1, this.focused + step));
    const top = this.focused * ROW;
    const { scrollTop, clientHeight } = this.window;
    if (top < scrollTop || top + 2 * ROW > scrollTop + clientHeight) this.window.scrollTop = step < 0 ? top : top - clientHeight + 2 * ROW;
    this.draw();
    this.body.querySelector<HTMLElement>(`[data-place="${this.focused}"]`)?.focus({ preventScroll: true });
  }
}

function gap(rows: number): HTMLElement {
  const row = h('tr', { 'aria-hidden': 'true', class: 'sa-gap' });
  row.style.height = `${Math.max(0, rows) * ROW}px`;
  return row;
}
