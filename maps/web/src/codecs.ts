// Columns out of their inflated bytes; maps/payload/codecs.py says how they were written.

export const NONE = -0x80000000;

export interface Codes {
  words: string[];
  // Place in words + 1; 0 is null.
  values: Uint32Array;
}

export function varints(bytes: Uint8Array, start: number, expected: number): Uint32Array {
  const out = new Uint32Array(expected);
  const end = bytes.length;
  // Most columns hold small numbers alone.
  if (end - start === expected) {
    let bits = 0;
    for (let i = start; i < end; i++) bits |= bytes[i]!;
    if (bits < 0x80) {
      out.set(bytes.subarray(start));
      return out;
    }
  }
  let n = 0;
  for (let i = start; i < end; i++) {
    let byte = bytes[i]!;
    let value = byte & 0x7f;
    for (let shift = 7; byte & 0x80 && ++i < end; shift += 7) {
      byte = bytes[i]!;
      value |= (byte & 0x7f) << shift;
    }
    if (byte & 0x80) break;
    out[n++] = value;
  }
  if (n !== expected) throw new Error(`the payload holds ${n} numbers, not ${expected}`);
  return out;
}

export function countVarints(bytes: Uint8Array): number {
  let n = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 0x80) n++;
  return n;
}

// Byte planes, the lowest first.
export function planes(bytes: Uint8Array, count: number): Uint32Array {
  const out = new Uint32Array(count);
  if (count && (bytes.length % count || bytes.length > 4 * count)) throw new Error(`the payload holds ${bytes.length} bytes for the planes of ${count} numbers`);
  for (let at = 0, shift = 0; at < bytes.length; at += count, shift += 8) {
    for (let row = 0; row < count; row++) out[row]! |= bytes[at + row]! << shift;
  }
  return out;
}

const unzigzag = (step: number): number => (step >>> 1) ^ -(step & 1);

export function readDelta(bytes: Uint8Array, count: number): Int32Array {
  const out = new Int32Array(count);
  const masked = bytes[0] === 1;
  const start = masked ? 1 + ((count + 7) >> 3) : 1;
  const has = (row: number): boolean => ((bytes[1 + (row >> 3)]! >> (row & 7)) & 1) === 1;
  let present = count;
  if (masked) for (let row = 0; row < count; row++) if (!has(row)) present--;
  const steps = varints(bytes, start, present);
  let value = 0;
  let next = 0;
  for (let row = 0; row < count; row++) {
    if (masked && !has(row)) {
      out[row] = NONE;
      continue;
    }
    value += unzigzag(steps[next++]!);
    out[row] = value;
  }
  return out;
}

// Codes from 1 on as numbers from `base` on; 0 is null.
export function fromOne(values: Uint32Array, base: number): Int32Array {
  const out = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) out[row] = values[row] ? values[row]! - 1 + base : NONE;
  return out;
}

export function readBeside(bytes: Uint8Array, base: Int32Array): Int32Array {
  const out = new Int32Array(base.length);
  const steps = varints(bytes, 0, base.length);
  for (let row = 0; row < base.length; row++) out[row] = steps[row] ? unzigzag(steps[row]! - 1) + (base[row] === NONE ? 0 : base[row]!) : NONE;
  return out;
}

const utf8 = new TextDecoder();

export function json<Value>(bytes: Uint8Array): Value {
  return JSON.parse(utf8.decode(bytes)) as Value;
}

// A JSON value of so many bytes as the first four say, and where it ends.
export function sized<Value>(bytes: Uint8Array): [Value, number] {
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return [json<Value>(bytes.subarray(4, end)), end];
}

export function readTexts(bytes: Uint8Array, count: number): Codes {
  const [words, end] = sized<string[]>(bytes);
  return { words, values: varints(bytes, end, count) };
}

// Each text once, and its place for every row.
export function codesOf(texts: readonly (string | null)[]): Codes {
  const known = new Map<string, number>();
  const values = new Uint32Array(texts.length);
  texts.forEach((text, row) => {
    if (text === null) return;
    let code = known.get(text);
    if (code === undefined) known.set(text, (code = known.size + 1));
    values[row] = code;
  });
  return { words: [...known.keys()], values };
}

const DAY = 86_400_000;
const LENGTHS = [0, 10, 7, 4];

export type Dates = (row: number) => string | null;

// Dates are written out when one is asked for: their days stand in columns of their own.
export function readDates(bytes: Uint8Array, first: Int32Array, last: Int32Array): Dates {
  const [said, end] = sized<string[]>(bytes);
  const kinds = varints(bytes, end, first.length);
  const iso = (day: number): string => new Date(day * DAY).toISOString();
  return (row) => {
    const kind = kinds[row]!;
    if (kind >= 5) return said[kind - 5]!;
    if (kind === 4) return `${iso(first[row]!).slice(0, 10)}/${iso(last[row]!).slice(0, 10)}`;
    return kind ? iso(first[row]!).slice(0, LENGTHS[kind]) : null;
  };
}
