// The drawn columns of all incidents and claims as typed arrays.

import { NONE, Payload, type Codes, type Dates } from './payload';
import { readShapes, type Shapes } from './shapes';

export const PRECISIONS = [
  'exact', 'site', 'street', 'neighbourhood', 'village', 'town', 'around_place', 'district', 'governorate', 'country', 'unknown',
] as const;
export const UNKNOWN = PRECISIONS.length - 1;
const BLOCK = 1024;

// dot: a filled point; ring and dashed: the class is coarser; area: only its radius is known; none: in the list alone.
export type Mark = 'dot' | 'ring' | 'dashed' | 'area' | 'none';
const MARKS: Mark[] = ['dot', 'dot', 'ring', 'ring', 'ring', 'dashed', 'dashed', 'area', 'area', 'none', 'none'];

// Words of each claim: those of claim i stand in values from start[i] to before start[i + 1], as places in words.
export interface Lists {
  words: readonly string[];
  start: Uint32Array;
  values: Uint32Array;
}

export interface Claims {
  count: number;
  incident: Int32Array;
  claimant: Codes;
  status: Codes;
  claimants: Lists;
  statuses: Lists;
  kinds: Lists;
  belligerents: Lists;
  killedMin: Int32Array;
  killedMax: Int32Array;
  injuredMin: Int32Array;
  injuredMax: Int32Array;
}

export interface Block {
  from: number;
  to: number;
  west: number;
  east: number;
  north: number;
  south: number;
}

export interface Records {
  count: number;
  // Rows before this one have a position on the map.
  placed: number;
  // Web Mercator, the world from 0 to 1, y southwards; NaN where there is no place.
  x: Float64Array;
  y: Float64Array;
  lat: Float64Array;
  radius: Int32Array;
  precision: Uint8Array;
  dayFrom: Int32Array;
  dayTo: Int32Array;
  country: Codes;
  unit: Codes;
  killedMin: Int32Array;
  killedMax: Int32Array;
  flags: Int32Array;
  place: Codes;
  placeAr: Codes;
  date: Dates;
  claims: Claims;
  claimStart: Uint32Array;
  // One bit for each claimant of the claims' dictionary.
  claimants: Uint32Array;
  blocks: Block[];
  shapes: Shapes;
}

