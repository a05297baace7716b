// What is counted, in words: the definition beside a number, and the footnote that goes with it.

import type { App } from './app';
import { leastName, nameOf } from './choices';
import type { Facet } from './filter';

// Gradings by which the claimant that gave one, such as airwars/fair, itself stands; none where it grades nothing so.
function gradesOf(app: App, word: string): readonly string[] | null {
  const whose = word.slice(0, word.indexOf('/'));
  return app.model.claimants.find((one) => one.id === whose)?.stands_by ?? null;
}

// Whether the claimant that gave a grade stands behind what it graded so.
export function standsBy(app: App, word: string): boolean {
  return gradesOf(app, word)?.includes(word.slice(word.indexOf('/') + 1)) ?? true;
}

// The gradings of the narrower definition; none where it would be the same as all, or no claimant grades so.
export function stoodBy(app: App): string[] {
  const { words } = app.records.claims.statuses;
  const whose = (word: string): string => word.slice(0, word.indexOf('/'));
  const kept = words.filter((word) => standsBy(app, word));
  if (kept.length === words.length) return [];
  const ungraded = app.claimants().some(({ id }) => !words.some((word) => whose(word) === id));
  return ungraded ? [...kept, ''] : kept;
}

export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}

function listed(app: App, facet: Facet): string {
  const { state } = app.filter;
  return state[facet].map((value) => nameOf(app, facet, value, true)).join(app.words.language === 'ar' ? '، ' : ', ');
}

export function definition(app: App): string {
  const { words } = app;
  const { state } = app.filter;
  const narrow = stoodBy(app);
  const stands = narrow.length > 0 && sameWords(state.statuses, narrow);
  const statuses = stands ? words.t('definition.stands') : listed(app, 'statuses') || words.t('definition.all');
  const period = state.from === null && state.to === null ? words.t('definition.any_time') : words.days(state.from, state.to);
  const precision = listed(app, 'precisions') || words.t('definition.any_place');
  const lower = (text: string): string => text.charAt(0).toLocaleLowerCase(words.locale) + text.slice(1);
  // A number over records that name several parties is no party's.
  const parties = app.model.sides?.parties.length && !state.belligerents.length ? ` ${words.t('definition.any_party')}` : '';
  const told = words.t('definition.told', { statuses: stands || !state.statuses.length ? lower(statuses) : statuses, period, precision }) + parties;
  const others = otherFilters(app);
  return others.length ? `${told} ${words.t('definition.also', { what: others.join('; ') })}` : told;
}

function otherFilters(app: App): string[] {
  const { words, filter } = app;
  const { least, area, text } = filter.state;
  const found = (['claimants', 'kinds', 'belligerents', 'units'] as const).map((facet) => listed(app, facet)).filter(Boolean);
  if (least !== null) found.push(`${words.t('headline.killed')}: ${leastName(words, least)}`);
  if (area.length) found.push(words.t('filter.area_on'));
  if (text.trim()) found.push(`“${text.trim()}”`);
  return found;
}

// The footnote: which page, what is shown of it, by which filters, from which data, as of when.
export function footnote(app: App): string {
  const { words, model, filter, records } = app;
  const { data_sha256: hash, as_of: date, version } = model.footnote;
  const totals = filter.totals(app.claimants().map(({ id }) => id)).filter((total) => total.claims > 0);
  const numbers = totals.map(({ claimant, claims, killed }) => {
    const range = killed.with ? words.range(killed.low ? killed.min : null, killed.open ? null : killed.max) : words.t('count.none');
    const without = killed.with && killed.without ? ` (${words.plural('headline.without', killed.without)})` : '';
    return `${app.claimantName(claimant)}: ${words.plural('headline.records', claims)}, ${words.t('headline.killed')} ${range}${without}.`;
  });
  return [
    `${words.pick(model.title)}.`,
    `${words.t('tools.shown', { n: filter.shownCount, of: records.count })}.`,
    definition(app),
    ...numbers,
    words.t('headline.note_short'),
    ...(date ? [`${words.t('footnote.as_of')} ${words.date(date)}.`] : []),
    ...(hash ? [`${words.t('tools.data', { hash: `sha256:${hash}` })}.`] : []),
    `StrikeAtlas ${version ?? ''}${model.preview ? ` (${words.t('tools.preview')})` : ''}.`,
  ].join(' ');
}
