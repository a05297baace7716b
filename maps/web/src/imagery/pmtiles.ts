// Reads a PMTiles archive (version 3): one that lies in the page, or beside it on a host that answers ranges.

export interface Source {
  bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

interface Entry {
  id: number;
  offset: number;
  length: number;
  run: number;
}

export class Held implements Source {
  constructor(private readonly all: Uint8Array<ArrayBuffer>) {}

  async bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.all.slice(offset, offset + length);
  }
}

// The most that is fetched at once from a host that answers no ranges, such as a simple one on one's own machine.
const MOST_WHOLE = 256e6;

export class Beside implements Source {
  private whole: Held | null = null;

  constructor(
    private readonly address: string,
    private readonly size: number,
  ) {}

  async bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.whole) return this.whole.bytes(offset, length);
    const stop = new AbortController();
    const answer = await fetch(this.address, { headers: { Range: `bytes=${offset}-${offset + length - 1}` }, signal: stop.signal });
    if (answer.status === 206) return new Uint8Array(await answer.arrayBuffer());
    if (answer.status !== 200 || this.size > MOST_WHOLE) {
      stop.abort();
      throw new Error(`${this.address} does not answer ranges (${answer.status})`);
    }
    this.whole = new Held(new Uint8Array(await answer.arrayBuffer()));
    return this.whole.bytes(offset, length);
  }
}

// A file that the reader chose.
export class Chosen implements Source {
  constructor(private readonly file: Blob) {}

  async bytes(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.file.slice(offset, offset + length).arrayBuffer());
  }
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function entries(bytes: Uint8Array): Entry[] {
  let at = 0;
  const next = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  const count = next();
  const rows: Entry[] = Array.from({ length: count }, () => ({ id: 0, offset: 0, length: 0, run: 0 }));
  let last = 0;
  for (const row of rows) row.id = last += next();
  for (const row of rows) row.run = next();
  for (const row of rows) row.length = next();
  rows.forEach((row, i) => {
    const told = next();
    row.offset = told === 0 && i > 0 ? rows[i - 1]!.offset + rows[i - 1]!.length : told - 1;
  });
  return rows;
}

// Place of a tile on the Hilbert curve of its zoom, after all tiles of farther zooms.
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  for (let s = 2 ** z / 2; s >= 1; s /= 2) {
    const rx = x & s ? 1 : 0;
    const ry = y & s ? 1 : 0;
    id += s * s * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx) [x, y] = [s - 1 - (x & (s - 1)), s - 1 - (y & (s - 1))];
      [x, y] = [y, x];
    }
  }
  return id;
}

function find(rows: Entry[], id: number): Entry | null {
  let [low, high] = [0, rows.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.id <= id) low = middle + 1;
    else high = middle - 1;
  }
  const row = rows[high];
  return row && (row.run === 0 || id < row.id + row.run) ? row : null;
}

export class Archive {
  private readonly leaves = new Map<number, Promise<Entry[]>>();

  private constructor(
    private readonly source: Source,
    private readonly root: Entry[],
    private readonly leafAt: number,
    private readonly dataAt: number,
    readonly minZoom: number,
    readonly maxZoom: number,
  ) {}

  static async open(source: Source): Promise<Archive> {
    const head = await source.bytes(0, 127);
    const view = new DataView(head.buffer);
    const long = (at: number): number => Number(view.getBigUint64(at, true));
    if (String.fromCharCode(...head.slice(0, 7)) !== 'PMTiles' || head[7] !== 3) throw new Error('this is no PMTiles archive of version 3');
    const root = entries(await inflate(await source.bytes(long(8), long(16))));
    return new Archive(source, root, long(40), long(56), head[100]!, head[101]!);
  }

  async tile(z: number, x: number, y: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const id = tileId(z, x, y);
    let rows = this.root;
    for (let depth = 0; depth < 4; depth++) {
      const row = find(rows, id);
      if (!row) return null;
      if (row.run > 0) return this.source.bytes(this.dataAt + row.offset, row.length);
      const held = this.leaves.get(row.offset) ?? this.source.bytes(this.leafAt + row.offset, row.length).then(inflate).then(entries);
      this.leaves.set(row.offset, held);
      rows = await held;
    }
    return null;
  }
}
