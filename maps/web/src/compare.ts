// The claims of one incident in columns: what each recorder says, normalised and in its own words.

import type { App } from './app';
import { data, h, link, named, type Child } from './dom';
import type { Card, CardClaim } from './model';

type Row = [name: string, cell: (claim: CardClaim) => Child];

export function compare(app: App, card: Card): HTMLElement {
  const claims = card.claims ?? [];
  if (!claims.length) return h('p', { class: 'sa-quiet' }, app.words.t('card.no_claims'));
  const head = claims.map((claim) =>
    h(
      'th',
      { scope: 'col', class: app.hue(claim.recorder) },
      h('span', { class: 'sa-key', 'aria-hidden': 'true' }),
      named(app.claimantName(claim.recorder)),
      claim.code && h('span', { class: 'sa-code' }, data(claim.code)),
    ),
  );
  const body = rows(app)
    .map(([name, cell]): [string, Child[]] => [name, claims.map(cell)])
    .filter(([, cells]) => cells.some(Boolean))
    .map(([name, cells]) => h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell || h('span', { class: 'sa-none' }, '–')))));
  const table = h('table', { class: 'sa-compare' }, h('thead', {}, h('tr', {}, h('td', {}), ...head)), h('tbody', {}, ...body));
  return h('div', { class: 'sa-scroll', tabindex: 0, role: 'group', 'aria-label': app.words.t('card.claims') }, table);
}

function rows(app: App): Row[] {
  const { words } = app;
  return [
    [words.t('card.killed'), (claim) => words.rangeBdi(claim.killed_min, claim.killed_max)],
    [words.t('card.injured'), (claim) => words.rangeBdi(claim.injured_min, claim.injured_max)],
    [words.t('card.status'), (claim) => both(app, statusWord(app, claim), claim.status_raw)],
    [words.t('card.assessment'), (claim) => both(app, claim.assessment && words.word('assessment', claim.assessment), claim.assessment_raw)],
    [words.t('card.reason_code'), (claim) => claim.reason_code && words.word('reason_code', claim.reason_code)],
    [words.t('card.date'), (claim) => claim.date && h('bdi', {}, words.date(claim.date))],
    [words.t('card.place_written'), (claim) => place(app, claim)],
    [words.t('card.stated_precision'), (claim) => claim.stated_precision && data(claim.stated_precision)],
    [words.t('card.kind'), (claim) => claim.strike_kind && words.word('strike_kind', claim.strike_kind)],
    [words.t('card.belligerents'), (claim) => list(claim.belligerents)],
    [words.t('card.via'), (claim) => claim.via && data(claim.via)],
    [words.t('card.published'), (claim) => claim.published_on && h('bdi', {}, words.date(claim.published_on))],
    [words.t('card.source'), (claim) => source(app, claim)],
  ];
}

function statusWord(app: App, claim: CardClaim): string | null {
  return claim.status && app.words.word('status', claim.status);
}

// The normalised word, and the recorder's own beside it where they differ.
function both(app: App, word: string | null | undefined, raw: string | null | undefined): Child {
  const same = word && raw && word.toLowerCase().replace(/[^\p{L}]/gu, '') === raw.toLowerCase().replace(/[^\p{L}]/gu, '');
  if (!word && !raw) return null;
  return [word, raw && !same && h('span', { class: 'sa-raw' }, app.words.t('card.as_written'), ' ', h('q', {}, data(raw)))];
}

function place(app: App, claim: CardClaim): Child {
  const texts = [claim.place_text, claim.place_text_ar].filter((text): text is string => Boolean(text));
  if (!texts.length) return null;
  const relation = claim.relation && claim.relation !== 'bare' && h('span', { class: 'sa-raw' }, app.words.word('relation', claim.relation));
  return [...texts.map((text) => h('span', { class: 'sa-line' }, data(text))), relation];
}

function list(values: string[] | null | undefined): Child {
  return values?.length ? values.flatMap((value, i) => [i ? ', ' : null, data(value)]) : null;
}

function source(app: App, claim: CardClaim): Child {
  const row = claim.source === null || claim.source === undefined ? null : app.model.sources[claim.source];
  return row ? link(row.url, data(row.publisher ?? row.title ?? app.words.t('source.unnamed'))) : null;
}
