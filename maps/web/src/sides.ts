// The two sides: who has answered, what each claimant's own records come to, and what the records here cannot say.

import { answersBlock } from './answers';
import type { App } from './app';
import { data, h, named, type Child } from './dom';
import { chartBlock, fitted, splitSeries } from './ledger';
import type { PartyRow, Ratio, Sides, Stated, SumRow } from './model';
import { monthsBlock } from './months';
import { foot } from './page';

export function mountSides(app: App, host: HTMLElement): void {
  const { sides } = app.model;
  host.hidden = !sides;
  if (!sides) return;
  const follow = fitted(host);
  app.live([], () => {
    const { words } = app;
    const charts = splitSeries(app).shared.map((one) => chartBlock(app, one));
    host.dir = words.direction;
    host.replaceChildren(
      h('h2', {}, words.t('sides.title')),
      h('p', { class: 'sa-lead' }, words.t('sides.note')),
      ...charts.map((chart) => chart.element),
      ...statedRatios(app, sides),
      ...sides.answering.map((who) => answersBlock(app, sides, who)),
      sumsBlock(app, sides),
      ...monthsBlock(app, sides),
      ...(sides.stated.length ? [statedBlock(app, sides)] : []),
      cannot(app, sides),
    );
    follow(charts);
  });
}

export function ratioOf(sides: Sides, key: string, who: string): Ratio | undefined {
  return sides.ratios.find((ratio) => ratio.key === key && ratio.claimant === who);
}

// What claimants state as n of m, with both parts and the source.
function statedRatios(app: App, sides: Sides): HTMLElement[] {
  const { words } = app;
  const own = sides.ratios.filter((ratio) => ratio.sources.length);
  if (!own.length) return [];
  const cards = own.map((ratio) => {
    const bar = h('span', { class: 'sa-ratio-bar', 'aria-hidden': 'true' }, h('span', {}));
    (bar.firstElementChild as HTMLElement).style.inlineSize = `${(100 * ratio.part) / (ratio.whole || 1)}%`;
    const what = ratio.key === 'stated_share' ? data(ratio.of_what) : words.word('ratio', ratio.key);
    return h(
      'li',
      { class: app.hue(ratio.claimant) },
      h('strong', { class: 'sa-big' }, ratioText(app, ratio)),
      bar,
      h('span', {}, named(app.claimantName(ratio.claimant)), ratio.as_of && [' · ', h('bdi', {}, words.date(ratio.as_of))]),
      h('span', { class: 'sa-quiet' }, what, ' ', ...ratio.sources.map((source) => foot(app, source))),
    );
  });
  return [article(app, 'sides.ratios', null, h('ul', { class: 'sa-ratios' }, ...cards))];
}

export function ratioText(app: App, ratio: Ratio): string {
  return app.words.t('sides.n_of_m', { n: ratio.part, m: ratio.whole });
}

function sumsBlock(app: App, sides: Sides): HTMLElement {
  const { words } = app;
  const claimants = [...new Set(sides.sums.map((row) => row.claimant))];
  const injured = sides.sums.some((row) => row.measure === 'injured' && (row.min !== null || row.max !== null));
  const heads = [words.t('sides.grading'), words.t('sides.graded'), words.t('sides.in_incidents'), words.t('list.killed'), words.t('sides.without'), injured && words.t('headline.injured')];
  const bodies = claimants.map((who) => {
    const rows = sides.sums.filter((row) => row.claimant === who && row.measure === 'killed');
    const head = h('tr', { class: app.hue(who) }, h('th', { scope: 'rowgroup', colspan: heads.filter(Boolean).length }, h('span', { class: 'sa-key', 'aria-hidden': 'true' }), named(app.claimantName(who))));
    const named_by = sides.parties.filter((row) => row.claimant === who && row.measure === 'killed');
    const parties = named_by.map((row, at) => partyRow(app, sides, row, injured, at === 0));
    return h('tbody', {}, head, ...ordered(sides, who, rows).map((row) => sumRow(app, sides, row, injured)), ...parties);
  });
  const head = h('thead', {}, h('tr', {}, ...heads.filter(Boolean).map((text) => h('th', { scope: 'col' }, text))));
  const table = h('table', { class: 'sa-table sa-sums' }, head, ...bodies);
  return article(app, 'sides.sums', [words.t('sides.sums_note'), sides.parties.length > 0 && ` ${words.t('sides.parties_note')}`].filter(Boolean).join(''), scroll(words.t('sides.sums'), table));
}