export function mercator(lon: number, lat: number): [number, number] {
  const sin = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

export function markOf(records: Records, row: number): Mark {
  return Number.isNaN(records.x[row]!) ? 'none' : MARKS[records.precision[row]!]!;
}

export function markOfClass(precision: string): Mark {
  return MARKS[PRECISIONS.indexOf(precision as (typeof PRECISIONS)[number])] ?? 'none';
}

function precisionRows(codes: Codes): Uint8Array {
  const ranks = Uint8Array.from(['', ...codes.words], (word) => {
    const rank = PRECISIONS.indexOf(word as (typeof PRECISIONS)[number]);
    return rank < 0 ? UNKNOWN : rank;
  });
  const rows = new Uint8Array(codes.values.length);
  for (let row = 0; row < rows.length; row++) rows[row] = ranks[codes.values[row]!]!;
  return rows;
}

// One word or none to a claim, in the shape of lists.
function single({ words, values }: Codes): Lists {
  const start = new Uint32Array(values.length + 1);
  const told = new Uint32Array(values.length);
  let at = 0;
  for (let row = 0; row < values.length; row++) {
    if (values[row]) told[at++] = values[row]! - 1;
    start[row + 1] = at;
  }
  return { words, start, values: told.subarray(0, at) };
}

async function readClaims(payload: Payload): Promise<Claims> {
  const ints = (name: string) => payload.ints('claims', name);
  const [incident, killedMin, killedMax, injuredMin, injuredMax] = (await Promise.all(
    ['incident', 'killed_min', 'killed_max', 'injured_min', 'injured_max'].map(ints),
  )) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  const [claimant, status] = await Promise.all([payload.codes('claims', 'claimant'), payload.codes('claims', 'status')]);
  const [kinds, belligerents] = await Promise.all([payload.flat('claims', 'kinds'), payload.flat('claims', 'belligerents')]);
  return {
    count: incident.length, incident, claimant, status, killedMin, killedMax, injuredMin, injuredMax,
    claimants: single(claimant), statuses: single(status), kinds, belligerents,
  };
}

function positions(lons: Int32Array, lats: Int32Array, scale: number, precision: Uint8Array) {
  const count = lons.length;
  const x = new Float64Array(count).fill(NaN);
  const y = new Float64Array(count).fill(NaN);
  const lat = new Float64Array(count).fill(NaN);
  let placed = 0;
  const off = Uint8Array.from(MARKS, (mark) => Number(mark === 'none'));
  for (let row = 0; row < count; row++) {
    if (lons[row] === NONE || lats[row] === NONE || off[precision[row]!]) continue;
    // Neighbours often stand on one point.
    if (placed === row && row && lats[row] === lats[row - 1]) y[row] = y[row - 1]!;
    else y[row] = mercator(0, lats[row]! / scale)[1];
    lat[row] = lats[row]! / scale;
    x[row] = lons[row]! / scale / 360 + 0.5;
    placed = row + 1;
  }
  return { x, y, lat, placed };
}

// Boxes around runs of neighbouring rows: what lies outside the view is skipped a run at a time.
function boxes(x: Float64Array, y: Float64Array, placed: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < placed; from += BLOCK) {
    const block = { from, to: Math.min(from + BLOCK, placed), west: 2, east: -2, north: 2, south: -2 };
    for (let row = from; row < block.to; row++) {
      if (Number.isNaN(x[row]!)) continue;
      block.west = Math.min(block.west, x[row]!);
      block.east = Math.max(block.east, x[row]!);
      block.north = Math.min(block.north, y[row]!);
      block.south = Math.max(block.south, y[row]!);
    }
    blocks.push(block);
  }
  return blocks;
}

function claimIndex(claims: Claims, count: number): { start: Uint32Array; mask: Uint32Array } {
  const start = new Uint32Array(count + 1);
  const mask = new Uint32Array(count);
  for (let row = 0; row < claims.count; row++) {
    start[claims.incident[row]! + 1]!++;
    const code = claims.claimant.values[row]!;
    if (code) mask[claims.incident[row]!]! |= 1 << Math.min(31, code - 1);
  }
  for (let row = 0; row < count; row++) start[row + 1]! += start[row]!;
  return { start, mask };
}

export async function readRecords(payload: Payload): Promise<Records> {
  const ints = (name: string) => payload.ints('incidents', name);
  const codes = (name: string) => payload.codes('incidents', name);
  const [lons, lats, radius, from, to, killedMin, killedMax, flags] = await Promise.all(
    ['lon', 'lat', 'r_m', 'day_from', 'day_to', 'killed_min', 'killed_max', 'flags'].map(ints),
  ) as Int32Array[];
  const [classes, country, unit, place, placeAr] = (await Promise.all(['precision', 'country', 'unit', 'place', 'place_ar'].map(codes))) as Codes[];
  const [date, claims] = await Promise.all([payload.dates('incidents', 'date'), readClaims(payload)]);
  const precision = precisionRows(classes!);
  const { x, y, lat, placed } = positions(lons!, lats!, payload.scale('incidents', 'lon'), precision);
  const { start, mask } = claimIndex(claims, payload.count('incidents'));
  return {
    count: payload.count('incidents'), placed, x, y, lat, precision, claims,
    radius: radius!, dayFrom: from!, dayTo: to!, country: country!, unit: unit!,
    killedMin: killedMin!, killedMax: killedMax!, flags: flags!,
    place: place!, placeAr: placeAr!, date,
    claimStart: start, claimants: mask, blocks: boxes(x, y, placed),
    shapes: await readShapes(payload),
  };
}

export function word(codes: Codes, row: number): string | null {
  const code = codes.values[row]!;
  return code ? codes.words[code - 1]! : null;
}

export function known(value: number): number | null {
  return value === NONE ? null : value;
}
