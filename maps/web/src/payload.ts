// Reads the container SAP1 (maps/payload writes it): columns as typed arrays, texts block by block when they are asked for.

import { codesOf, countVarints, fromOne, json, NONE, planes, readBeside, readDates, readDelta, readTexts, varints, type Codes, type Dates } from './codecs';
import { LongTexts, type TextHeader } from './texts';

export { NONE, type Codes, type Dates } from './codecs';

interface ColumnEntry {
  name: string;
  codec: 'delta' | 'uint' | 'planes' | 'beside' | 'code' | 'codes' | 'strings' | 'texts' | 'date';
  offset: number;
  length: number;
  scale?: number;
  words?: string[];
  base?: number;
  // Columns of the same table that this one is told beside.
  of?: string[];
}

interface Header<Meta> {
  version: number;
  tables: Record<string, { count: number; columns: ColumnEntry[] }>;
  text: TextHeader;
  meta: Meta;
}

type Bytes = Uint8Array<ArrayBuffer>;
type Source = (from: number, to: number) => Bytes;

function decoded(base64: string): Bytes {
  const fast = (Uint8Array as unknown as { fromBase64?: (text: string) => Bytes }).fromBase64;
  if (fast) return fast(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

// Bytes are made of their four letters to three only when they are asked for: most of a page is never opened.
function inBase64(text: string): Source {
  const letters = text.trim();
  return (from, to) => {
    const first = Math.floor(from / 3);
    return decoded(letters.slice(4 * first, 4 * Math.ceil(to / 3))).subarray(from - 3 * first, to - 3 * first);
  };
}

async function inflate(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export class Payload<Meta = unknown> {
  private readonly columns = new Map<string, ColumnEntry>();
  private readonly numbers = new Map<string, Promise<Int32Array>>();
  private readonly texts: LongTexts;

  private constructor(
    private readonly header: Header<Meta>,
    private readonly source: Source,
    private readonly start: number,
  ) {
    for (const [table, { columns }] of Object.entries(header.tables)) {
      for (const column of columns) this.columns.set(`${table}.${column.name}`, column);
    }
    this.texts = new LongTexts(header.text, (offset, length) => this.block({ offset, length }));
  }

  static open<Meta>(base64: string): Promise<Payload<Meta>> {
    return Payload.from(inBase64(base64));
  }

  static of<Meta>(bytes: Bytes): Promise<Payload<Meta>> {
    return Payload.from((from, to) => bytes.slice(from, to));
  }

  private static async from<Meta>(source: Source): Promise<Payload<Meta>> {
    const head = source(0, 8);
    if (String.fromCharCode(...head.subarray(0, 4)) !== 'SAP1') throw new Error('not a SAP1 payload');
    const start = 8 + new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    const header = json<Header<Meta>>(await inflate(source(8, start)));
    if (header.version !== 1) throw new Error(`unknown version of the payload: ${header.version}`);
    return new Payload(header, source, start);
  }

  // What a map without records has.
  static empty<Meta>(meta: Meta): Payload<Meta> {
    return new Payload({ version: 1, tables: {}, text: { per_block: 1, blocks: [] }, meta }, () => new Uint8Array(), 0);
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

  private block({ offset, length }: { offset: number; length: number }): Promise<Bytes> {
    return inflate(this.source(this.start + offset, this.start + offset + length));
  }

  // Whole numbers, NONE where null. A column that is not there is null throughout.
  ints(table: string, name: string): Promise<Int32Array> {
    const key = `${table}.${name}`;
    let numbers = this.numbers.get(key);
    if (!numbers) this.numbers.set(key, (numbers = this.readInts(table, name)));
    return numbers;
  }

  private async readInts(table: string, name: string): Promise<Int32Array> {
    const count = this.count(table);
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return new Int32Array(count).fill(NONE);
    const bytes = await this.block(entry);
    if (entry.codec === 'delta') return readDelta(bytes, count);
    if (entry.codec === 'planes') return fromOne(planes(bytes, count), entry.base ?? 0);
    if (entry.codec === 'beside') return readBeside(bytes, await this.ints(table, entry.of![0]!));
    if (entry.codec !== 'uint') throw new Error(`column ${name} holds no numbers`);
    return fromOne(varints(bytes, 0, count), 0);
  }

  // Words, or texts that recur.
  async codes(table: string, name: string): Promise<Codes> {
    const count = this.count(table);
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return { words: [], values: new Uint32Array(count) };
    const bytes = await this.block(entry);
    if (entry.codec === 'texts') return readTexts(bytes, count);
    if (entry.codec === 'strings') return codesOf(json(bytes));
    return { words: entry.words ?? [], values: varints(bytes, 0, count) };
  }

  async dates(table: string, name: string): Promise<Dates> {
    const entry = this.columns.get(`${table}.${name}`);
    if (!entry) return () => null;
    if (entry.codec !== 'date') {
      const { words, values } = await this.codes(table, name);
      return (row) => (values[row] ? words[values[row]! - 1]! : null);
    }
    const [bytes, first, last] = await Promise.all([this.block(entry), this.ints(table, entry.of![0]!), this.ints(table, entry.of![1]!)]);
    return readDates(bytes, first, last);
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
    const { words, values } = await this.codes(table, name);
    return Array.from(values, (code) => (code ? words[code - 1]! : null));
  }

  text<Row>(row: number): Promise<Row | undefined> {
    return this.texts.row<Row>(row);
  }

  // The first row whose text has this under a name; -1 where there is none.
  find(name: string, text: string): Promise<number> {
    return this.texts.find(name, text);
  }
}
