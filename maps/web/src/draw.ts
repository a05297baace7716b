// Puts a scene on the canvas: radii first, then symbols from large to small, then what is chosen.

import type { App } from './app';
import type { Area } from './area';
import type { Words } from './i18n';
import type { Palette } from './palette';
import type { Frame } from './pane';
import { NONE } from './payload';
import { mercator } from './records';
import { EDGE, lookOf, pixels, type Cell, type Spot } from './scene';
import { drawShape } from './shapes';
import { drawHalo, drawRadius, drawSymbol } from './symbols';

const MOST_COVER = 6;
const MOST_OUTLINES = 300;

export function drawSpots(frame: Frame, spots: Spot[], palette: Palette, app: App): void {
  const { context } = frame;
  const chosen = spots.find((spot) => spot.rows.includes(app.selected));
  drawRadii(frame, spots.filter((spot) => spot !== chosen && (spot.look.mark === 'area' || spot.radius > spot.look.upper + 3)), palette, app);
  // The record that is open, not the one that stands for its point.
  const metres = app.records.radius[app.selected] ?? NONE;
  const reach = chosen && metres !== NONE ? pixels(metres, app.records.lat[app.selected]!, frame.world) : 0;
  for (const spot of spots) drawSymbol(context, spot.look, palette, spot.x, spot.y);
  for (const spot of spots) if (spot.rows.length > 1) badge(frame, spot, palette, app.words);
  if (chosen) {
    const shape = app.records.shapes.get(app.selected);
    if (shape) drawShape(frame, shape, palette.accent, true);
    else if (reach > 2) drawRadius(context, palette.accent, chosen.x, chosen.y, reach, 'chosen');
    const look = lookOf(app, app.selected, frame.zoom);
    drawHalo(context, palette, chosen.x, chosen.y, look.upper);
    drawSymbol(context, look, palette, chosen.x, chosen.y);
  }
}

// Soft discs while they can be told apart; where they would cover the view many times over, their outlines alone.
function drawRadii(frame: Frame, all: Spot[], palette: Palette, app: App): void {
  const { context, beyondX, beyondY } = frame;
  // What is judged is what the window shows, though the canvas reaches beyond it.
  const [width, height] = [frame.width - 2 * beyondX, frame.height - 2 * beyondY];
  const far = (at: number, size: number): number => Math.max(Math.abs(at), Math.abs(size - at));
  // A disc that reaches over the whole window, or nearly so, would only tint it; a large one fades.
  const wide = all.filter((spot) => app.records.shapes.has(spot.rows[0]!) || Math.hypot(far(spot.x - beyondX, width), far(spot.y - beyondY, height)) > 1.2 * spot.radius);
  const seen = wide.filter(({ x, y }) => x > beyondX - EDGE && x < beyondX + width + EDGE && y > beyondY - EDGE && y < beyondY + height + EDGE);
  const covered = seen.reduce((sum, spot) => sum + Math.min(1, (Math.PI * spot.radius ** 2) / (width * height)), 0);
  if (covered < MOST_COVER) {
    for (const spot of wide) {
      const shape = app.records.shapes.get(spot.rows[0]!);
      if (shape) drawShape(frame, shape, colourOf(spot, palette), false);
      else drawRadius(context, colourOf(spot, palette), spot.x, spot.y, spot.radius, spot.look.mark === 'area' ? 'area' : 'point', Math.min(1, (0.55 * height) / spot.radius));
    }
    return;
  }
  context.lineWidth = 1;
  context.globalAlpha = 0.22;
  // As many to the window, though the canvas is wider.
  const most = MOST_OUTLINES * (frame.width / width) * (frame.height / height);
  for (const spot of wide.slice(0, most)) {
    context.beginPath();
    context.arc(spot.x, spot.y, spot.radius, 0, 2 * Math.PI);
    context.strokeStyle = colourOf(spot, palette);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function colourOf(spot: Spot, palette: Palette): string {
  const claimant = spot.look.claimants[0];
  return claimant === undefined ? palette.ink : palette.hues[claimant % palette.hues.length]!;
}

// The outline of the area that the reader asks for.
export function drawArea({ context, world, left, top }: Frame, area: Area, palette: Palette): void {
  if (!area.length) return;
  context.beginPath();
  for (const [lon, lat] of area) {
    const [x, y] = mercator(lon, lat);
    context.lineTo(x * world - left, y * world - top);
  }
  context.closePath();
  context.strokeStyle = context.fillStyle = palette.accent;
  context.globalAlpha = 0.06;
  context.fill();
  context.globalAlpha = 0.9;
  context.lineWidth = 1.5;
  context.setLineDash([6, 4]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

// How many records stand on this point.
function badge(frame: Frame, spot: Spot, palette: Palette, words: Words): void {
  const { context } = frame;
  const text = words.n(spot.rows.length);
  context.font = `600 10.5px ${palette.font}`;
  const width = context.measureText(text).width + 7;
  const x = spot.x + spot.look.upper * 0.72;
  const y = spot.y - spot.look.upper * 0.72 - 7;
  context.fillStyle = palette.ink;
  context.beginPath();
  context.roundRect(x, y - 7, width, 14, 7);
  context.fill();
  context.fillStyle = palette.paper;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x + width / 2, y + 0.5);
}

export function drawCells(frame: Frame, cells: Cell[], palette: Palette, words: Words): void {
  const { context } = frame;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const cell of cells) {
    context.beginPath();
    context.arc(cell.x, cell.y, cell.r, 0, 2 * Math.PI);
    context.globalAlpha = 0.9;
    context.fillStyle = palette.cell;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = palette.paper;
    context.lineWidth = 1;
    context.stroke();
    if (cell.r < 10) continue;
    context.fillStyle = palette.paper;
    context.font = `600 ${cell.count < 1000 ? 11 : 10}px ${palette.font}`;
    // A number that its disc cannot hold would be read as another.
    const text = [words.compact(cell.count), words.brief(cell.count)].find((one) => context.measureText(one).width <= 2 * cell.r - 2);
    if (text) context.fillText(text, cell.x, cell.y + 0.5);
  }
}
