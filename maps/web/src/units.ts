// Administrative units: what the page says of them under the filters. A record gives each unit its share of it; counts of
// people come from one claimant at a time.

import type { App } from './app';
import { NONE, type Payload } from './payload';
import { mercator } from './records';

export type Measure = 'records' | 'killed' | 'injured' | 'share' | 'density' | 'people';
export const RATES: readonly Measure[] = ['share', 'density', 'people'];

const PER_PEOPLE = 100_000;

interface LevelMeta {
  level: number;
  name: { en: string; ar: string };
  drawn: boolean;
  support: { records: number; coarser: number; holds: boolean; en: string; ar: string };
  credit: string;
  // Whose count of people it is, and of which year; empty where there is none.
  people?: string;
  method: string;
  breaks: Partial<Record<Measure, number[]>>;
  rings: [number, ...number[][]][];
}

export interface UnitsMeta {
  units: { whole: number; scale: number; levels: LevelMeta[] };
}

export interface Outline {
  unit: number;
  // Web Mercator, the world from 0 to 1: pairs of x and y.
  rings: Float64Array[];
  box: [west: number, north: number, east: number, south: number];
}

export interface Level extends LevelMeta {
  first: number;
  count: number;
  outlines: Outline[];
}

// What the shown records say of one unit: surely there, expected, possibly there.
export interface Tally {
  min: number;
  expected: number;
  max: number;
  // Some number has no upper end.
  open: boolean;
  // Records that tell a number, those of them that tell a lower one, and those that tell none.
  stated: number;
  low: number;
  without: number;
}

export interface Placing {
  certain: number;
  shared: number;
  nowhere: number;
}

export class Units {
  readonly levels: Level[];
  readonly x: Float64Array;
  readonly y: Float64Array;

  private constructor(
    meta: UnitsMeta,
    readonly whole: number,
    readonly names: (string | null)[],
    readonly namesAr: (string | null)[],
    levelOf: Int32Array,
    readonly km2: Int32Array,
    readonly people: Int32Array,
    points: [Int32Array, Int32Array, number],
    readonly incident: Int32Array,
    readonly unit: Int32Array,
    readonly parts: Int32Array,
    readonly certain: Int32Array,
  ) {
    const [lons, lats, scale] = points;
    this.x = new Float64Array(lons.length).fill(NaN);
    this.y = new Float64Array(lons.length).fill(NaN);
    for (let row = 0; row < lons.length; row++) {
      if (lons[row] !== NONE) [this.x[row], this.y[row]] = mercator(lons[row]! / scale, lats[row]! / scale) as [number, number];
    }
    let first = 0;
    this.levels = meta.units.levels.map((level) => {
      const count = levelOf.reduce((sum, one) => sum + Number(one === level.level), 0);
      const made = { ...level, first, count, outlines: level.rings.map((ring) => outlineOf(ring, meta.units.scale)) };
      first += count;
      return made;
    });
  }

  static async read(payload: Payload<UnitsMeta>): Promise<Units> {
    const int = (name: string) => payload.ints('units', name);
    const [names, namesAr] = await Promise.all(['name_en', 'name_ar'].map((name) => payload.strings('units', name)));
    const [level, km2, people, lon, lat] = (await Promise.all(['level', 'km2', 'people', 'lon', 'lat'].map(int))) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
    const [incident, unit, parts, certain] = (await Promise.all(['incident', 'unit', 'parts', 'certain'].map((name) => payload.ints('shares', name)))) as [Int32Array, Int32Array, Int32Array, Int32Array];
    return new Units(payload.meta, payload.meta.units.whole, names!, namesAr!, level, km2, people, [lon, lat, payload.scale('units', 'lon')], incident, unit, parts, certain);
  }

  nameOf(app: App, unit: number): string {
    return (app.words.language === 'ar' && this.namesAr[unit]) || this.names[unit] || this.namesAr[unit] || '';
  }

  // Of each unit of a level, what is counted over the shown records; people by one claimant alone.
  tallies(app: App, level: Level, measure: Measure, claimant: string): Tally[] {
    const tallies = Array.from({ length: level.count }, (): Tally => ({ min: 0, expected: 0, max: 0, open: false, stated: 0, low: 0, without: 0 }));
    const { filter } = app;
    const people = measure === 'killed' || measure === 'injured';
    for (let row = 0; row < this.incident.length; row++) {
      const place = this.unit[row]! - level.first;
      const incident = this.incident[row]!;
      if (place < 0 || place >= level.count || !filter.shown[incident]) continue;
      const share = this.parts[row]! / this.whole;
      if (people) this.addPeople(app, tallies[place]!, { incident, share, measure, claimant });
      else one(tallies[place]!, share, 1, 1);
    }
    if (measure === 'share' || measure === 'density' || measure === 'people') this.rate(app, level, tallies, measure);
    return tallies;
  }

