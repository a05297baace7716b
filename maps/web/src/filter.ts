// Which incidents, and which claims in them, the reader asks for.

import { fold } from './fold';
import { NONE } from './payload';
import { PRECISIONS, type Records } from './records';

export interface FilterState {
  // Days since 1970-01-01; null is open.
  from: number | null;
  to: number | null;
  claimants: string[];
  statuses: string[];
  precisions: string[];
  text: string;
}

export const OPEN: FilterState = { from: null, to: null, claimants: [], statuses: [], precisions: [], text: '' };

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

export class Filter {
  state: FilterState = OPEN;
  readonly shown: Uint8Array;
  readonly claimShown: Uint8Array;
  shownCount: number;
  private folded: string[] | null = null;

  constructor(private readonly records: Records) {
    this.shown = new Uint8Array(records.count).fill(1);
    this.claimShown = new Uint8Array(records.claims.count).fill(1);
    this.shownCount = records.count;
  }

  get on(): boolean {
    const { from, to, claimants, statuses, precisions, text } = this.state;
    return from !== null || to !== null || Boolean(claimants.length || statuses.length || precisions.length || text.trim());
  }

  change(change: Partial<FilterState>): void {
    this.state = { ...this.state, ...change };
    this.apply();
  }

  private apply(): void {
    const { records, shown, claimShown } = this;
    const { from, to, precisions } = this.state;
    const classes = PRECISIONS.map((name) => precisions.length === 0 || precisions.includes(name));
    const matches = this.matchText();
    const needsClaim = this.applyToClaims();
    let count = 0;
    for (let row = 0; row < records.count; row++) {
      const first = records.dayFrom[row]!;
      const last = records.dayTo[row]! === NONE ? first : records.dayTo[row]!;
      // A date known to the month counts where any of its days lies in the period; no date, only in an open one.
      const inPeriod = (from === null && to === null) || (first !== NONE && (from === null || last >= from) && (to === null || first <= to));
      let passes = inPeriod && classes[records.precision[row]!]! && (!matches || matches[row] === 1);
      if (passes && needsClaim) {
        passes = false;
        for (let claim = records.claimStart[row]!; claim < records.claimStart[row + 1]!; claim++) passes ||= claimShown[claim] === 1;
      }
      shown[row] = passes ? 1 : 0;
      if (passes) count++;
    }
    this.shownCount = count;
  }

  private applyToClaims(): boolean {
    const { claims } = this.records;
    const { claimants, statuses } = this.state;
    const byClaimant = [claimants.length === 0, ...claims.claimant.words.map((id) => claimants.length === 0 || claimants.includes(id))];
    const byStatus = [statuses.length === 0 || statuses.includes(''), ...claims.status.words.map((id) => statuses.length === 0 || statuses.includes(id))];
    for (let row = 0; row < claims.count; row++) {
      this.claimShown[row] = byClaimant[claims.claimant.values[row]!] && byStatus[claims.status.values[row]!] ? 1 : 0;
    }
    return claimants.length > 0 || statuses.length > 0;
  }

  private matchText(): Uint8Array | null {
    const words = fold(this.state.text).split(' ').filter(Boolean);
    if (!words.length) return null;
    const { place, placeAr, unit, count } = this.records;
    this.folded ??= Array.from({ length: count }, (_, row) => {
      const code = unit.values[row]!;
      return fold(`${place[row] ?? ''} ${placeAr[row] ?? ''} ${code ? unit.words[code - 1]! : ''}`);
    });
    return Uint8Array.from(this.folded, (text) => (words.every((word) => text.includes(word)) ? 1 : 0));
  }

  // Each claimant's own claims, added up for itself alone.
  totals(claimants: string[]): Total[] {
    const { claims } = this.records;
    const totals = claimants.map((claimant) => ({ claimant, claims: 0, killed: empty(), injured: empty() }));
    const place = claims.claimant.words.map((id) => claimants.indexOf(id));
    for (let row = 0; row < claims.count; row++) {
      const code = claims.claimant.values[row]!;
      if (!code || !this.claimShown[row] || !this.shown[claims.incident[row]!]) continue;
      const total = totals[place[code - 1]!];
      if (!total) continue;
      total.claims++;
      add(total.killed, claims.killedMin[row]!, claims.killedMax[row]!);
      add(total.injured, claims.injuredMin[row]!, claims.injuredMax[row]!);
    }
    return totals;
  }
}

function empty(): Sum {
  return { min: 0, max: 0, open: false, with: 0, low: 0, without: 0 };
}

function add(sum: Sum, min: number, max: number): void {
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
