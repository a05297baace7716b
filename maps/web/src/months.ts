// Gradings by month: one row of bars for each grade of a recorder, all of one recorder on one scale.

import type { App } from './app';
import { h, named, svg } from './dom';
import type { MonthRow, Sides } from './model';
import { article, gradeName, scroll } from './sides';

const ROW = 26;
const STEP = 10;
type Dating = MonthRow['dated_by'];

export function monthsBlock(app: App, sides: Sides): HTMLElement[] {
  if (!sides.months.length) return [];
  const { words } = app;
  const body = h('div', {});
  const buttons = (['happened', 'published'] as Dating[]).map((dating) => h('button', { type: 'button', onclick: () => show(dating) }, words.word('dated_by', dating)));
  const show = (dating: Dating): void => {
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String((i === 0) === (dating === 'happened'))));
    body.replaceChildren(...drawn(app, sides, dating));
  };
  show('happened');
  return [article(app, 'sides.months', words.t('sides.months_note'), h('div', { class: 'sa-switch', role: 'group', 'aria-label': words.t('sides.months') }, ...buttons), body)];
}

function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let [year, month] = first.split('-').map(Number) as [number, number]; months.length < 2400; month === 12 ? ((month = 1), year++) : month++) {
    months.push(`${year}-${String(month).padStart(2, '0')}`);
    if (months.at(-1)! >= last) break;
  }
  return months;
}

function drawn(app: App, sides: Sides, dating: Dating): HTMLElement[] {
  const rows = sides.months.filter((row) => row.dated_by === dating);
  const told = rows.flatMap((row) => (row.month ? [row.month] : [])).sort();
  const months = told.length ? monthsBetween(told[0]!, told.at(-1)!) : [];
  const claimants = [...new Set(rows.map((row) => row.claimant))];
  const charts = claimants.map((who) => chart(app, sides, who, rows.filter((row) => row.claimant === who), months));
  return [...charts, twin(app, rows)];
}

interface Grade {
  status: string | null;
  byMonth: Map<string, number>;
  undated: number;
  all: number;
}

function gradesOf(sides: Sides, who: string, rows: MonthRow[]): Grade[] {
  const order: (string | null)[] = [...(sides.grades[who] ?? [])];
  for (const { status } of rows) if (!order.includes(status)) order.push(status);
  return order.map((status) => {
    const own = rows.filter((row) => row.status === status);
    const byMonth = new Map(own.filter((row) => row.month).map((row) => [row.month!, row.records]));
    const sum = (some: MonthRow[]): number => some.reduce((total, row) => total + row.records, 0);
    return { status, byMonth, undated: sum(own.filter((row) => !row.month)), all: sum(own) };
  });
}

function chart(app: App, sides: Sides, who: string, rows: MonthRow[], months: string[]): HTMLElement {
  const { words } = app;
  const grades = gradesOf(sides, who, rows);
  const most = Math.max(0, ...grades.flatMap((grade) => [...grade.byMonth.values()]));
  const lines = grades.flatMap((grade) => {
    const name = gradeName(app, who, grade.status);
    const undated = grade.undated > 0 && h('span', { class: 'sa-quiet' }, ` ${words.t('sides.undated', { n: grade.undated })}`);
    const plot = grade.byMonth.size ? h('div', { dir: 'ltr' }, bars(grade, months, most)) : h('span', { class: 'sa-none' }, words.t(grade.all ? 'sides.no_month' : 'sides.nobody_so'));
    return [h('span', { class: 'sa-month-name' }, name), plot, h('span', { class: 'sa-month-count' }, h('strong', {}, words.n(grade.all)), undated)];
  });
  const head = h('p', {}, h('span', { class: 'sa-key', 'aria-hidden': 'true' }), h('strong', {}, named(app.claimantName(who))), most > 0 && h('span', { class: 'sa-quiet' }, ' ', words.t('sides.tallest', { n: most })));
  const told = `${app.claimantName(who)}: ${grades.map((grade) => `${gradeName(app, who, grade.status)} ${words.n(grade.all)}`).join(', ')}`;
  return h('figure', { class: `sa-months ${app.hue(who)}` }, h('figcaption', {}, head), h('div', { class: 'sa-month-rows', role: 'img', 'aria-label': told }, ...lines, ...(most ? [h('span', {}), years(app, months), h('span', {})] : [])));
}

function bars(grade: Grade, months: string[], most: number): SVGElement {
  const shapes = months.flatMap((month, i) => {
    const count = grade.byMonth.get(month);
    if (!count) return [];
    const height = Math.max(2, (count / most) * (ROW - 3));
    return [svg('rect', { x: i * STEP + 1, y: ROW - 1 - height, width: STEP - 2, height })];
  });
  const base = svg('line', { x1: 0, x2: months.length * STEP, y1: ROW - 0.5, y2: ROW - 0.5 });
  return svg('svg', { class: 'sa-month-bars', viewBox: `0 0 ${months.length * STEP} ${ROW}`, preserveAspectRatio: 'none' }, base, ...shapes);
}

function years(app: App, months: string[]): HTMLElement {
  const axis = h('div', { class: 'sa-month-years', dir: 'ltr', 'aria-hidden': 'true' });
  const whole = months.length / 12;
  const every = Math.ceil(whole / 8) || 1;
  months.forEach((month, i) => {
    const [year, number] = month.split('-');
    if (number !== '01' || Number(year) % every || i > months.length - 5) return;
    const label = h('span', {}, app.words.date(year));
    label.style.left = `${(100 * i) / months.length}%`;
    axis.append(label);
  });
  if (!axis.childElementCount) axis.append(h('span', {}, app.words.date(months[0])));
  return axis;
}

function twin(app: App, rows: MonthRow[]): HTMLElement {
  const { words } = app;
  const details = h('details', {}, h('summary', {}, words.t('sides.months_table')));
  details.addEventListener('toggle', () => {
    if (!details.open || details.querySelector('table')) return;
    const columns = [...new Set(rows.map((row) => `${row.claimant}\n${row.status ?? ''}`))].sort();
    const months = [...new Set(rows.map((row) => row.month ?? ''))].sort((a, b) => Number(!a) - Number(!b) || a.localeCompare(b));
    const head = columns.map((key) => {
      const [who, status] = [key.slice(0, key.indexOf('\n')), key.slice(key.indexOf('\n') + 1)];
      return h('th', { scope: 'col', class: app.hue(who) }, named(app.claimantName(who)), h('span', { class: 'sa-raw' }, gradeName(app, who, status || null)));
    });
    const body = months.map((month) => {
      const cells = columns.map((key) => rows.find((row) => (row.month ?? '') === month && `${row.claimant}\n${row.status ?? ''}` === key)?.records);
      return h('tr', {}, h('th', { scope: 'row' }, month ? h('bdi', {}, words.date(month)) : words.t('sides.month_unknown')), ...cells.map((count) => h('td', { class: 'sa-num' }, count ? words.n(count) : '')));
    });
    details.append(scroll(words.t('sides.months'), h('table', { class: 'sa-table' }, h('thead', {}, h('tr', {}, h('td', {}), ...head)), h('tbody', {}, ...body))));
  });
  return details;
}
