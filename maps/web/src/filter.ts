// Which incidents, and which claims in them, the reader asks for. Each part of a filter leaves its own bit on every
// record that it turns away: so one part is changed without the others, and each choice knows what it would still find.

import { inside, type Area } from './area';
import { fold } from './fold';
import { NONE } from './payload';
import { PRECISIONS, word, type Records } from './records';
import { totalsOf, type Total } from './totals';

export interface FilterState {
  // Days since 1970-01-01; null is open.
  from: number | null;
  to: number | null;
  claimants: string[];
  // The empty word stands for "none stated".
  statuses: string[];
  kinds: string[];
  belligerents: string[];
  precisions: string[];
  units: string[];
  // Fewest reported killed, by the highest number of any claim; -1 asks for incidents without a number.
  least: number | null;
  area: Area;
  text: string;
}

export const OPEN: FilterState = { from: null, to: null, claimants: [], statuses: [], kinds: [], belligerents: [], precisions: [], units: [], least: null, area: [], text: '' };

export const CLAIM_FACETS = ['claimants', 'statuses', 'kinds', 'belligerents'] as const;
export const INCIDENT_FACETS = ['precisions', 'units'] as const;
export type ClaimFacet = (typeof CLAIM_FACETS)[number];
export type IncidentFacet = (typeof INCIDENT_FACETS)[number];
export type Facet = ClaimFacet | IncidentFacet;

// Bits on incidents; those on claims are 1 << place in CLAIM_FACETS.
const BIT = { period: 1, precisions: 2, units: 4, least: 8, area: 16, text: 32, claims: 64 };

export class Filter {
  state: FilterState = OPEN;
  readonly shown: Uint8Array;
  readonly claimShown: Uint8Array;
  shownCount: number;
  private readonly failed: Uint8Array;
  private readonly claimFailed: Uint8Array;
  private folded: string[] | null = null;
  private highest: Int32Array | null = null;

  constructor(private readonly records: Records) {
    this.shown = new Uint8Array(records.count).fill(1);
    this.claimShown = new Uint8Array(records.claims.count).fill(1);
    this.failed = new Uint8Array(records.count);
    this.claimFailed = new Uint8Array(records.claims.count);
    this.shownCount = records.count;
  }

  get on(): boolean {
    const { from, to, text, least, area } = this.state;
    const chosen = [...CLAIM_FACETS, ...INCIDENT_FACETS].some((facet) => this.state[facet].length > 0);
    return chosen || from !== null || to !== null || least !== null || area.length > 0 || Boolean(text.trim());
  }

  change(change: Partial<FilterState>): void {
    const before = this.state;
    this.state = { ...before, ...change };
    const differs = (key: keyof FilterState): boolean => this.state[key] !== before[key];
    if (differs('from') || differs('to')) this.applyPeriod();
    if (differs('precisions')) this.applyCodes('precisions', this.records.precision, PRECISIONS, 0);
    if (differs('units')) this.applyCodes('units', this.records.unit.values, this.records.unit.words, 1);
    if (differs('least')) this.applyLeast();
    if (differs('area')) this.applyArea();
    if (differs('text')) this.applyText();
    for (const facet of CLAIM_FACETS) if (differs(facet)) this.applyToClaims(facet);
    this.settle(CLAIM_FACETS.some(differs));
  }

  private mark(bit: number, fails: (row: number) => boolean): void {
    const { failed } = this;
    for (let row = 0; row < failed.length; row++) failed[row] = fails(row) ? failed[row]! | bit : failed[row]! & ~bit;
  }

  private clear(bit: number): void {
    for (let row = 0; row < this.failed.length; row++) this.failed[row]! &= ~bit;
  }

  private applyPeriod(): void {
    const { from, to } = this.state;
    if (from === null && to === null) return this.clear(BIT.period);
    const { dayFrom, dayTo } = this.records;
    const [low, high] = [from ?? -Infinity, to ?? Infinity];
    // A date known to the month counts where any of its days lies in the period; no date, only in an open one.
    this.mark(BIT.period, (row) => {
      const first = dayFrom[row]!;
      const last = dayTo[row]! === NONE ? first : dayTo[row]!;
      return first === NONE || last < low || first > high;
    });
  }

  // `first` is the code of the first word: codes of a dictionary begin with 1, 0 being none.
  private applyCodes(facet: IncidentFacet, codes: Uint8Array | Uint32Array, words: readonly string[], first: 0 | 1): void {
    const chosen = this.state[facet];
    if (!chosen.length) return this.clear(BIT[facet]);
    const wanted = new Uint8Array(words.length + first);
    words.forEach((word, place) => (wanted[place + first] = Number(chosen.includes(word))));
    if (first && chosen.includes('')) wanted[0] = 1;
    this.mark(BIT[facet], (row) => !wanted[codes[row]!]);
  }

  private applyLeast(): void {
    const { least } = this.state;
    if (least === null) return this.clear(BIT.least);
    const most = this.most();
    this.mark(BIT.least, (row) => (least < 0 ? most[row] !== NONE : most[row]! < least));
  }

  // The highest number that any claim of an incident reports, an "at least" among them; of the whole incident alike.
  private most(): Int32Array {
    if (this.highest) return this.highest;
    const { claims, killedMin, killedMax, count } = this.records;
    this.highest = Int32Array.from({ length: count }, (_, row) => Math.max(killedMin[row]!, killedMax[row]!));
    for (let claim = 0; claim < claims.count; claim++) {
      const row = claims.incident[claim]!;
      this.highest[row] = Math.max(this.highest[row]!, claims.killedMin[claim]!, claims.killedMax[claim]!);
    }
    return this.highest;
  }

