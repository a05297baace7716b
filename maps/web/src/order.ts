// Rows in the order of a column: many at once, as whole numbers that are sorted without a comparison of ours.

import type { App } from './app';
import type { Codes } from './payload';

// Smaller first; null stands at the end in either direction.
export type Rank = (row: number) => number | null;

// Rows of equal rank keep their order in either direction.
export function inOrder(count: number, rank: Rank, down: boolean): Uint32Array<ArrayBuffer> {
  const ranks = new Float64Array(count);
  let [low, high] = [Infinity, -Infinity];
  for (let row = 0; row < count; row++) {
    const own = rank(row);
    ranks[row] = own ?? NaN;
    if (own === null) continue;
    if (own < low) low = own;
    if (own > high) high = own;
  }
  const last = high >= low ? high - low + 1 : 0;
  for (let row = 0; row < count; row++) {
    const own = ranks[row]!;
    const key = Number.isNaN(own) ? last : down ? high - own : own - low;
    ranks[row] = key * count + row;
  }
  ranks.sort();
  return Uint32Array.from(ranks, (key) => key % count);
}

function places(texts: string[], locale: string): Map<string, number> {
  const { compare } = new Intl.Collator(locale);
  const known = new Map<string, number>();
  let before = '';
  for (const text of [...new Set(texts)].sort(compare)) {
    known.set(text, known.size && compare(before, text) === 0 ? known.get(before)! : known.size);
    before = text;
  }
  return known;
}

// Words by their names in the reader's language.
export function byWord(app: App, { words, values }: Codes, name: (word: string) => string = (word) => word): Rank {
  const names = words.map(name);
  const known = places(names, app.words.locale);
  const ranks = names.map((text) => known.get(text)!);
  return (row) => (values[row] ? ranks[values[row]! - 1]! : null);
}

// Texts that are made of a few codes: each is made once for all rows whose codes are the same.
export function byText(app: App, key: (row: number) => number, text: (row: number) => string | null): Rank {
  const texts = new Map<number, string | null>();
  for (let row = 0; row < app.records.count; row++) if (!texts.has(key(row))) texts.set(key(row), text(row));
  const known = places([...texts.values()].filter((one) => one !== null), app.words.locale);
  const ranks = new Map([...texts].map(([own, told]) => [own, told === null ? null : known.get(told)!]));
  return (row) => ranks.get(key(row))!;
}
