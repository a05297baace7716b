// Who has answered: of the incidents of others that name a claimant's side, in how many it speaks, and where its range lies.

import type { App } from './app';
import { data, h, named, type Child } from './dom';
import type { Sides } from './model';
import { known } from './records';
import { gradeName, ratioOf, ratioText, scroll } from './sides';

const MOST_ROWS = 200;
const GROUPS = ['own_record', 'linked', 'reported_by_other', 'none'] as const;
type Group = (typeof GROUPS)[number];

interface Asked {
  row: number;
  below: string[];
}

export function answersBlock(app: App, sides: Sides, who: string): HTMLElement {
  const { words } = app;
  const asked = new Map(GROUPS.map((group) => [group, [] as Asked[]]));
  const { answers } = app;
  for (let i = 0; answers && i < answers.incident.length; i++) {
    if (answers.claimant.words[answers.claimant.values[i]! - 1] !== who) continue;
    const group = answers.answer.words[answers.answer.values[i]! - 1] as Group;
    asked.get(group)?.push({ row: answers.incident[i]!, below: answers.below[i]! });
  }
  const ratio = ratioOf(sides, 'answered', who);
  const told = ratio && words.told('sides.answered', { who: named(app.claimantName(who)), ratio: h('strong', {}, ratioText(app, ratio)) });
  const silent = (answer: string): number => sides.answers.find((one) => one.claimant === who && one.answer === answer)?.incidents ?? 0;
  const [others, nobody] = [silent('not_addressed'), silent('party_unknown')];
  return h(
    'article',
    { class: `sa-series sa-answers ${app.hue(who)}` },
    h('h3', {}, words.t('sides.answers')),
    told && h('p', { class: 'sa-answered' }, ...told),
    bar(app, asked),
    others + nobody > 0 && h('p', { class: 'sa-quiet sa-small' }, words.t('sides.not_asked', { others, nobody })),
    ...GROUPS.filter((group) => asked.get(group)!.length).map((group) => list(app, who, group, asked.get(group)!)),
    below(app, sides, who, [...asked.values()].flat().filter((one) => one.below.length)),
  );
}

function bar(app: App, asked: Map<Group, Asked[]>): HTMLElement {
  const parts = GROUPS.map((group): [Group, number] => [group, asked.get(group)!.length]).filter(([group, count]) => count || group === 'none' || group === 'own_record');
  const strip = h('div', { class: 'sa-answer-bar', 'aria-hidden': 'true' });
  for (const [group, count] of parts) {
    const part = h('span', { class: `sa-answer-${group}` });
    part.style.flexGrow = String(count);
    if (count) strip.append(part);
  }
  const names = parts.map(([group, count]) => h('li', {}, h('span', { class: `sa-chip sa-answer-${group}`, 'aria-hidden': 'true' }), h('strong', {}, app.words.n(count)), ` ${app.words.word('answer', group)}`));
  return h('div', {}, strip, h('ul', { class: 'sa-places-list' }, ...names));
}

// Where its highest number lies below another's lowest: only where both are known.
function below(app: App, sides: Sides, who: string, found: Asked[]): HTMLElement | false {
  const { words } = app;
  const ratio = ratioOf(sides, 'lies_below', who);
  if (!ratio) return false;
  const told = ratio.whole ? words.told('sides.below', { who: named(app.claimantName(who)), ratio: h('strong', {}, ratioText(app, ratio)) }) : [words.t('sides.below_nowhere', { m: ratio.unknown ?? 0 })];
  const more = ratio.whole && ratio.unknown ? ` ${words.t('sides.below_unknown', { n: ratio.unknown })}` : '';
  return h('div', { class: 'sa-below' }, h('h4', {}, words.t('sides.below_title')), h('p', {}, ...told, more), found.length > 0 && table(app, who, found));
}

function list(app: App, who: string, group: Group, found: Asked[]): HTMLElement {
  const { words } = app;
  const details = h('details', {}, h('summary', {}, words.plural('sides.list', found.length), ` ${words.word('answer', group)}`));
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('table')) details.append(table(app, who, found));
  });
  return details;
}

function table(app: App, who: string, found: Asked[]): HTMLElement {
  const { words } = app;
  const heads: Child[] = [words.t('list.date'), words.t('list.place'), words.t('sides.others_say'), words.told('sides.it_says', { who: named(app.claimantName(who)) })];
  const rows = found.slice(0, MOST_ROWS).map(({ row, below }) => {
    const place = h('button', { type: 'button', class: 'sa-link', onclick: () => app.select(row, true) }, data(app.placeOf(row)));
    const own = says(app, row, (id) => id === who);
    const mark = below.length > 0 && h('span', { class: 'sa-raw' }, words.t('sides.lies_below'));
    return h('tr', {}, h('td', {}, h('bdi', {}, words.date(app.records.date(row)))), h('td', {}, place), h('td', {}, ...says(app, row, (id) => id !== who)), h('td', {}, ...(own.length ? own : ['–']), mark || ''));
  });
  const left = found.length - MOST_ROWS;
  const body = h('tbody', {}, ...rows);
  const head = h('thead', {}, h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text))));
  return h('div', {}, scroll(words.t('sides.answers'), h('table', { class: 'sa-table sa-answer-table' }, head, body)), left > 0 && h('p', { class: 'sa-quiet' }, words.t('stack.more', { n: left })));
}

// The claims of one incident: grading and range of each claimant that is asked for.
function says(app: App, row: number, wanted: (id: string) => boolean): Node[] {
  const { claims, claimStart } = app.records;
  const said: Node[] = [];
  for (let claim = claimStart[row]!; claim < claimStart[row + 1]!; claim++) {
    const id = claims.claimant.words[claims.claimant.values[claim]! - 1];
    if (!id || !wanted(id)) continue;
    const status = claims.status.values[claim] ? claims.status.words[claims.status.values[claim]! - 1]! : null;
    const grade = status ? app.words.word('status', status) : gradeName(app, id, null);
    said.push(h('span', { class: 'sa-line' }, named(app.claimantName(id)), ': ', h('bdi', {}, grade), ', ', app.words.rangeBdi(known(claims.killedMin[claim]!), known(claims.killedMax[claim]!))));
  }
  return said;
}

