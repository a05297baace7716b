// Puts a scene on the canvas: radii first, then symbols from large to small, then what is chosen.

import type { App } from './app';
import type { Words } from './i18n';
import type { Palette } from './palette';
import type { Frame } from './pane';
import type { Cell, Spot } from './scene';
import { drawHalo, drawRadius, drawSymbol } from './symbols';

interface State {
  app: App;
  hovered: number[];
}

export function drawSpots(frame: Frame, spots: Spot[], palette: Palette, { app, hovered }: State): void {
  const { context } = frame;
  const chosen = spots.find((spot) => spot.rows.includes(app.selected));
  for (const spot of spots) {
    const wide = spot.look.mark === 'area' || spot.radius > spot.look.upper + 3;
    if (wide && spot !== chosen) drawRadius(context, colourOf(spot, palette), spot.x, spot.y, spot.radius, false);
  }
  if (chosen && chosen.radius > 2) drawRadius(context, palette.accent, chosen.x, chosen.y, chosen.radius, true);
  for (const spot of spots) {
    drawSymbol(context, spot.look, palette, spot.x, spot.y);
    if (spot.rows.some((row) => hovered.includes(row))) drawHalo(context, palette, spot.x, spot.y, spot.look.upper - 2);
  }
  for (const spot of spots) if (spot.rows.length > 1) badge(frame, spot, palette, app.words);
  if (chosen) {
    drawHalo(context, palette, chosen.x, chosen.y, chosen.look.upper);
    drawSymbol(context, chosen.look, palette, chosen.x, chosen.y);
  }
}

function colourOf(spot: Spot, palette: Palette): string {
  const claimant = spot.look.claimants[0];
  return claimant === undefined ? palette.ink : palette.hues[claimant % palette.hues.length]!;
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
    context.globalAlpha = 0.86;
    context.fillStyle = palette.ink;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = palette.paper;
    context.lineWidth = 1;
    context.stroke();
    if (cell.r < 9) continue;
    context.fillStyle = palette.paper;
    context.font = `600 ${cell.count < 1000 ? 11 : 10}px ${palette.font}`;
    context.fillText(words.compact(cell.count), cell.x, cell.y + 0.5);
  }
}
