// Time in bins of a day, a month or a year, and what of the records falls into each.

import type { App } from './app';
import { NONE } from './payload';

const DAY = 86_400_000;
export const UNITS_OF_TIME = ['day', 'month', 'year'] as const;
export type Unit = (typeof UNITS_OF_TIME)[number];
// Bars narrower than a pixel tell nothing.
const MOST_BINS = { day: 1100, month: 600, year: 400 };

export interface Bins {
  unit: Unit;
  // First day of each bin, and the day after the last one.
  starts: number[];
  all: Uint32Array;
  shown: Uint32Array;
  // By claimant, in the order of the page: whether any of its shown records is in the bin.
  covered: Uint8Array[];
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

export function emptyBins(app: App, span: [number, number], unit: Unit): Bins {
  const starts = [startOf(span[0], unit)];
  while (starts.at(-1)! <= span[1]) starts.push(after(starts.at(-1)!, unit));
  const size = starts.length - 1;
  return { unit, starts, all: new Uint32Array(size), shown: new Uint32Array(size), covered: app.claimants().map(() => new Uint8Array(size)), coarse: 0, undated: 0 };
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

// Coverage is that of a claimant's records whatever the filter says: a filter makes no gap in what was recorded.
export function fillBins(app: App, bins: Bins): void {
  const { dayFrom, dayTo, count, claimants } = app.records;
  const { claimantOfCode } = app;
  bins.all.fill(0);
  bins.shown.fill(0);
  bins.coarse = bins.undated = 0;
  for (let row = 0; row < count; row++) {
    const shown = app.filter.shown[row]!;
    if (dayFrom[row] === NONE) {
      bins.undated += shown;
      continue;
    }
    const first = binOf(bins.starts, dayFrom[row]!);
    // An incident of which only the year is known belongs to no month.
    if (first !== binOf(bins.starts, dayTo[row] === NONE ? dayFrom[row]! : dayTo[row]!)) {
      bins.coarse += shown;
      continue;
    }
    bins.all[first]!++;
    bins.shown[first]! += shown;
    for (let code = 0; code < claimantOfCode.length; code++) if (claimants[row]! & (1 << Math.min(31, code))) bins.covered[claimantOfCode[code]!]![first] = 1;
  }
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