// Grades in the order of their recorder, no grade behind them; all of them first.
function ordered(sides: Sides, who: string, rows: SumRow[]): SumRow[] {
  const rank = (row: SumRow): number => (row.status === '*' ? -1 : row.status === null ? 99 : (sides.grades[who] ?? []).indexOf(row.status));
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

function sumRow(app: App, sides: Sides, row: SumRow, injured: boolean): HTMLElement {
  const { words } = app;
  const ratio = ratioOf(sides, `graded_${row.status}`, row.claimant);
  const hurt = sides.sums.find((one) => one.measure === 'injured' && one.claimant === row.claimant && one.status === row.status);
  const name = row.status === '*' ? words.t('sides.all_grades') : gradeName(app, row.claimant, row.status);
  const cells: Child[] = [ratio ? ratioText(app, ratio) : '', words.n(row.incidents), words.rangeBdi(row.min, row.max), row.without_figure ? words.n(row.without_figure) : '–'];
  if (injured) cells.push(hurt ? words.rangeBdi(hurt.min, hurt.max) : '');
  return h('tr', { class: row.status === '*' ? 'sa-all' : null }, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', { class: 'sa-num' }, cell)));
}

// What the records that name one party come to: a sum over all of them is no party's.
function partyRow(app: App, sides: Sides, row: PartyRow, injured: boolean, first: boolean): HTMLElement {
  const { words } = app;
  const hurt = sides.parties.find((one) => one.measure === 'injured' && one.claimant === row.claimant && one.party === row.party);
  const name: Child[] = [words.t('sides.naming'), ' ', row.party === null ? words.t('sides.nobody') : data(row.party)];
  const cells: Child[] = ['', words.n(row.incidents), words.rangeBdi(row.min, row.max), row.without_figure ? words.n(row.without_figure) : '–'];
  if (injured) cells.push(hurt ? words.rangeBdi(hurt.min, hurt.max) : '');
  return h('tr', { class: first ? 'sa-party sa-first' : 'sa-party' }, h('th', { scope: 'row' }, ...name), ...cells.map((cell) => h('td', { class: 'sa-num' }, cell)));
}

export function gradeName(app: App, who: string, status: string | null): string {
  return status === null ? app.words.t('sides.no_grade') : app.words.word('status', `${who}/${status}`);
}

function statedBlock(app: App, sides: Sides): HTMLElement {
  const { words } = app;
  const count = (...kinds: string[]): number => sides.stated.filter((row) => kinds.includes(row.against)).length;
  const told = words.t('sides.stated_counts', { n: sides.stated.length, whole: count('whole'), sample: count('sample'), none: count('no_items', 'other_scope', 'other_measure') });
  const heads = [words.t('ledger.as_of'), words.t('ledger.claimant'), words.t('ledger.measure'), words.t('ledger.stated'), words.t('sides.here'), words.t('sides.what')];
  const head = h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text))));
  const table = h('table', { class: 'sa-table sa-stated-table' }, head, h('tbody', {}, ...sides.stated.map((row) => statedRow(app, row))));
  const details = h('details', { open: count('whole') > 0 }, h('summary', {}, words.plural('ledger.table', sides.stated.length)), scroll(words.t('sides.stated'), table));
  return article(app, 'sides.stated', told, details);
}

function statedRow(app: App, row: Stated): HTMLElement {
  const { words } = app;
  const date = row.as_of ?? row.published_on;
  const source = row.source === null ? null : foot(app, row.source);
  const value = row.unit === 'share' && row.min !== null ? words.share(row.min) : words.rangeBdi(row.min, row.max);
  const cells: Child[] = [
    date && h('bdi', {}, words.date(date)),
    named(app.claimantName(row.claimant)),
    [data(row.measure), h('span', { class: 'sa-raw' }, data(row.scope))],
    [value, ' ', source],
    row.items === null ? '–' : words.rangeBdi(row.items_min, row.items_max),
    why(app, row),
  ];
  return h('tr', {}, ...cells.map((cell) => h('td', {}, cell || '–')));
}

function why(app: App, row: Stated): Child[] {
  const { words } = app;
  if (row.items === null) return [words.word('against', row.against)];
  const who = recorderOf(app, row.claimant);
  const grades = row.grades.length ? row.grades.map((grade) => gradeName(app, who, grade)).join(words.t('sides.or')) : words.t('sides.any_grade');
  const items = words.plural('sides.items', row.items, { grades });
  const blank = row.without_figure ? ` ${words.t('sides.items_without', { n: row.without_figure })}` : '';
  const later = row.published_later ? ` ${words.t('sides.items_later', { n: row.published_later })}` : '';
  const lies = row.lies ? ` ${words.word('lies', row.lies)}` : '';
  return [`${items}${blank}${later} ${words.word('against', row.against)}${lies}`];
}

// A total names its claimant as it writes itself; grades belong to the recorder of that name.
function recorderOf(app: App, claimant: string): string {
  return app.model.claimants.find((one) => app.claimantName(claimant) === app.claimantName(one.id))?.id ?? claimant;
}

function cannot(app: App, sides: Sides): HTMLElement {
  const { words, model } = app;
  const points: Child[][] = [];
  if (!model.sample.complete) points.push([words.t('cannot.sample', { n: sides.incidents })]);
  for (const who of sides.answering) {
    const name = named(app.claimantName(who));
    const below = ratioOf(sides, 'lies_below', who);
    if (ratioOf(sides, 'no_answer', who)?.part) points.push(words.told('cannot.no_answer', { who: name }));
    if (below?.unknown) points.push(words.told('cannot.below', { who: name.cloneNode(true), n: below.unknown, m: below.unknown + below.whole }));
  }
  for (const [who, grades] of Object.entries(sides.grades)) {
    const absent = grades.filter((grade) => !sides.sums.some((row) => row.claimant === who && row.status === grade));
    if (absent.length) points.push(words.told('cannot.grades', { who: named(app.claimantName(who)), grades: absent.map((grade) => gradeName(app, who, grade)).join(words.t('sides.or')) }));
  }
  const whole = sides.stated.filter((row) => row.against === 'whole').length;
  if (sides.stated.length > whole) points.push([words.t('cannot.stated', { n: sides.stated.length - whole, m: sides.stated.length })]);
  points.push([words.t('cannot.verdict')]);
  return h('article', { class: 'sa-cannot' }, h('h3', {}, words.t('cannot.title')), h('ul', {}, ...points.map((point) => h('li', {}, ...point))));
}

export function article(app: App, key: Parameters<App['words']['t']>[0], note: Child, ...children: Child[]): HTMLElement {
  return h('article', { class: 'sa-series' }, h('h3', {}, app.words.t(key)), note && h('p', { class: 'sa-quiet sa-measure' }, note), ...children);
}

export function scroll(label: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'sa-scroll', tabindex: 0, role: 'group', 'aria-label': label }, table);
}