  private applyArea(): void {
    const { area } = this.state;
    if (!area.length) return this.clear(BIT.area);
    const within = inside(area);
    const { x, lat } = this.records;
    this.mark(BIT.area, (row) => !within((x[row]! - 0.5) * 360, lat[row]!));
  }

  private applyText(): void {
    const words = fold(this.state.text).split(' ').filter(Boolean);
    if (!words.length) return this.clear(BIT.text);
    this.folded ??= this.foldAll();
    const texts = this.folded;
    this.mark(BIT.text, (row) => !words.every((word) => texts[row]!.includes(word)));
  }

  // Most records share their place with others: each text is folded once.
  private foldAll(): string[] {
    const { place, placeAr, unit, count } = this.records;
    const known = new Map<string, string>();
    return Array.from({ length: count }, (_, row) => {
      const text = [place, placeAr, unit].map((codes) => word(codes, row) ?? '').join(' ');
      let told = known.get(text);
      if (told === undefined) known.set(text, (told = fold(text)));
      return told;
    });
  }

  private applyToClaims(facet: ClaimFacet): void {
    const { claimFailed } = this;
    const bit = 1 << CLAIM_FACETS.indexOf(facet);
    const chosen = this.state[facet];
    if (!chosen.length) {
      for (let row = 0; row < claimFailed.length; row++) claimFailed[row]! &= ~bit;
      return;
    }
    const { start, values, words } = this.records.claims[facet];
    const wanted = Uint8Array.from(words, (word) => Number(chosen.includes(word)));
    const none = chosen.includes('');
    // Plain loops: of a million claims a call for each would take longer than all else.
    for (let row = 0; row < claimFailed.length; row++) {
      const [from, to] = [start[row]!, start[row + 1]!];
      let passes = from === to ? Number(none) : wanted[values[from]!]!;
      for (let at = from + 1; at < to; at++) passes |= wanted[values[at]!]!;
      claimFailed[row] = passes ? claimFailed[row]! & ~bit : claimFailed[row]! | bit;
    }
  }

  private settle(claims: boolean): void {
    const { failed, claimFailed, shown, claimShown, records } = this;
    if (claims) {
      for (let claim = 0; claim < claimFailed.length; claim++) claimShown[claim] = claimFailed[claim] ? 0 : 1;
      if (CLAIM_FACETS.some((facet) => this.state[facet].length > 0)) this.applyClaims(records.claimStart);
      else this.clear(BIT.claims);
    }
    let count = 0;
    for (let row = 0; row < failed.length; row++) count += shown[row] = failed[row] ? 0 : 1;
    this.shownCount = count;
  }

  // An incident of which no claim is let through.
  private applyClaims(start: Uint32Array): void {
    const { failed, claimShown } = this;
    for (let row = 0; row < failed.length; row++) {
      let any = 0;
      for (let claim = start[row]!; claim < start[row + 1]!; claim++) any |= claimShown[claim]!;
      failed[row] = any ? failed[row]! & ~BIT.claims : failed[row]! | BIT.claims;
    }
  }

  // What each choice of a facet would find beside all the other parts of the filter; the last place counts "none stated".
  counts(facet: Facet): Uint32Array {
    return facet === 'precisions' || facet === 'units' ? this.incidentCounts(facet) : this.claimCounts(facet);
  }

  private incidentCounts(facet: IncidentFacet): Uint32Array {
    const { failed, records } = this;
    const others = ~BIT[facet] & 0xff;
    const [codes, size, shift] = facet === 'precisions' ? [records.precision, PRECISIONS.length, 0] : [records.unit.values, records.unit.words.length, -1];
    const counts = new Uint32Array(size + 1);
    for (let row = 0; row < failed.length; row++) {
      if (failed[row]! & others) continue;
      const place = codes[row]! + shift;
      counts[place < 0 ? size : place]!++;
    }
    return counts;
  }

  // Incidents of the other kinds of part may fail for want of a claim only because of this facet: claims decide alone.
  private claimCounts(facet: ClaimFacet): Uint32Array {
    const { failed, claimFailed, records } = this;
    const others = ~(1 << CLAIM_FACETS.indexOf(facet)) & 0xff;
    const { start, values, words } = records.claims[facet];
    const counts = new Uint32Array(words.length + 1);
    for (let claim = 0; claim < claimFailed.length; claim++) {
      if (claimFailed[claim]! & others || failed[records.claims.incident[claim]!]! & ~BIT.claims) continue;
      if (start[claim] === start[claim + 1]) counts[words.length]!++;
      for (let at = start[claim]!; at < start[claim + 1]!; at++) counts[values[at]!]!++;
    }
    return counts;
  }

  // Whether any claim or incident reports anyone killed.
  anyCount(): boolean {
    const { claims, killedMin, killedMax } = this.records;
    return [killedMax, killedMin, claims.killedMax, claims.killedMin].some((values) => values.some((value) => value > 0));
  }

  // The same for a fewest number of killed; -1 is no number.
  leastCounts(steps: readonly number[]): number[] {
    const { failed } = this;
    const most = this.most();
    const counts = steps.map(() => 0);
    for (let row = 0; row < failed.length; row++) {
      if (failed[row]! & ~BIT.least) continue;
      steps.forEach((step, i) => (counts[i]! += Number(step < 0 ? most[row] === NONE : most[row]! >= step)));
    }
    return counts;
  }

  // Each claimant's own claims, added up for itself alone.
  totals(claimants: string[]): Total[] {
    return totalsOf(this.records, this, claimants);
  }
}
