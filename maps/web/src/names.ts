// Names on the map: those of the base geography, set beside the symbols where there is room, and never on each other.

import type { App } from './app';
import type { Geography, Label } from './basemap';
import type { Palette } from './palette';
import type { Frame } from './pane';
import type { Scene } from './scene';

type Box = [left: number, top: number, right: number, bottom: number];

// Zoom from which a rank is shown, and until which a kind is.
const FROM: Record<Label['kind'], number[]> = { country: [0, 0, 5.5], governorate: [0, 6.6, 7.2], town: [0, 5.6, 7.1, 8.6] };
const UNTIL: Record<Label['kind'], number> = { country: 8.5, governorate: 10.5, town: 99 };
const WEIGHT: Record<Label['kind'], number> = { country: 0, town: 1, governorate: 2 };

// Symbols that a name may lie upon, where there is no better place; the name of a unit lies upon none.
const MOST_UNDER: Record<Label['kind'], number> = { country: 2, town: 1, governorate: 0 };
// Shapes with corners reach farther than their radius.
const CORNER = 1.2;

interface Style {
  font: string;
  size: number;
  spacing: string;
  text: string;
}

function styleOf(label: Label, palette: Palette, zoom: number, arabic: boolean): Style {
  const text = (arabic && label.ar) || label.en;
  const latin = /[A-Za-z]/.test(text);
  const size = label.kind === 'country' ? (zoom < 6 ? 12 : 14) : label.kind === 'town' && label.rank === 1 ? 12.5 : 11.5;
  const weight = label.kind === 'country' || (label.kind === 'town' && label.rank === 1) ? 500 : 400;
  return {
    font: `${label.kind === 'governorate' && latin ? 'italic ' : ''}${weight} ${size}px ${palette.font}`,
    size,
    spacing: label.kind === 'country' && latin ? '0.14em' : label.kind === 'governorate' && latin ? '0.03em' : '0px',
    text: label.kind === 'country' && latin ? text.toUpperCase() : text,
  };
}

export function drawNames(frame: Frame, geography: Geography, palette: Palette, { app, scene, over }: { app: Pick<App, 'words'>; scene: Scene; over: boolean }): void {
  const { context, world, left, top, width, height, zoom } = frame;
  const wanted = geography.labels
    .filter((label) => zoom >= (FROM[label.kind][label.rank] ?? 9) && zoom <= UNTIL[label.kind])
    .sort((a, b) => WEIGHT[a.kind] - WEIGHT[b.kind] || a.rank - b.rank);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineJoin = 'round';
  const taken: Box[] = [];
  const written = new Set<string>();
  for (const label of wanted) {
    const x = label.x * world - left;
    const y = label.y * world - top;
    if (x < -60 || y < -20 || x > width + 60 || y > height + 20) continue;
    const style = styleOf(label, palette, zoom, app.words.language === 'ar');
    // A governorate is often named as its town is: one name is enough.
    if (written.has(style.text)) continue;
    context.font = style.font;
    context.letterSpacing = style.spacing;
    const box = choose(places(label, [x, y], context.measureText(style.text).width, style.size, reach(scene, x, y)), { taken, scene, most: MOST_UNDER[label.kind] });
    if (!box) continue;
    taken.push(box);
    written.add(style.text);
    write(frame, palette, style, { box, over });
    if (label.kind === 'town') dot(frame, palette, x, y);
  }
  context.letterSpacing = '0px';
}

// How far the symbols on a town's own point reach.
function reach({ spots }: Scene, x: number, y: number): number {
  return Math.min(30, Math.max(3, ...spots.filter((spot) => Math.hypot(spot.x - x, spot.y - y) < 4).map((spot) => spot.look.upper)));
}

function places(label: Label, [x, y]: [number, number], wide: number, size: number, clear: number): Box[] {
  const at = (left: number, middle: number): Box => [left - 2, middle - size * 0.62, left + wide + 2, middle + size * 0.62];
  const centred = x - wide / 2;
  if (label.kind !== 'town') return [at(centred, y), at(centred, y - 16), at(centred, y + 16), at(centred, y - 34), at(centred, y + 34)];
  return [at(x + clear + 4, y), at(x - clear - 4 - wide, y), at(centred, y - clear - size * 0.7), at(centred, y + clear + size * 0.7)];
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}

// The place with the fewest symbols under it; none where names would meet or the symbols leave no room.
function choose(boxes: Box[], { taken, scene: { spots, cells }, most }: { taken: Box[]; scene: Scene; most: number }): Box | null {
  let best: Box | null = null;
  let least = most + 1;
  for (const box of boxes) {
    if (taken.some((other) => overlap(box, other))) continue;
    const under = (x: number, y: number, r: number): number => Number(overlap(box, [x - CORNER * r, y - CORNER * r, x + CORNER * r, y + CORNER * r]));
    const hidden = spots.reduce((sum, { x, y, look }) => sum + under(x, y, look.upper), 0) + cells.reduce((sum, { x, y, r }) => sum + under(x, y, r), 0);
    if (hidden < least) [best, least] = [box, hidden];
    if (!least) break;
  }
  return best;
}

// Over colours a name needs more paper around it, and more ink.
function write({ context }: Frame, palette: Palette, style: Style, { box, over }: { box: Box; over: boolean }): void {
  const y = (box[1] + box[3]) / 2;
  context.strokeStyle = over ? palette.paper : palette.land;
  context.globalAlpha = 0.85;
  context.lineWidth = over ? 4 : 3;
  context.strokeText(style.text, box[0] + 2, y);
  context.globalAlpha = 1;
  context.fillStyle = over ? palette.ink : palette.label;
  context.fillText(style.text, box[0] + 2, y);
}

function dot({ context }: Frame, palette: Palette, x: number, y: number): void {
  context.beginPath();
  context.arc(x, y, 1.8, 0, 2 * Math.PI);
  context.fillStyle = palette.label;
  context.fill();
}