  private addPeople(app: App, tally: Tally, { incident, share, measure, claimant }: { incident: number; share: number; measure: 'killed' | 'injured'; claimant: string }): void {
    const { claims, claimStart } = app.records;
    const [mins, maxs] = measure === 'killed' ? [claims.killedMin, claims.killedMax] : [claims.injuredMin, claims.injuredMax];
    for (let claim = claimStart[incident]!; claim < claimStart[incident + 1]!; claim++) {
      if (!app.filter.claimShown[claim] || claims.claimant.words[claims.claimant.values[claim]! - 1] !== claimant) continue;
      const [min, max] = [mins[claim]!, maxs[claim]!];
      if (min === NONE && max === NONE) tally.without++;
      else one(tally, share, min === NONE ? null : min, max === NONE ? null : max);
    }
  }

  // The parts of a rate of a unit: its expected incidents and its people.
  partsOf(unit: number, rate: number): { n: number; people: number } {
    const people = this.people[unit]!;
    return { n: (rate * people) / PER_PEOPLE, people };
  }

  private rate(app: App, level: Level, tallies: Tally[], measure: 'share' | 'density' | 'people'): void {
    const total = app.filter.shownCount || 1;
    tallies.forEach((tally, place) => {
      const km2 = this.km2[level.first + place]!;
      const people = this.people[level.first + place]!;
      const by = measure === 'share' ? 100 / total : measure === 'people' ? (people === NONE ? NaN : PER_PEOPLE / people) : km2 === NONE ? NaN : 1000 / km2;
      tally.min *= by;
      tally.expected *= by;
      tally.max *= by;
    });
  }

  // How many of the shown records lie in one unit, in several, or in none at this level.
  placing(app: App, level: Level): Placing {
    const { shown, shownCount } = app.filter;
    const placing = { certain: 0, shared: 0, nowhere: 0 };
    let row = 0;
    while (row < this.incident.length) {
      const incident = this.incident[row]!;
      let rows = 0;
      let sure = 0;
      for (; row < this.incident.length && this.incident[row] === incident; row++) {
        const place = this.unit[row]! - level.first;
        if (place < 0 || place >= level.count) continue;
        rows++;
        sure |= this.certain[row]!;
      }
      if (!shown[incident] || !rows) continue;
      if (sure) placing.certain++;
      else placing.shared++;
    }
    placing.nowhere = shownCount - placing.certain - placing.shared;
    return placing;
  }

  // The shown records that lie, or may lie, in a unit: the surest first.
  recordsIn(app: App, unit: number): number[] {
    const found: [number, number][] = [];
    for (let row = 0; row < this.incident.length; row++) {
      if (this.unit[row] === unit && app.filter.shown[this.incident[row]!]) found.push([this.incident[row]!, this.parts[row]!]);
    }
    return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([incident]) => incident);
  }

  unitAt(level: Level, x: number, y: number): number {
    for (const { unit, rings, box } of level.outlines) {
      if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && odd(rings, x, y)) return unit;
    }
    return -1;
  }
}

// A record wholly there gives its least; one that may lie elsewhere gives none of it, and all of its most.
// Below a lone maximum nothing is known: the least is none where nobody tells one.
function one(tally: Tally, share: number, min: number | null, max: number | null): void {
  tally.stated++;
  if (min !== null) {
    tally.low++;
    if (share === 1) tally.min += min;
  }
  if (max === null) {
    tally.open = true;
    return;
  }
  if (min !== null) tally.expected += (share * (min + max)) / 2;
  tally.max += max;
}

function outlineOf([unit, ...rings]: [number, ...number[][]], scale: number): Outline {
  const box: Outline['box'] = [2, 2, -2, -2];
  const drawn = rings.map((coded) => {
    const points = new Float64Array(coded.length);
    let [lon, lat] = [0, 0];
    for (let i = 0; i < coded.length; i += 2) {
      lon += coded[i]!;
      lat += coded[i + 1]!;
      const [x, y] = mercator(lon / scale, lat / scale);
      points[i] = x;
      points[i + 1] = y;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return points;
  });
  return { unit, rings: drawn, box };
}

function odd(rings: Float64Array[], x: number, y: number): boolean {
  let within = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [xi, yi, xj, yj] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
    }
  }
  return within;
}

// The class of a rate: the first whose end it does not pass; -1 for none at all.
export function classOf(value: number, breaks: readonly number[]): number {
  if (!(value > 0)) return -1;
  const place = breaks.findIndex((end) => value <= end + 1e-9);
  return place < 0 ? breaks.length - 1 : place;
}
