// What stands in the view: symbols, each for the records on one point, or counts by cell where there are too many.

import type { App } from './app';
import type { Frame } from './pane';
import { NONE } from './payload';
import { markOf, type Block, type Records } from './records';
import { doubtsOf } from './standing';
import { radiusOf, type Look } from './symbols';

const MOST_SYMBOLS = 3000;
// The canvas reaches beyond the window: where more than this would be drawn for that, only the window is.
const MOST_BEYOND = 9000;
// Symbols reach into the window from outside it.
export const EDGE = 40;
const MOST_ROWS = 500;
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
  readonly rows: number[];
}

export interface Scene {
  spots: Spot[];
  cells: Cell[];
  // World pixels of the corner from which positions count.
  left: number;
  top: number;
  // Nothing beyond the window.
  bare: boolean;
}

export const NOTHING: Scene = { spots: [], cells: [], left: 0, top: 0, bare: false };

// Pixels of a length on the ground, at the row's latitude.
export function pixels(metres: number, lat: number, world: number): number {
  return (metres * world) / (EARTH * Math.cos((lat * Math.PI) / 180));
}

// West, north, east, south on the world from 0 to 1.
type Box = [west: number, north: number, east: number, south: number];

// The frame with its edges, or the window in it.
function boxOf({ world, left, top, width, height, beyondX, beyondY }: Frame, window: boolean): Box {
  const [x, y] = window ? [EDGE - beyondX, EDGE - beyondY] : [EDGE, EDGE];
  return [(left - x) / world, (top - y) / world, (left + width + x) / world, (top + height + y) / world];
}

function meets(block: Block, [west, north, east, south]: Box): boolean {
  return block.east >= west && block.west <= east && block.south >= north && block.north <= south;
}

// Rows of a box that the filter shows; no more than one above `most`.
function rowsIn({ x, y, blocks }: Records, shown: Uint8Array, box: Box, most: number): number[] {
  const [west, north, east, south] = box;
  const rows: number[] = [];
  for (const block of blocks) {
    if (!meets(block, box)) continue;
    for (let row = block.from; row < block.to; row++) {
      if (!shown[row] || x[row]! < west || x[row]! > east || y[row]! < north || y[row]! > south) continue;
      rows.push(row);
      if (rows.length > most) return rows;
    }
  }
  return rows;
}

export function buildScene(app: App, frame: Frame): Scene {
  const { records, filter } = app;
  const { left, top, width, height, beyondX, beyondY } = frame;
  const near = rowsIn(records, filter.shown, boxOf(frame, true), MOST_SYMBOLS);
  const counted = (): Scene => ({ spots: [], cells: cells(app, frame), left, top, bare: false });
  if (near.length > MOST_SYMBOLS) return counted();
  const wide = rowsIn(records, filter.shown, boxOf(frame, false), MOST_BEYOND);
  const bare = wide.length > MOST_BEYOND;
  const found = spots(app, frame, bare ? near : wide);
  const seen = found.filter(({ x, y }) => x >= beyondX - EDGE && x <= width - beyondX + EDGE && y >= beyondY - EDGE && y <= height - beyondY + EDGE);
  const covered = seen.reduce((sum, spot) => sum + Math.PI * spot.look.upper ** 2, 0) / ((width - 2 * beyondX) * (height - 2 * beyondY));
  if (covered > MOST_COVER && seen.length > 400) return counted();
  return { spots: found, cells: [], left, top, bare };
}

