// The mark of each kind of change: shape and sign tell it, the hue only helps.

import { h } from './dom';
import { readPalette, type Palette } from './palette';

export const GROUPS = ['added', 'removed', 'moved', 'regraded', 'recounted', 'other'] as const;
export type Group = (typeof GROUPS)[number];
const HUE: Record<Group, number> = { added: 2, removed: 5, moved: 1, regraded: 3, recounted: 0, other: 4 };
const R = 6.5;

export function groupOf(kind: string): Group {
  return (GROUPS as readonly string[]).includes(kind) ? (kind as Group) : 'other';
}

interface Drawn {
  old: [number, number] | null;
  now: [number, number] | null;
  kinds: string[];
  coarse: boolean;
  chosen: boolean;
}

export function drawChange(context: CanvasRenderingContext2D, palette: Palette, { old, now, kinds, coarse, chosen }: Drawn): void {
  const groups = GROUPS.filter((group) => kinds.some((kind) => groupOf(kind) === group));
  const group = groups[0];
  const place = now ?? old;
  if (!group || !place) return;
  const [x, y] = place;
  if (old && now && Math.hypot(old[0] - x, old[1] - y) > 1) route(context, palette, old, now);
  if (chosen) halo(context, palette, x, y);
  mark(context, palette, group, x, y, coarse);
  if (groups.length > 1) badge(context, palette, x, y, groups.length);
}

// From the old place, an open circle, to the new one.
function route(context: CanvasRenderingContext2D, palette: Palette, [x0, y0]: [number, number], [x1, y1]: [number, number]): void {
  const far = Math.hypot(x1 - x0, y1 - y0);
  const [dx, dy] = [(x1 - x0) / far, (y1 - y0) / far];
  const end = Math.max(0, far - R - 3);
  context.strokeStyle = context.fillStyle = palette.hues[HUE.moved]!;
  context.lineWidth = 1.6;
  context.setLineDash([]);
  context.beginPath();
  context.arc(x0, y0, 3, 0, 2 * Math.PI);
  context.moveTo(x0 + dx * 3, y0 + dy * 3);
  context.lineTo(x0 + dx * end, y0 + dy * end);
  context.stroke();
  if (far < 18) return;
  context.beginPath();
  context.moveTo(x0 + dx * (end + 2), y0 + dy * (end + 2));
  context.lineTo(x0 + dx * (end - 6) - dy * 4, y0 + dy * (end - 6) + dx * 4);
  context.lineTo(x0 + dx * (end - 6) + dy * 4, y0 + dy * (end - 6) - dx * 4);
  context.fill();
}

function halo(context: CanvasRenderingContext2D, palette: Palette, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, R + 5, 0, 2 * Math.PI);
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.5;
  context.stroke();
}

function badge(context: CanvasRenderingContext2D, palette: Palette, x: number, y: number, count: number): void {
  context.beginPath();
  context.arc(x + 8, y - 8, 5.5, 0, 2 * Math.PI);
  context.fillStyle = palette.ink;
  context.fill();
  context.fillStyle = palette.paper;
  context.font = `600 8px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(count), x + 8, y - 7.6);
}

function outline(context: CanvasRenderingContext2D, group: Group, x: number, y: number): void {
  context.beginPath();
  if (group === 'regraded') {
    for (const [a, b] of [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]) context.lineTo(x + a! * R, y + b! * R);
    context.closePath();
  } else if (group === 'recounted') context.rect(x - R, y - R, 2 * R, 2 * R);
  else context.arc(x, y, group === 'other' ? R - 2 : R, 0, 2 * Math.PI);
}

function mark(context: CanvasRenderingContext2D, palette: Palette, group: Group, x: number, y: number, coarse: boolean): void {
  const hue = palette.hues[HUE[group]]!;
  outline(context, group, x, y);
  context.fillStyle = group === 'added' || group === 'moved' ? hue : palette.paper;
  context.fill();
  context.strokeStyle = hue;
  context.lineWidth = 2;
  context.setLineDash(coarse ? [3, 2.2] : []);
  if (coarse && (group === 'added' || group === 'moved')) {
    outline(context, group, x, y);
    context.fillStyle = palette.paper;
    context.fill();
  }
  context.stroke();
  context.setLineDash([]);
  const sign = !coarse && (group === 'added' || group === 'moved') ? palette.paper : hue;
  context.strokeStyle = context.fillStyle = sign;
  context.lineWidth = 1.8;
  inside(context, group, x, y);
}

function inside(context: CanvasRenderingContext2D, group: Group, x: number, y: number): void {
  const line = (x0: number, y0: number, x1: number, y1: number): void => {
    context.moveTo(x + x0, y + y0);
    context.lineTo(x + x1, y + y1);
  };
  context.beginPath();
  if (group === 'added') {
    line(-3.5, 0, 3.5, 0);
    line(0, -3.5, 0, 3.5);
  } else if (group === 'removed') {
    line(-2.8, -2.8, 2.8, 2.8);
    line(-2.8, 2.8, 2.8, -2.8);
  } else if (group === 'recounted') {
    line(-3, 3, -3, 0);
    line(0.2, 3, 0.2, -3);
    line(3.2, 3, 3.2, -1.4);
  } else if (group === 'moved') {
    context.arc(x, y, 1.4, 0, 2 * Math.PI);
    context.fill();
  } else if (group === 'regraded') {
    context.moveTo(x, y - 1.3 * R);
    context.lineTo(x + 1.3 * R, y);
    context.lineTo(x, y + 1.3 * R);
    context.fill();
  }
  context.stroke();
}

export function changeSymbol(group: Group | 'coarse' | 'same', size: number): HTMLCanvasElement {
  const canvas = h('canvas', { class: 'sa-swatch', 'aria-hidden': 'true' });
  canvas.width = canvas.height = size * 2;
  canvas.style.width = canvas.style.height = `${size}px`;
  const draw = (): void => {
    const context = canvas.getContext('2d')!;
    const palette = readPalette(canvas.isConnected ? canvas : document.documentElement);
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, size, size);
    const middle = size / 2;
    if (group === 'same') {
      context.fillStyle = palette.cell;
      context.fillRect(middle - 1.25, middle - 1.25, 2.5, 2.5);
    } else if (group === 'coarse') mark(context, palette, 'other', middle, middle, true);
    else if (group === 'moved') {
      route(context, palette, [4, size - 4], [size - 8, 8]);
      mark(context, palette, group, size - 8, 8, false);
    } else mark(context, palette, group, middle, middle, false);
  };
  requestAnimationFrame(draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  return canvas;
}
