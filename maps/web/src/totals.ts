// What each claimant reports of the shown records, added up for itself alone.

import { NONE } from './payload';
import type { Records } from './records';

export interface Total {
  claimant: string;
  claims: number;
  killed: Sum;
  injured: Sum;
}

export interface Sum {
  min: number;
  max: number;
  // A maximum is missing beside a minimum: the upper end is open.
  open: boolean;
  // Claims with any number, with a lower number, with none.
  with: number;
  low: number;
  without: number;
}

interface Shown {
  shown: Uint8Array;
  claimShown: Uint8Array;
}

export function totalsOf({ claims }: Records, shown: Shown, claimants: string[]): Total[] {
  const totals = claimants.map((claimant): Total => ({ claimant, claims: 0, killed: empty(), injured: empty() }));
  const [killed, injured] = [sums(claims, shown, claims.killedMin, claims.killedMax), sums(claims, shown, claims.injuredMin, claims.injuredMax)];
  claims.claimant.words.forEach((id, place) => {
    const total = totals[claimants.indexOf(id)];
    if (!total) return;
    total.claims += killed[place + 1]!.without + killed[place + 1]!.with;
    total.killed = joined(total.killed, killed[place + 1]!);
    total.injured = joined(total.injured, injured[place + 1]!);
  });
  return totals;
}

// By code of the claimant, what `add` would say of each of its shown claims in turn: in one walk over all of them.
function sums({ incident, claimant }: Records['claims'], { shown, claimShown }: Shown, mins: Int32Array, maxs: Int32Array): Sum[] {
  const codes = claimant.values;
  const all = new Float64Array((claimant.words.length + 1) * 6);
  for (let claim = 0; claim < codes.length; claim++) {
    if (!claimShown[claim] || !shown[incident[claim]!]) continue;
    const at = codes[claim]! * 6;
    const [min, max] = [mins[claim]!, maxs[claim]!];
    const [low, high] = [min !== NONE, max !== NONE];
    if (!low && !high) {
      all[at + 5]!++;
      continue;
    }
    all[at]!++;
    if (low) {
      all[at + 1]!++;
      all[at + 2] += min;
    }
    all[at + 3] += high ? max : min;
    if (!high) all[at + 4] = 1;
  }
  return Array.from({ length: claimant.words.length + 1 }, (_, code): Sum => {
    const [stated, low, min, max, open, without] = all.subarray(code * 6, code * 6 + 6) as unknown as [number, number, number, number, number, number];
    return { min, max, open: open > 0, with: stated, low, without };
  });
}

function joined(a: Sum, b: Sum): Sum {
  return { min: a.min + b.min, max: a.max + b.max, open: a.open || b.open, with: a.with + b.with, low: a.low + b.low, without: a.without + b.without };
}

export function empty(): Sum {
  return { min: 0, max: 0, open: false, with: 0, low: 0, without: 0 };
}

export function add(sum: Sum, min: number, max: number): void {
  if (min === NONE && max === NONE) {
    sum.without++;
    return;
  }
  sum.with++;
  // Nothing is known below a lone maximum: it raises the upper end and leaves the lower as it is.
  if (min !== NONE) {
    sum.min += min;
    sum.low++;
  }
  if (max !== NONE) sum.max += max;
  else {
    sum.max += min;
    sum.open = true;
  }
}
