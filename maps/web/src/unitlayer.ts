// Units on the map: rates as colours within outlines, totals as symbols in proportion, and hatching where the records
// cannot bear the level.

import type { App } from './app';
import type { Palette } from './palette';
import type { Frame } from './pane';
import type { Cell } from './scene';
import { classOf, RATES, type Level, type Measure, type Outline, type Tally } from './units';

const LARGEST = 38;
const SMALLEST = 2.5;

export interface UnitView {
  level: Level;
  measure: Measure;
  claimant: string;
  tallies: Tally[];
  // What the largest symbol stands for.
  most: number;
}

export function unitView(app: App): UnitView | null {
  const { units, layer } = app;
  const level = units?.levels.find((one) => one.level === layer.level);
  if (!units || !level) return null;
  const tallies = units.tallies(app, level, layer.measure, layer.claimant);
  const most = Math.max(1, ...tallies.map(upper));
  return { level, measure: layer.measure, claimant: layer.claimant, tallies, most };
}

// What a symbol is as large as: the most that may be; of an open count what is known of it.
export function upper(tally: Tally): number {
  return tally.open ? Math.max(tally.max, tally.min) : tally.max;
}

export function symbolRadius(value: number, most: number): number {
  return value > 0 ? Math.max(SMALLEST, LARGEST * Math.sqrt(value / most)) : 0;
}

export function drawUnits(frame: Frame, app: App, view: UnitView, palette: Palette): void {
  const { level, measure } = view;
  const rates = RATES.includes(measure);
  for (const outline of level.outlines) {
    if (!inView(frame, outline)) continue;
    trace(frame, outline);
    if (rates) fill(frame, palette, classOf(view.tallies[outline.unit - level.first]!.expected, level.breaks[measure] ?? []));
    if (!level.support.holds) hatch(frame, palette);
  }
  frame.context.lineWidth = 0.8;
  frame.context.strokeStyle = rates ? palette.paper : palette.border;
  for (const outline of level.outlines) {
    if (!inView(frame, outline)) continue;
    trace(frame, outline);
    frame.context.stroke();
  }
  if (!rates) drawTotals(frame, app, view, palette);
}

function inView({ world, left, top, width, height }: Frame, { box }: Outline): boolean {
  return box[2] * world >= left && box[0] * world <= left + width && box[3] * world >= top && box[1] * world <= top + height;
}

function trace({ context, world, left, top }: Frame, { rings }: Outline): void {
  context.beginPath();
  for (const ring of rings) {
    let [lastX, lastY] = [NaN, NaN];
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i]! * world - left;
      const y = ring[i + 1]! * world - top;
      if (i && i < ring.length - 2 && Math.abs(x - lastX) + Math.abs(y - lastY) < 0.8) continue;
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
      [lastX, lastY] = [x, y];
    }
  }
}

function fill({ context }: Frame, palette: Palette, place: number): void {
  if (place < 0) return;
  context.fillStyle = palette.steps[Math.min(place, palette.steps.length - 1)]!;
  context.globalAlpha = 0.92;
  context.fill('evenodd');
  context.globalAlpha = 1;
}

// Slanting lines over what must not be read unit by unit.
function hatch(frame: Frame, palette: Palette): void {
  const { context, width, height } = frame;
  context.save();
  context.clip('evenodd');
  context.beginPath();
  // Hung on the world, so that the lines keep their places while the map is moved.
  const offset = ((frame.left + frame.top) % 8) + 8;
  for (let at = -height - offset; at < width; at += 8) {
    context.moveTo(at, height);
    context.lineTo(at + height, 0);
  }
  context.strokeStyle = palette.ink;
  context.globalAlpha = 0.35;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}

function drawTotals({ context, world, left, top }: Frame, app: App, view: UnitView, palette: Palette): void {
  const { level, tallies, most } = view;
  const units = app.units!;
  const claimant = app.claimants().findIndex((one) => one.id === view.claimant);
  const colour = view.measure === 'records' || claimant < 0 ? palette.accent : palette.hues[claimant % palette.hues.length]!;
  const order = tallies.map((_, place) => place).sort((a, b) => upper(tallies[b]!) - upper(tallies[a]!));
  for (const place of order) {
    const unit = level.first + place;
    const [outer, inner] = [symbolRadius(upper(tallies[place]!), most), symbolRadius(tallies[place]!.min, most)];
    if (!outer || Number.isNaN(units.x[unit]!)) continue;
    drawTotal(context, palette, colour, { x: units.x[unit]! * world - left, y: units.y[unit]! * world - top, outer, inner, dashed: !level.support.holds });
  }
}

export function drawTotal(context: CanvasRenderingContext2D, palette: Palette, colour: string, { x, y, outer, inner, dashed }: { x: number; y: number; outer: number; inner: number; dashed: boolean }): void {
  const disc = (r: number): void => {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
  };
  context.setLineDash(dashed ? [4, 3] : []);
  disc(outer);
  context.fillStyle = palette.paper;
  context.globalAlpha = 0.6;
  context.fill();
  context.fillStyle = colour;
  context.globalAlpha = 0.18;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
  context.setLineDash([]);
  if (inner <= 0) return;
  disc(Math.min(inner, outer));
  context.globalAlpha = 0.42;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

// The symbols of totals, for names to keep clear of.
export function symbolsOf(app: App, view: UnitView, { world, left, top }: Frame): Cell[] {
  const { x, y } = app.units!;
  if (RATES.includes(view.measure)) return [];
  return view.tallies.flatMap((tally, place) => {
    const unit = view.level.first + place;
    const r = symbolRadius(upper(tally), view.most);
    return r && !Number.isNaN(x[unit]!) ? [{ x: x[unit]! * world - left, y: y[unit]! * world - top, r, count: 1, bounds: [0, 0, 0, 0] as [number, number, number, number], rows: [] }] : [];
  });
}

// The unit under a point of the window: by its symbol first, then by its outline.
export function unitUnder(app: App, view: UnitView, frame: { world: number; left: number; top: number }, x: number, y: number): number {
  const units = app.units!;
  if (!RATES.includes(view.measure)) {
    let [best, away] = [-1, Infinity];
    view.tallies.forEach((tally, place) => {
      const unit = view.level.first + place;
      const far = Math.hypot(units.x[unit]! * frame.world - frame.left - x, units.y[unit]! * frame.world - frame.top - y);
      if (upper(tally) > 0 && far <= Math.max(8, symbolRadius(upper(tally), view.most)) && far < away) [best, away] = [unit, far];
    });
    if (best >= 0) return best;
  }
  return units.unitAt(view.level, (x + frame.left) / frame.world, (y + frame.top) / frame.world);
}