// What of a scene a frame shows, as it stands there.
export function sceneIn(scene: Scene, { left, top, width, height }: Frame): Scene {
  const [x, y] = [scene.left - left, scene.top - top];
  const here = <One extends { x: number; y: number }>(all: One[]): One[] =>
    all.map((one) => ({ ...one, x: one.x + x, y: one.y + y })).filter((one) => one.x > -EDGE && one.y > -EDGE && one.x < width + EDGE && one.y < height + EDGE);
  return { ...scene, spots: here(scene.spots), cells: here(scene.cells), left, top };
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
  let last: number[] = [];
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1] ?? row;
    // Most records of a point stand side by side.
    if (i && records.x[row] === records.x[before] && records.y[row] === records.y[before]) {
      last.push(row);
      continue;
    }
    const key = `${records.x[row]} ${records.y[row]}`;
    const there = byPoint.get(key);
    if (there) there.push(row);
    else byPoint.set(key, [row]);
    last = there ?? byPoint.get(key)!;
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
  const { records, filter } = app;
  const { world, left, top, width, height } = frame;
  const box = boxOf(frame, false);
  // The grid hangs on the world, not on the window: cells keep their places while the map is moved.
  const [west, north, east, south] = box;
  const [fromX, fromY] = [Math.floor((west * world) / CELL), Math.floor((north * world) / CELL)];
  const across = Math.floor((east * world) / CELL) - fromX + 1;
  const size = across * (Math.floor((south * world) / CELL) - fromY + 1);
  const counts = new Uint32Array(size);
  const sums = new Float64Array(size * 2);
  const edges = new Float64Array(size * 4);
  const steps = world / CELL;
  const { x: xs, y: ys } = records;
  for (const block of records.blocks) {
    if (!meets(block, box)) continue;
    for (let row = block.from; row < block.to; row++) {
      const x = xs[row]!;
      const y = ys[row]!;
      if (!filter.shown[row] || x < west || x > east || y < north || y > south) continue;
      const cell = (Math.floor(y * steps) - fromY) * across + Math.floor(x * steps) - fromX;
      const at = cell * 4;
      if (counts[cell]++ === 0) {
        edges[at] = edges[at + 2] = x;
        edges[at + 1] = edges[at + 3] = y;
      }
      sums[cell * 2] += x;
      sums[cell * 2 + 1] += y;
      if (x < edges[at]!) edges[at] = x;
      else if (x > edges[at + 2]!) edges[at + 2] = x;
      if (y < edges[at + 1]!) edges[at + 1] = y;
      else if (y > edges[at + 3]!) edges[at + 3] = y;
    }
  }
  const made: Cell[] = [];
  for (let cell = 0; cell < size; cell++) {
    const count = counts[cell]!;
    if (!count) continue;
    const own = [...edges.subarray(cell * 4, cell * 4 + 4)] as Box;
    made.push({
      x: (sums[cell * 2]! / count) * world - left,
      y: (sums[cell * 2 + 1]! / count) * world - top,
      count,
      r: 0,
      bounds: [own[0] * world - left, own[1] * world - top, own[2] * world - left, own[3] * world - top],
      // Asked for where a pointer rests on the cell.
      get rows() {
        return rowsIn(records, filter.shown, own, MOST_ROWS - 1);
      },
    });
  }
  // Sizes are told beside what the window shows.
  const { beyondX, beyondY } = frame;
  const seen = ({ x, y }: Cell): boolean => x > beyondX - CELL && x < width - beyondX + CELL && y > beyondY - CELL && y < height - beyondY + CELL;
  const most = made.reduce((high, cell) => (seen(cell) ? Math.max(high, cell.count) : high), 1);
  for (const cell of made) cell.r = 5 + (CELL / 2 - 6) * Math.sqrt(Math.min(1, cell.count / most));
  return made;
}

export interface Hit {
  rows: number[];
  cell: Cell | null;
}

// What lies under a point of the window; `slack` is how far beside a symbol still counts, in pixels.
export function hit(scene: Scene, x: number, y: number, slack: number): Hit | null {
  const cell = scene.cells.find((one) => Math.hypot(one.x - x, one.y - y) <= one.r + slack);
  if (cell) return { rows: cell.rows, cell };
  const under: { spot: Spot; away: number }[] = [];
  for (const spot of scene.spots) {
    const away = Math.hypot(spot.x - x, spot.y - y);
    if (away <= spot.look.upper + slack) under.push({ spot, away });
  }
  under.sort((a, b) => a.away - b.away);
  if (!under.length) return null;
  // A point well inside one symbol's heart means that symbol; between symbols all that touch are offered.
  const nearest = under[0]!;
  const near = under.filter(({ away }) => away <= Math.max(nearest.away + 5, 7));
  return { rows: near.flatMap(({ spot }) => spot.rows), cell: null };
}
