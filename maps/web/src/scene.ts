// What stands in the view: symbols, each for the records on one point, or counts by cell where there are too many.

import type { App } from './app';
import type { Frame } from './pane';
import { NONE } from './payload';
import { markOf, type Records } from './records';
import { doubtsOf } from './standing';
import { radiusOf, type Look } from './symbols';

const MOST_SYMBOLS = 3000;
// Symbols on top of each other tell nothing: from this share of the view on, counts by cell are drawn.
const MOST_COVER = 0.9;
const CELL = 46;
const EARTH = 40_075_016.7;

export interface Spot {
  x: number;
  y: number;
  // The records on this point; the first is the one that is drawn.
  rows: number[];
  look: Look;
  radius: number;
}

export interface Cell {
  x: number;
  y: number;
  count: number;
  r: number;
  bounds: [number, number, number, number];
  rows: number[];
}

export interface Scene {
  spots: Spot[];
  cells: Cell[];
  inView: number;
}

// Pixels of a length on the ground, at the row's latitude.
export function pixels(metres: number, lat: number, world: number): number {
  return (metres * world) / (EARTH * Math.cos((lat * Math.PI) / 180));
}

function eachInView(records: Records, shown: Uint8Array, frame: Frame, visit: (row: number, x: number, y: number) => void): void {
  const { world, left, top, width, height } = frame;
  const [west, east] = [(left - 40) / world, (left + width + 40) / world];
  const [north, south] = [(top - 40) / world, (top + height + 40) / world];
  for (const block of records.blocks) {
    if (block.east < west || block.west > east || block.south < north || block.north > south) continue;
    for (let row = block.from; row < block.to; row++) {
      const x = records.x[row]!;
      const y = records.y[row]!;
      if (shown[row] && x >= west && x <= east && y >= north && y <= south) visit(row, x * world - left, y * world - top);
    }
  }
}

export function buildScene(app: App, frame: Frame): Scene {
  const { records, filter } = app;
  const rows: number[] = [];
  let inView = 0;
  eachInView(records, filter.shown, frame, (row) => {
    if (inView++ <= MOST_SYMBOLS) rows.push(row);
  });
  if (inView > MOST_SYMBOLS) return { spots: [], cells: cells(app, frame), inView };
  const found = spots(app, frame, rows);
  const covered = found.reduce((sum, spot) => sum + Math.PI * spot.look.upper ** 2, 0) / (frame.width * frame.height);
  if (covered > MOST_COVER && found.length > 400) return { spots: [], cells: cells(app, frame), inView };
  return { spots: found, cells: [], inView };
}

export function lookOf(app: App, row: number, zoom: number): Look {
  const { records } = app;
  const min = records.killedMin[row]!;
  const max = records.killedMax[row]!;
  const known = min !== NONE || max !== NONE;
  const upper = max !== NONE ? max : min;
  return {
    mark: markOf(records, row),
    upper: radiusOf(known ? upper : null, zoom),
    lower: min === NONE ? null : radiusOf(min, zoom),
    known,
    claimants: app.claimantsOf(row),
    doubts: doubtsOf(app, row),
  };
}

function spots(app: App, frame: Frame, rows: number[]): Spot[] {
  const { records } = app;
  const byPoint = new Map<string, number[]>();
  for (const row of rows) {
    const key = `${records.x[row]} ${records.y[row]}`;
    const there = byPoint.get(key);
    if (there) there.push(row);
    else byPoint.set(key, [row]);
  }
  const weight = (row: number): number => Math.max(records.killedMax[row]!, records.killedMin[row]!);
  const found = [...byPoint.values()].map((there): Spot => {
    there.sort((a, b) => weight(b) - weight(a) || a - b);
    const row = there[0]!;
    const metres = records.radius[row]!;
    return {
      x: records.x[row]! * frame.world - frame.left,
      y: records.y[row]! * frame.world - frame.top,
      rows: there,
      look: lookOf(app, row, frame.zoom),
      radius: metres === NONE ? 0 : pixels(metres, records.lat[row]!, frame.world),
    };
  });
  return found.sort((a, b) => b.look.upper - a.look.upper);
}

function cells(app: App, frame: Frame): Cell[] {
  // The grid hangs on the world, not on the window: cells keep their places while the map is moved.
  const [offX, offY] = [frame.left - Math.floor(frame.left / CELL) * CELL, frame.top - Math.floor(frame.top / CELL) * CELL];
  const across = Math.ceil((frame.width + 80 + CELL) / CELL) + 1;
  const down = Math.ceil((frame.height + 80 + CELL) / CELL) + 1;
  const size = across * down;
  const counts = new Uint32Array(size);
  const sums = new Float64Array(size * 2);
  const edges = new Float64Array(size * 4);
  const first = new Map<number, number[]>();
  eachInView(app.records, app.filter.shown, frame, (row, x, y) => {
    const cell = Math.floor((y + offY + CELL) / CELL) * across + Math.floor((x + offX + CELL) / CELL);
    if (counts[cell]++ === 0) {
      edges.set([x, y, x, y], cell * 4);
      first.set(cell, [row]);
    }
    sums[cell * 2] += x;
    sums[cell * 2 + 1] += y;
    if (x < edges[cell * 4]!) edges[cell * 4] = x;
    if (y < edges[cell * 4 + 1]!) edges[cell * 4 + 1] = y;
    if (x > edges[cell * 4 + 2]!) edges[cell * 4 + 2] = x;
    if (y > edges[cell * 4 + 3]!) edges[cell * 4 + 3] = y;
    if (counts[cell]! > 1 && counts[cell]! <= 500) first.get(cell)!.push(row);
  });
  const most = counts.reduce((high, count) => Math.max(high, count), 1);
  return [...first.entries()].map(([cell, rows]): Cell => {
    const count = counts[cell]!;
    return {
      x: sums[cell * 2]! / count,
      y: sums[cell * 2 + 1]! / count,
      count,
      r: 5 + (CELL / 2 - 6) * Math.sqrt(count / most),
      bounds: [edges[cell * 4]!, edges[cell * 4 + 1]!, edges[cell * 4 + 2]!, edges[cell * 4 + 3]!],
      rows,
    };
  });
}

export interface Hit {
  rows: number[];
  cell: Cell | null;
}

// What lies under a point of the window; `slack` is how far beside a symbol still counts, in pixels.
export function hit(scene: Scene, x: number, y: number, slack: number): Hit | null {
  const cell = scene.cells.find((one) => Math.hypot(one.x - x, one.y - y) <= one.r + slack);
  if (cell) return { rows: cell.rows, cell };
  const under = scene.spots
    .map((spot) => ({ spot, away: Math.hypot(spot.x - x, spot.y - y) }))
    .filter(({ spot, away }) => away <= spot.look.upper + slack)
    .sort((a, b) => a.away - b.away);
  if (!under.length) return null;
  // A point well inside one symbol's heart means that symbol; between symbols all that touch are offered.
  const nearest = under[0]!;
  const near = under.filter(({ away }) => away <= Math.max(nearest.away + 5, 7));
  return { rows: near.flatMap(({ spot }) => spot.rows), cell: null };
}
