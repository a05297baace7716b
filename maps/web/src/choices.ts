// The choices of a filter by name, each with what it would still find beside the other filters.

import type { App } from './app';
import { CLAIM_FACETS, type ClaimFacet, type Facet } from './filter';
import type { Words } from './i18n';
import { PRECISIONS } from './records';

export interface Choice {
  value: string;
  name: string;
  count: number;
  // Heading under which the choice stands.
  group: string;
}

// Fewest killed, as the highest number of any claim has it; -1 is no number.
export const LEAST = [1, 5, 10, 25, 50, 100, -1] as const;

export function leastName(words: Words, least: number | null): string {
  if (least === null) return words.t('filter.any');
  return least < 0 ? words.t('count.none') : words.t('filter.or_more', { n: least });
}

const wordsOf = (app: App, facet: Facet): readonly string[] => {
  const { records } = app;
  if (facet === 'precisions') return PRECISIONS;
  return facet === 'units' ? records.unit.words : records.claims[facet].words;
};

// Whether there may be a choice at all: what has no word, or one where none is never missing, need not be counted.
export function mayChoose(app: App, facet: Facet): boolean {
  return wordsOf(app, facet).length > (facet === 'claimants' ? 1 : 0);
}

// `full` names what a choice alone would not tell: whose grading it is.
export function nameOf(app: App, facet: Facet, value: string, full = false): string {
  const { words } = app;
  if (!value) return full ? `${words.t(`filter.${facet}`)}: ${words.t('filter.not_stated')}` : words.t('filter.not_stated');
  if (facet === 'claimants') return app.claimantName(value);
  if (facet === 'units') return app.unitName(value)!;
  if (facet === 'belligerents') return value;
  const word = words.word({ statuses: 'status', precisions: 'precision', kinds: 'strike_kind' }[facet], value);
  return full && facet === 'statuses' ? `${app.claimantName(value.split('/')[0]!)}: ${word}` : word;
}

export function facetChoices(app: App, facet: Facet): Choice[] {
  const { words } = app;
  const counts = app.filter.counts(facet);
  const all = wordsOf(app, facet);
  const isClaim = CLAIM_FACETS.includes(facet as ClaimFacet);
  const group = (value: string): string => {
    if (facet === 'statuses') return value ? app.claimantName(value.split('/')[0]!) : words.t('filter.records');
    if (facet === 'kinds' || facet === 'belligerents') return words.t(`filter.${facet}`);
    return words.t(isClaim ? 'filter.records' : 'filter.incidents');
  };
  const choices = all.map((value, place): Choice => ({ value, name: nameOf(app, facet, value), count: counts[place]!, group: group(value) }));
  if (facet === 'precisions') return choices.filter(({ value, count }) => count > 0 || app.filter.state.precisions.includes(value) || app.present(value));
  if (facet === 'units' || facet === 'belligerents' || facet === 'kinds') choices.sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, words.locale));
  if (facet !== 'claimants' && (counts[all.length]! > 0 || app.filter.state[facet].includes(''))) choices.push({ value: '', name: words.t('filter.not_stated'), count: counts[all.length]!, group: group('') });
  return choices;
}
