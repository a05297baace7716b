// Land, lakes, rivers, borders and names, drawn from the geography that lies in the page.

import type { BaseMeta } from './model';
import type { Frame } from './pane';
import type { Palette } from './palette';
import { mercator } from './records';

interface Line {
  x: Float64Array;
  y: Float64Array;
  // True where the step to this point runs along the edge of the crop: no border there.
  edge: Uint8Array;
  west: number;
  east: number;
  north: number;
  south: number;
}

export type Label = NonNullable<BaseMeta['labels']>[number] & { x: number; y: number };

export interface Geography {
  land: Line[];
  lakes: Line[];
  rivers: Line[];
  labels: Label[];
  crop: Line | null;
  accuracy: { countries: number; rivers: number; lakes: number };
}

function decode(coded: number[], scale: number, crop: BaseMeta['crop']): Line {
  const count = coded.length >> 1;
  const line: Line = { x: new Float64Array(count), y: new Float64Array(count), edge: new Uint8Array(count), west: 2, east: -2, north: 2, south: -2 };
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < count; i++) {
    const [fromLon, fromLat] = [lon, lat];
    lon += coded[2 * i]!;
    lat += coded[2 * i + 1]!;
    if (crop && i) {
      line.edge[i] = Number(
        (lon === fromLon && (lon === crop[0] || lon === crop[2])) || (lat === fromLat && (lat === crop[1] || lat === crop[3])),
      );
    }
    const [x, y] = mercator(lon / scale, lat / scale);
    line.x[i] = x;
    line.y[i] = y;
    line.west = Math.min(line.west, x);
    line.east = Math.max(line.east, x);
    line.north = Math.min(line.north, y);
    line.south = Math.max(line.south, y);
  }
  return line;
}

export function readGeography(meta: BaseMeta): Geography {
  const { scale, crop, layers } = meta;
  const lines = (shapes: { rings?: number[][]; lines?: number[][] }[] | undefined): Line[] =>
    (shapes ?? []).flatMap((shape) => [...(shape.rings ?? []), ...(shape.lines ?? [])].map((coded) => decode(coded, scale, crop)));
  const labels = (meta.labels ?? []).map((label) => {
    const [x, y] = mercator(label.lon, label.lat);
    return { ...label, x, y };
  });
  const frame = crop && decode([crop[0], crop[1], crop[2] - crop[0], 0, 0, crop[3] - crop[1], crop[0] - crop[2], 0], scale, undefined);
  return { land: lines(layers.countries), lakes: lines(layers.lakes), rivers: lines(layers.rivers), labels, crop: frame ?? null, accuracy: { countries: 0, rivers: 0, lakes: 0, ...meta.accuracy_m } };
}

function trace(frame: Frame, line: Line, borders: boolean): void {
  const { context, world, left, top, width, height } = frame;
  if (line.east * world < left || line.west * world > left + width || line.south * world < top || line.north * world > top + height) return;
  let lastX = NaN;
  let lastY = NaN;
  const end = line.x.length - 1;
  for (let i = 0; i <= end; i++) {
    const x = line.x[i]! * world - left;
    const y = line.y[i]! * world - top;
    if (i === 0 || (borders && line.edge[i])) context.moveTo(x, y);
    else if (i < end && Math.abs(x - lastX) + Math.abs(y - lastY) < 0.8) continue;
    else context.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
}

function paint(frame: Frame, lines: Line[], how: { fill?: string; stroke?: string; width?: number; dash?: number[] }): void {
  const { context } = frame;
  context.beginPath();
  for (const line of lines) trace(frame, line, how.stroke !== undefined);
  if (how.fill) {
    context.fillStyle = how.fill;
    context.fill('evenodd');
  }
  if (how.stroke) {
    context.strokeStyle = how.stroke;
    context.lineWidth = how.width ?? 1;
    context.setLineDash(how.dash ?? []);
    context.stroke();
    context.setLineDash([]);
  }
}

export function drawGeography(frame: Frame, geography: Geography, palette: Palette): void {
  const { context, width, height, zoom } = frame;
  context.lineJoin = 'round';
  context.fillStyle = palette.beyond;
  context.fillRect(0, 0, width, height);
  if (geography.crop) paint(frame, [geography.crop], { fill: palette.sea });
  // Each country by itself: even-odd over all would punch out what overlaps.
  for (const line of geography.land) paint(frame, [line], { fill: palette.land });
  const { accuracy } = geography;
  const faded = (metres: number, draw: () => void): void => {
    context.globalAlpha = trust(frame, metres);
    if (context.globalAlpha) draw();
    context.globalAlpha = 1;
  };
  faded(accuracy.rivers, () => paint(frame, geography.rivers, { stroke: palette.river, width: zoom < 7 ? 0.8 : 1.4 }));
  faded(accuracy.lakes, () => paint(frame, geography.lakes, { fill: palette.sea }));
  faded(accuracy.countries, () => paint(frame, geography.land, { stroke: palette.border, width: zoom < 6 ? 0.8 : 1.2 }));
}

// A line that may be this far from the truth fades as the reader comes near, and is gone before it could mislead:
// on which bank of a river a strike fell is not for a sketch of the river to say.
export function trust({ top, height, world }: { top: number; height: number; world: number }, metres: number): number {
  const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * (top + height / 2)) / world)));
  const pixels = (metres * world) / (40_075_016.7 * Math.cos(lat));
  return Math.max(0, Math.min(1, (70 - pixels) / 35));
}
