// Payloads and records for tests, written here by hand: a second author of the format beside Python's.
import { deflateRawSync } from 'node:zlib';
import { App } from '../src/app';
import { readModel } from '../src/model';
import { NONE, Payload } from '../src/payload';
import { readRecords } from '../src/records';

export interface Column {
  name: string;
  codec: 'delta' | 'uint' | 'code' | 'codes' | 'strings';
  bytes: number[] | string[];
  scale?: number;
  words?: string[];
}

export function varint(value: number): number[] {
  const out: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

export const uint = (name: string, values: (number | null)[]): Column => ({ name, codec: 'uint', bytes: values.flatMap((value) => varint(value === null ? 0 : value + 1)) });
export const code = (name: string, words: string[], values: (string | null)[]): Column => ({ name, codec: 'code', words, bytes: values.flatMap((value) => varint(value === null ? 0 : words.indexOf(value) + 1)) });
export const codes = (name: string, words: string[], rows: string[][]): Column => ({ name, codec: 'codes', words, bytes: rows.flatMap((row) => [...varint(row.length), ...row.flatMap((word) => varint(words.indexOf(word)))]) });
export const strings = (name: string, values: (string | null)[]): Column => ({ name, codec: 'strings', bytes: [JSON.stringify(values)] });

export function delta(name: string, values: (number | null)[], scale = 1): Column {
  const bits = new Array<number>((values.length + 7) >> 3).fill(0);
  const steps: number[] = [];
  let last = 0;
  values.forEach((value, row) => {
    if (value === null) return;
    bits[row >> 3]! |= 1 << (row & 7);
    steps.push(...varint(zigzag(value - last)));
    last = value;
  });
  return { name, codec: 'delta', scale, bytes: [1, ...bits, ...steps] };
}

const packed = (bytes: number[] | string[]): Uint8Array => deflateRawSync(typeof bytes[0] === 'string' ? new TextEncoder().encode(bytes.join('')) : Uint8Array.from(bytes as number[]));

export function container(tables: Record<string, [number, Column[]]>, cards: unknown[] = [], perBlock = 2): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  let offset = 0;
  const put = (block: Uint8Array): [number, number] => {
    blocks.push(block);
    offset += block.length;
    return [offset - block.length, block.length];
  };
  const header = { version: 1, meta: { own: 'ü' }, tables: {} as Record<string, unknown>, text: { per_block: perBlock, blocks: [] as [number, number][] } };
  for (const [name, [count, columns]] of Object.entries(tables)) {
    header.tables[name] = { count, columns: columns.map(({ bytes, ...column }) => { const [at, length] = put(packed(bytes)); return { ...column, offset: at, length }; }) };
  }
  for (let from = 0; from < cards.length; from += perBlock) header.text.blocks.push(put(packed([JSON.stringify(cards.slice(from, from + perBlock))])));
  const head = packed([JSON.stringify(header)]);
  const out = new Uint8Array(8 + head.length + offset);
  out.set(new TextEncoder().encode('SAP1'));
  new DataView(out.buffer).setUint32(4, head.length, true);
  let at = 8;
  for (const part of [head, ...blocks]) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// Five incidents: a village and a town in one place, one known to the year, one without a date, one without a place.
export const SMALL = container({
  incidents: [5, [
    delta('lon', [4310, 4310, 4200, 4400, null], 100), delta('lat', [3630, 3630, 3500, 3600, null], 100),
    uint('r_m', [700, 4000, 45000, 10, null]), code('precision', ['village', 'town', 'governorate', 'exact', 'country'], ['village', 'town', 'governorate', 'exact', 'country']),
    delta('day_from', [100, 130, 0, null, 400]), delta('day_to', [100, 131, 364, null, 400]),
    code('unit', ['Ostrel', 'Karn'], ['Ostrel', 'Ostrel', 'Karn', null, null]),
    uint('killed_min', [1, null, 3, 0, null]), uint('killed_max', [4, null, null, 0, 7]),
    strings('place', ['al-Qāʾim', 'Brenn', null, 'Vell', 'Valdria']), strings('place_ar', ['القائم', null, 'كرن', null, null]), strings('date', ['1970-04-11', '1970-05-11/1970-05-12', '1970', null, '1971-02-05']),
  ]],
  claims: [6, [
    delta('incident', [0, 0, 1, 2, 3, 4]), code('claimant', ['airwars', 'cjtf-oir'], ['airwars', 'cjtf-oir', 'airwars', 'airwars', 'cjtf-oir', 'cjtf-oir']),
    code('status', ['airwars/fair', 'cjtf-oir/open'], ['airwars/fair', 'cjtf-oir/open', null, 'airwars/fair', 'cjtf-oir/open', 'cjtf-oir/open']),
    uint('killed_min', [1, 2, null, 3, 0, null]), uint('killed_max', [4, 2, null, null, 0, 7]), uint('injured_min', [null, 1, null, null, null, null]), uint('injured_max', [null, 1, null, null, null, null]),
    codes('kinds', ['airstrike', 'artillery'], [['airstrike'], ['airstrike', 'artillery'], [], [], ['artillery'], []]),
  ]],
}, [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }, { id: 'e' }]);

export async function app(): Promise<App> {
  const payload = await Payload.of(SMALL);
  const claimants = [{ id: 'airwars', name: 'Airwars', name_ar: null, stands_by: ['confirmed', 'fair'] }, { id: 'cjtf-oir', name: 'Coalition', name_ar: null, stands_by: ['credible'] }];
  return new App({ ...readModel(null, []), claimants }, payload, await readRecords(payload), null);
}

export const nulls = (values: Iterable<number>): (number | null)[] => [...values].map((value) => (value === NONE ? null : value));
