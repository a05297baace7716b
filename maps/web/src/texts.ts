// Long texts by column, in blocks that are inflated when one is asked for; maps/payload/words.py writes them.

import { json, planes } from './codecs';

export interface TextEntry {
  name: string;
  codec: 'strings' | 'numbered' | 'words';
  offset: number;
  lengths: number[];
  prefix?: string;
  width?: number;
  words?: [number, number];
}

type Inflate = (offset: number, length: number) => Promise<Uint8Array<ArrayBuffer>>;
type Texts = (string | null)[];

const MOST_OPEN = 16;

// What is asked for by number, made once while it is among the last asked for.
class Recent<Value> {
  private readonly held = new Map<number, Promise<Value>>();

  constructor(private readonly make: (number: number) => Promise<Value>) {}

  get(number: number): Promise<Value> {
    const there = this.held.get(number);
    if (there) return there;
    const made = this.make(number);
    this.held.set(number, made);
    if (this.held.size > MOST_OPEN) this.held.delete(this.held.keys().next().value!);
    return made;
  }
}

class Column {
  private readonly starts: number[] = [];
  private readonly opened = new Recent<Texts>((number) => this.read(number));
  private dictionary: Promise<string[]> | null = null;

  constructor(
    private readonly entry: TextEntry,
    private readonly inflate: Inflate,
    private readonly size: (block: number) => number,
  ) {
    let at = entry.offset;
    for (const length of entry.lengths) {
      this.starts.push(at);
      at += length;
    }
  }

  block(number: number): Promise<Texts> {
    return this.opened.get(number);
  }

  private async read(number: number): Promise<Texts> {
    const { codec, lengths, prefix, width, words } = this.entry;
    const [bytes, dictionary] = await Promise.all([
      this.inflate(this.starts[number]!, lengths[number]!),
      words && (this.dictionary ??= this.inflate(...words).then((raw) => json<string[]>(raw))),
    ]);
    if (codec === 'strings') return json<Texts>(bytes);
    if (codec === 'words') return spoken(bytes, dictionary!);
    if (codec !== 'numbered') throw new Error(`unknown codec of texts: ${codec}`);
    return Array.from(planes(bytes, this.size(number)), (value) => (value ? prefix! + String(value - 1).padStart(width!, '0') : null));
  }
}

// Code 0 ends a text, 1 takes the next word of the block's own; a text without a word is null.
function spoken(bytes: Uint8Array, words: string[]): Texts {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const own = json<string[]>(bytes.subarray(4 + length));
  const texts: Texts = [];
  let told: string[] = [];
  let next = 0;
  let value = 0;
  let shift = 0;
  for (let i = 4; i < 4 + length; i++) {
    value |= (bytes[i]! & 0x7f) << shift;
    shift += 7;
    if (bytes[i]! & 0x80) continue;
    if (value) told.push(value === 1 ? own[next++]! : words[value - 2]!);
    else {
      texts.push(told.length ? told.join(' ') : null);
      told = [];
    }
    value = shift = 0;
  }
  return texts;
}

export interface TextHeader {
  per_block: number;
  // Rows as JSON objects, or else columns.
  blocks: [number, number][];
  count?: number;
  columns?: TextEntry[];
}

export class LongTexts {
  private readonly columns: [string, Column][];
  private readonly rows: Recent<unknown[]>;

  constructor(
    private readonly header: TextHeader,
    inflate: Inflate,
  ) {
    const { count = 0, per_block: size, columns = [], blocks } = header;
    this.columns = columns.map((entry) => [entry.name, new Column(entry, inflate, (block) => Math.min(size, count - block * size))]);
    this.rows = new Recent(async (number) => json<unknown[]>(await inflate(...blocks[number]!)));
  }

  private get count(): number {
    const { count, per_block: size, blocks } = this.header;
    return count === undefined ? blocks.length : Math.ceil(count / size);
  }

  async row<Row>(row: number): Promise<Row | undefined> {
    const { per_block: size } = this.header;
    const block = Math.floor(row / size);
    if (block >= this.count || row >= (this.header.count ?? Infinity)) return undefined;
    if (!this.columns.length) return (await this.rows.get(block))[row % size] as Row | undefined;
    const cells = await Promise.all(this.columns.map(async ([name, column]) => [name, (await column.block(block))[row % size]] as const));
    return Object.fromEntries(cells) as Row;
  }

  // The first row that bears a text in this column, block by block; -1 where there is none.
  async find(name: string, text: string): Promise<number> {
    const column = this.columns.find(([one]) => one === name)?.[1];
    for (let block = 0; block < this.count; block++) {
      const texts = column ? await column.block(block) : ((await this.rows.get(block)) as Record<string, string>[]).map((row) => row[name]);
      const place = texts.indexOf(text);
      if (place >= 0) return block * this.header.per_block + place;
    }
    return -1;
  }
}
