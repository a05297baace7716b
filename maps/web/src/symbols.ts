// One symbol: its mark tells the precision, its size the upper count with the lower inside, shape and hue the claimants.

import type { Palette } from './palette';
import type { Mark } from './records';

export interface Look {
  mark: Mark;
  // Radii in pixels of the upper and lower count; null where no number is stated.
  upper: number;
  lower: number | null;
  known: boolean;
  // Places of the claimants; empty where the records name none.
  claimants: number[];
  // One bit for each claimant of the page that does not stand by its own report: its outline is thin.
  doubts?: number;
}

export const SMALLEST = 4;
const LARGEST = 34;
const THIN = 0.45;

// Area grows with the count, so that twice the people are twice the ink.
export function radiusOf(count: number | null, zoom: number): number {
  if (count === null) return SMALLEST;
  const scale = Math.max(0.8, Math.min(1.15, 0.8 + (zoom - 6) * 0.06));
  return Math.min(LARGEST, Math.sqrt(SMALLEST ** 2 + count * 4.2 * scale));
}

// By claimant: circle, square, diamond, triangle, hexagon, triangle on its head; `reach` makes their areas alike.
const SHAPES = [
  { corners: 0, turn: 0, reach: 1 },
  { corners: 4, turn: Math.PI / 4, reach: 1.22 },
  { corners: 4, turn: -Math.PI / 2, reach: 1.22 },
  { corners: 3, turn: -Math.PI / 2, reach: 1.4 },
  { corners: 6, turn: -Math.PI / 2, reach: 1.08 },
  { corners: 3, turn: Math.PI / 2, reach: 1.4 },
];

function path(context: CanvasRenderingContext2D, shape: number, x: number, y: number, r: number): void {
  context.beginPath();
  if (shape === 0) context.arc(x, y, r, 0, 2 * Math.PI);
  else {
    const { corners, turn, reach } = SHAPES[shape]!;
    for (let i = 0; i < corners; i++) {
      const angle = turn + (2 * Math.PI * i) / corners;
      context.lineTo(x + r * reach * Math.cos(angle), y + r * reach * Math.sin(angle));
    }
    context.closePath();
  }
}

// Several claimants share a circle: each has an arc of its own, with a gap between them.
function outline(context: CanvasRenderingContext2D, look: Look, palette: Palette, x: number, y: number, r: number): void {
  const { claimants } = look;
  if (claimants.length < 2) {
    context.strokeStyle = hue(look, palette, 0);
    if (thin(look, 0)) context.lineWidth *= THIN;
    path(context, shapeOf(look), x, y, r);
    context.stroke();
    return;
  }
  const part = (2 * Math.PI) / claimants.length;
  const gap = Math.min(0.22, 1.4 / r);
  const heavy = context.lineWidth;
  claimants.forEach((_, i) => {
    context.strokeStyle = hue(look, palette, i);
    context.lineWidth = thin(look, i) ? heavy * THIN : heavy;
    context.beginPath();
    context.arc(x, y, r, Math.PI / 2 + part * i + gap, Math.PI / 2 + part * (i + 1) - gap);
    context.stroke();
  });
}

function thin({ claimants, doubts = 0 }: Look, i: number): boolean {
  return claimants[i] !== undefined && (doubts & (1 << claimants[i]!)) !== 0;
}

function shapeOf(look: Look): number {
  return look.claimants.length === 1 ? look.claimants[0]! % SHAPES.length : 0;
}

function hue(look: Look, palette: Palette, i: number): string {
  const claimant = look.claimants[i];
  return claimant === undefined ? palette.ink : palette.hues[claimant % palette.hues.length]!;
}

const DASH: Record<Mark, number[]> = { dot: [], ring: [], dashed: [3.2, 2.4], area: [0.1, 3.6], none: [] };

export function drawSymbol(context: CanvasRenderingContext2D, look: Look, palette: Palette, x: number, y: number): void {
  const { mark, upper, lower, known } = look;
  const shape = shapeOf(look);
  const colour = hue(look, palette, 0);
  context.lineCap = mark === 'area' ? 'round' : 'butt';
  context.fillStyle = palette.paper;
  context.globalAlpha = mark === 'area' ? 0.25 : 0.72;
  path(context, shape, x, y, upper);
  context.fill();
  if (mark === 'dot' || mark === 'area') {
    context.globalAlpha = mark === 'area' ? 0.1 : known ? 0.3 : 0.12;
    context.fillStyle = colour;
    context.fill();
  }
  context.globalAlpha = 1;
  if (lower !== null) inner(context, look, colour, x, y);
  context.setLineDash(DASH[mark]);
  context.lineWidth = mark === 'area' ? 1.9 : 2.2;
  context.globalAlpha = known ? 1 : 0.75;
  outline(context, look, palette, x, y, upper);
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function inner(context: CanvasRenderingContext2D, look: Look, colour: string, x: number, y: number): void {
  const lower = Math.min(look.lower!, look.upper);
  path(context, shapeOf(look), x, y, look.mark === 'dot' ? lower : Math.max(1, lower - 3));
  if (look.mark === 'dot') {
    context.fillStyle = colour;
    context.fill();
  } else if (look.upper - lower > 1.5) {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.stroke();
  }
}

export function drawHalo(context: CanvasRenderingContext2D, palette: Palette, x: number, y: number, r: number): void {
  context.beginPath();
  context.arc(x, y, r + 4, 0, 2 * Math.PI);
  context.strokeStyle = palette.paper;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.5;
  context.stroke();
}

// The circle in which the true point lies in 80 of 100 cases.
export function drawRadius(context: CanvasRenderingContext2D, colour: string, x: number, y: number, r: number, of: 'area' | 'point' | 'chosen', strength = 1): void {
  const strong = of === 'chosen';
  if (!strong) {
    const soft = context.createRadialGradient(x, y, r * 0.2, x, y, r);
    soft.addColorStop(0, colour);
    soft.addColorStop(0.55, colour);
    soft.addColorStop(1, 'transparent');
    context.fillStyle = soft;
  } else context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.globalAlpha = strong ? 0.12 : strength * (of === 'area' ? 0.16 : 0.1);
  context.fill();
  if (strong) {
    context.globalAlpha = 0.9;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.stroke();
  }
  context.globalAlpha = 1;
}
