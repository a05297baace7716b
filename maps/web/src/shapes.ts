// Areas that are no circle: the part of a ring that a direction leaves open, or the strip along a road.

import type { Frame } from './pane';
import type { Payload } from './payload';
import { mercator } from './records';

// By row: the ring in Web Mercator, the world from 0 to 1, as x and y in turn.
export type Shapes = Map<number, Float64Array>;

export async function readShapes(payload: Payload): Promise<Shapes> {
  if (!payload.count('shapes')) return new Map();
  const [rows, rings] = await Promise.all([payload.ints('shapes', 'incident'), payload.strings('shapes', 'ring')]);
  return new Map(Array.from(rows, (row, i) => [row, ringOf(rings[i]!)]));
}

function ringOf(text: string | null): Float64Array {
  const corners = JSON.parse(text ?? '[]') as [number, number][];
  return Float64Array.from(corners.flatMap(([lon, lat]) => mercator(lon, lat)));
}

// Soft, with an edge that is as faint as a circle's; of the open record as strong as its circle would be.
export function drawShape({ context, world, left, top }: Frame, ring: Float64Array, colour: string, chosen: boolean): void {
  context.beginPath();
  for (let i = 0; i < ring.length; i += 2) context.lineTo(ring[i]! * world - left, ring[i + 1]! * world - top);
  context.closePath();
  context.fillStyle = context.strokeStyle = colour;
  context.globalAlpha = chosen ? 0.14 : 0.12;
  context.fill();
  context.globalAlpha = chosen ? 0.9 : 0.4;
  context.lineWidth = chosen ? 1.5 : 1;
  context.stroke();
  context.globalAlpha = 1;
}
