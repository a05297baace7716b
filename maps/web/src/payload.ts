// Reads the container SAP1 (maps/payload writes it): columns as typed arrays, texts block by block when they are asked for.

export const NONE = -0x80000000;

interface ColumnEntry {
  name: string;
  codec: 'delta' | 'uint' | 'code' | 'codes' | 'strings';
  offset: number;
  length: number;
  scale?: number;
  words?: string[];
}

interface Header<Meta> {
  version: number;
  tables: Record<string, { count: number; columns: ColumnEntry[] }>;
  text: { per_block: number; blocks: [number, number][] };
  meta: Meta;
}

export interface Codes {
  words: string[];
  // Place in words + 1; 0 is null.
  values: Uint32Array;
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function varints(bytes: Uint8Array, start: number, expected: number): Uint32Array {
  const out = new Uint32Array(expected);
  let n = 0;
  let value = 0;
  let shift = 0;
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    value |= (byte & 0x7f) << shift;
    if (byte & 0x80) {
      shift += 7;
    } else {
      out[n++] = value;
      value = shift = 0;
    }
  }
  if (n !== expected) throw new Error(`the payload holds ${n} numbers, not ${expected}`);
  return out;
}

function countVarints(bytes: Uint8Array): number {
  let n = 0;
  for (const byte of bytes) if (byte < 0x80) n++;
  return n;
}

function readDelta(bytes: Uint8Array, count: number): Int32Array {
  const out = new Int32Array(count);
  const masked = bytes[0] === 1;
  const has = (row: number): boolean => !masked || ((bytes[1 + (row >> 3)]! >> (row & 7)) & 1) === 1;
  let present = 0;
  for (let row = 0; row < count; row++) if (has(row)) present++;
  const steps = varints(bytes, masked ? 1 + ((count + 7) >> 3) : 1, present);
  let value = 0;
  let next = 0;
  for (let row = 0; row < count; row++) {
    if (!has(row)) {
      out[row] = NONE;
      continue;
    }
    const step = steps[next++]!;
    value += (step >>> 1) ^ -(step & 1);
    out[row] = value;
  }
  return out;
}

export class Payload<Meta = unknown> {
  private readonly columns = new Map<string, ColumnEntry>();
  private readonly opened = new Map<number, Promise<unknown[]>>();

  private constructor(
    private readonly header: Header<Meta>,
    private readonly body: Uint8Array<ArrayBuffer>,
  ) {
    for (const [table, { columns }] of Object.entries(header.tables)) {
      for (const column of columns) this.columns.set(`${table}.${column.name}`, column);
    }
  }

  static async open<Meta>(base64: string): Promise<Payload<Meta>> {
    return Payload.of(bytesOf(base64));
  }

  static async of<Meta>(bytes: Uint8Array<ArrayBuffer>): Promise<Payload<Meta>> {
    if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'SAP1') throw new Error('not a SAP1 payload');
    const length = new DataView(bytes.buffer).getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(await inflate(bytes.slice(8, 8 + length)))) as Header<Meta>;
    if (header.version !== 1) throw new Error(`unknown version of the payload: ${header.version}`);
    return new Payload(header, bytes.subarray(8 + length));
  }

  // What a map without records has.
  static empty<Meta>(meta: Meta): Payload<Meta> {
    return new Payload({ version: 1, tables: {}, text: { per_block: 1, blocks: [] }, meta }, new Uint8Array());
  }

  get meta(): Meta {
    return this.header.meta;
  }

  count(table: string): number {
    return this.header.tables[table]?.count ?? 0;
  }

  scale(table: string, name: string): number {
    return this.columns.get(`${table}.${name}`)?.scale ?? 1;
  }

  private block(entry: { offset: number; length: number }): Promise<Uint8Array<ArrayBuffer>> {
    return inflate(this.body.slice(entry.offset, entry.offset + entry.length));
  }

  // Whole numbers, NONE where null. A column that is not there is null throughout.
  async ints(table: string, name: string): Promise<Int32Array> {
    const count = this.count(table);
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return new Int32Array(count).fill(NONE);
    const bytes = await this.block(entry);
    if (entry.codec === 'delta') return readDelta(bytes, count);
    if (entry.codec !== 'uint') throw new Error(`column ${name} holds no numbers`);
    const values = varints(bytes, 0, count);
    return Int32Array.from(values, (value) => (value ? value - 1 : NONE));
  }

  async codes(table: string, name: string): Promise<Codes> {
    const count = this.count(table);
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return { words: [], values: new Uint32Array(count) };
    return { words: entry.words ?? [], values: varints(await this.block(entry), 0, count) };
  }

  // Lists of words end to end: those of a row stand from start[row] to before start[row + 1], as places in words.
  async flat(table: string, name: string): Promise<{ words: string[]; start: Uint32Array; values: Uint32Array }> {
    const count = this.count(table);
    const start = new Uint32Array(count + 1);
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return { words: [], start, values: new Uint32Array() };
    const bytes = await this.block(entry);
    const coded = varints(bytes, 0, countVarints(bytes));
    const values = new Uint32Array(coded.length - count);
    let at = 0;
    for (let row = 0; row < count; row++) {
      const size = coded[at]!;
      values.set(coded.subarray(at + 1, at + 1 + size), start[row]!);
      start[row + 1] = start[row]! + size;
      at += 1 + size;
    }
    return { words: entry.words ?? [], start, values };
  }

  async lists(table: string, name: string): Promise<string[][]> {
    const { words, start, values } = await this.flat(table, name);
    return Array.from({ length: this.count(table) }, (_, row) => Array.from(values.subarray(start[row], start[row + 1]), (code) => words[code]!));
  }

  async strings(table: string, name: string): Promise<(string | null)[]> {
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return new Array(this.count(table)).fill(null);
    return JSON.parse(new TextDecoder().decode(await this.block(entry)));
  }

  async text<Row>(row: number): Promise<Row | undefined> {
    const { per_block, blocks } = this.header.text;
    const number = Math.floor(row / per_block);
    const place = blocks[number];
    if (!place) return undefined;
    let block = this.opened.get(number);
    if (!block) {
      block = this.block({ offset: place[0], length: place[1] }).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
      this.opened.set(number, block);
      if (this.opened.size > 16) this.opened.delete(this.opened.keys().next().value!);
    }
    return (await block)[row % per_block] as Row | undefined;
  }

  // The first row whose text is the one wanted, block by block; -1 where there is none.
  async find<Row>(wanted: (row: Row) => boolean): Promise<number> {
    const { per_block, blocks } = this.header.text;
    for (let number = 0; number < blocks.length; number++) {
      await this.text(number * per_block);
      const place = ((await this.opened.get(number)) as Row[]).findIndex(wanted);
      if (place >= 0) return number * per_block + place;
    }
    return -1;
  }
}
