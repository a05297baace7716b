// Time in bins of a day, a month or a year, and what of the records falls into each.

import type { App } from './app';
import { NONE } from './payload';

const DAY = 86_400_000;
export const UNITS_OF_TIME = ['day', 'month', 'year'] as const;
export type Unit = (typeof UNITS_OF_TIME)[number];
// Bars narrower than a pixel tell nothing.
const MOST_BINS = { day: 1100, month: 600, year: 400 };

const COARSE = -1;
const UNDATED = -2;

export interface Bins {
  unit: Unit;
  // First day of each bin, and the day after the last one.
  starts: number[];
  all: Uint32Array;
  shown: Uint32Array;
  // By claimant, in the order of the page: whether any of its records is in the bin, and how many are shown.
  covered: Uint8Array[];
  by: Uint32Array[];
  // The bin of each incident; COARSE and UNDATED stand in none.
  place: Int16Array;
  // Dated too coarsely for one bar, or not at all.
  coarse: number;
  undated: number;
}

function startOf(day: number, unit: Unit): number {
  const date = new Date(day * DAY);
  if (unit === 'day') return day;
  return Date.UTC(date.getUTCFullYear(), unit === 'year' ? 0 : date.getUTCMonth(), 1) / DAY;
}

function after(day: number, unit: Unit): number {
  const date = new Date(day * DAY);
  if (unit === 'day') return day + 1;
  return (unit === 'year' ? Date.UTC(date.getUTCFullYear() + 1, 0, 1) : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)) / DAY;
}

export function extentOf(app: App): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  const { dayFrom, dayTo, count } = app.records;
  for (let row = 0; row < count; row++) {
    if (dayFrom[row] === NONE) continue;
    low = Math.min(low, dayFrom[row]!);
    high = Math.max(high, dayTo[row] === NONE ? dayFrom[row]! : dayTo[row]!);
  }
  return low <= high ? [low, high] : null;
}

export function usualUnit([low, high]: [number, number]): Unit {
  const days = high - low;
  return days <= 120 ? 'day' : days <= 366 * 16 ? 'month' : 'year';
}

// Units by which the period makes more bars than one, and not too many.
export function unitsFor(span: [number, number]): Unit[] {
  const days = span[1] - span[0] + 1;
  const bars = { day: days, month: days / 30.4, year: days / 365.25 };
  return UNITS_OF_TIME.filter((unit) => bars[unit] <= MOST_BINS[unit] && bars[unit] > 1);
}

// Coverage is that of a claimant's records whatever the filter says: a filter makes no gap in what was recorded.
export function emptyBins(app: App, span: [number, number], unit: Unit): Bins {
  const starts = [startOf(span[0], unit)];
  while (starts.at(-1)! <= span[1]) starts.push(after(starts.at(-1)!, unit));
  const size = starts.length - 1;
  const counts = (): Uint32Array => new Uint32Array(size);
  const covered = app.claimants().map(() => new Uint8Array(size));
  const place = placesOf(app, starts);
  const all = counts();
  for (const bin of place) if (bin >= 0) all[bin]!++;
  eachClaim(app, place, (who, bin) => (covered[who]![bin] = 1));
  return { unit, starts, all, shown: counts(), covered, by: covered.map(counts), place, coarse: 0, undated: 0 };
}

function placesOf(app: App, starts: number[]): Int16Array {
  const { dayFrom, dayTo, count } = app.records;
  const place = new Int16Array(count).fill(UNDATED);
  const known = new Map<number, number>();
  const bin = (day: number): number => {
    let found = known.get(day);
    if (found === undefined) known.set(day, (found = binOf(starts, day)));
    return found;
  };
  for (let row = 0; row < count; row++) {
    const from = dayFrom[row]!;
    if (from === NONE) continue;
    const first = bin(from);
    const to = dayTo[row]!;
    // An incident of which only the year is known belongs to no month.
    place[row] = to === NONE || to === from || first === bin(to) ? first : COARSE;
  }
  return place;
}

// Claims that stand in a bar: one for each incident and claimant.
function eachClaim(app: App, place: Int16Array, visit: (who: number, bin: number, claim: number) => void): void {
  const { claims } = app.records;
  for (let claim = 0; claim < claims.count; claim++) {
    const row = claims.incident[claim]!;
    const code = claims.claimant.values[claim]!;
    const who = code ? app.claimantOfCode[code - 1]! : -1;
    if (place[row]! >= 0 && who >= 0) visit(who, place[row]!, claim);
  }
}

export function binOf(starts: number[], day: number): number {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= day) low = middle;
    else high = middle;
  }
  return low;
}

export function fillBins(app: App, bins: Bins): void {
  const { shown, claimShown } = app.filter;
  const { place } = bins;
  bins.shown.fill(0);
  bins.coarse = bins.undated = 0;
  for (let row = 0; row < place.length; row++) {
    if (!shown[row]) continue;
    if (place[row]! >= 0) bins.shown[place[row]!]!++;
    else if (place[row] === COARSE) bins.coarse++;
    else bins.undated++;
  }
  const { incident } = app.records.claims;
  for (const counts of bins.by) counts.fill(0);
  eachClaim(app, place, (who, bin, claim) => {
    if (claimShown[claim] && shown[incident[claim]!]) bins.by[who]![bin]!++;
  });
}

// Runs of bins in which a claimant has a record, as [from, before].
export function runsOf(covered: Uint8Array): [number, number][] {
  const runs: [number, number][] = [];
  for (let bin = 0; bin < covered.length; bin++) {
    if (!covered[bin]) continue;
    const last = runs.at(-1);
    if (last && last[1] === bin) last[1]++;
    else runs.push([bin, bin + 1]);
  }
  return runs;
}

// Bins without a record between a claimant's first and its last.
export function gapsOf(covered: Uint8Array): number {
  const runs = runsOf(covered);
  return runs.slice(1).reduce((sum, [from], i) => sum + from - runs[i]![1], 0);
}
