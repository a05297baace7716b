// What was reported, by unit and by place as written: a list of reports in the order of their number, and nothing else.

import type { App } from './app';
import { data, h, named, type Child } from './dom';
import { add, empty, type Sum } from './totals';
import { word } from './records';
import { scroll } from './sides';
import { measureName } from './unitlegend';
import type { UnitView } from './unitlayer';
import type { Level } from './units';

const MOST = 30;

interface Row {
  name: string;
  // Units from their shares: surely there and possibly there; others simply as many as name it.
  records: [number, number];
  by: Sum[];
  rows: () => number[];
  unit: number;
}

export function mountRanking(app: App, host: HTMLElement): void {
  const details = h('details', { class: 'sa-ranking' });
  const title = h('h2', {});
  const summary = h('summary', {}, title);
  const body = h('div', {});
  details.append(summary, body);
  host.append(details);
  let waiting = 0;
  const draw = (): void => {
    waiting = 0;
    if (details.open) body.replaceChildren(...tables(app));
  };
  const later = (): void => {
    waiting ||= window.setTimeout(draw, 150);
  };
  details.addEventListener('toggle', draw);
  app.live([], () => {
    title.textContent = app.words.t('ranking.title');
    draw();
  });
  for (const topic of ['filter', 'layer'] as const) app.on(topic, later);
}

function tables(app: App): HTMLElement[] {
  const { words, units } = app;
  const level = units?.levels.find((one) => one.level === app.layer.level) ?? units?.levels[0];
  const byUnit = level ? unitRows(app, level) : grouped(app, (row) => word(app.records.unit, row), (name) => app.unitName(name)!);
  return [
    h('p', { class: 'sa-lead' }, words.t('ranking.note')),
    table(app, level ? words.pick(level.name) : words.t('list.unit'), byUnit),
    table(app, words.t('list.place'), grouped(app, (row) => app.placeOf(row), (name) => name)),
  ];
}

function unitRows(app: App, level: Level): Row[] {
  const units = app.units!;
  const records = units.tallies(app, level, 'records', '');
  const people = app.claimants().map(({ id }) => units.tallies(app, level, 'killed', id));
  return records.map((tally, place) => ({
    name: units.nameOf(app, level.first + place),
    records: [tally.min, tally.max],
    by: people.map((of): Sum => ({ min: of[place]!.min, max: of[place]!.max, open: of[place]!.open, with: of[place]!.stated, low: of[place]!.low, without: of[place]!.without })),
    rows: () => units.recordsIn(app, level.first + place),
    unit: level.first + place,
  }));
}

function grouped(app: App, key: (row: number) => string | null, name: (key: string) => string): Row[] {
  const { records, filter } = app;
  const rows = new Map<string, number[]>();
  for (let row = 0; row < records.count; row++) {
    if (!filter.shown[row]) continue;
    const own = key(row);
    if (!own) continue;
    const there = rows.get(own);
    if (there) there.push(row);
    else rows.set(own, [row]);
  }
  const most = [...rows].sort((a, b) => b[1].length - a[1].length).slice(0, MOST + 1);
  return most.map(([own, found]) => ({ name: name(own), records: [found.length, found.length], by: sums(app, found), rows: () => found, unit: -1 }));
}

function sums(app: App, rows: number[]): Sum[] {
  const { claims, claimStart } = app.records;
  const by = app.claimants().map(() => empty());
  for (const row of rows) {
    for (let claim = claimStart[row]!; claim < claimStart[row + 1]!; claim++) {
      const code = claims.claimant.values[claim]!;
      if (code && app.filter.claimShown[claim]) add(by[app.claimantOfCode[code - 1]!]!, claims.killedMin[claim]!, claims.killedMax[claim]!);
    }
  }
  return by;
}

function table(app: App, title: string, all: Row[]): HTMLElement {
  const { words } = app;
  const rows = all.filter((row) => row.records[1] > 0).sort((a, b) => b.records[1] - a.records[1] || b.records[0] - a.records[0] || a.name.localeCompare(b.name, words.locale));
  const heads: Child[] = [title, words.t('sides.in_incidents'), ...app.claimants().map(({ name }) => [named(name), h('span', { class: 'sa-raw' }, words.t('headline.killed'))])];
  const body = rows.slice(0, MOST).map((row) => {
    const open = h('button', { type: 'button', class: 'sa-link', onclick: () => show(app, row) }, data(row.name));
    return h('tr', {}, h('th', { scope: 'row' }, open), h('td', { class: 'sa-num' }, words.rangeBdi(...row.records)), ...row.by.map((sum) => h('td', {}, ...people(app, sum))));
  });
  const left = rows.length - MOST;
  const made = h('table', { class: 'sa-table sa-ranked' }, h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))), h('tbody', {}, ...body));
  return h('div', { class: 'sa-series' }, scroll(title, made), left > 0 && h('p', { class: 'sa-quiet sa-small' }, words.t('ranking.more')));
}

function show(app: App, row: Row): void {
  const rows = row.rows();
  if (rows.length === 1) app.select(rows[0]!, true);
  else app.openStack(rows, row.unit);
}

function people(app: App, sum: Sum): Child[] {
  const { words } = app;
  if (!sum.with && !sum.without) return ['–'];
  const without = sum.without > 0 && h('span', { class: 'sa-raw' }, words.plural('headline.without', sum.without));
  if (!sum.with) return [words.rangeBdi(null, null)];
  return [words.rangeBdi(sum.low ? sum.min : null, sum.open ? null : sum.max), without];
}

// A rate with both its parts: few people make a rate jump.
function rateText(app: App, unit: number, rate: number): string {
  const { words, units } = app;
  if (Number.isNaN(rate)) return words.t('units.nobody_counted');
  const { n, people } = units!.partsOf(unit, rate);
  return words.t('units.people_value', { rate: Number(rate.toPrecision(2)), n: Math.round(n * 10) / 10, people });
}

// The value of a unit in words: a range where it is not certain.
export function tallyText(app: App, { level, measure, tallies }: UnitView, unit: number): string {
  const { words } = app;
  const tally = tallies[unit - level.first]!;
  if (measure === 'share') return words.t('units.percent', { n: Math.round(tally.expected * 10) / 10 });
  if (measure === 'density') return words.n(Number(tally.expected.toPrecision(2)));
  if (measure === 'people') return rateText(app, unit, tally.expected);
  if (measure === 'records') return words.range(tally.min, tally.max);
  if (!tally.stated) return words.t('count.none');
  const told = words.range(tally.low ? tally.min : null, tally.open ? null : tally.max);
  return tally.without ? `${told} ${words.plural('headline.without', tally.without)}` : told;
}

export { measureName };
