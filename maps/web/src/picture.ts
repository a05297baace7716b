// The map as it stands, as a picture: its canvases, with title, what is counted, scale and source written beneath.

import type { App } from './app';
import { definition } from './describe';
import { drawCompass } from './compass';
import { readPalette, type Palette } from './palette';
import { unitView } from './unitlayer';
import { measureName } from './unitlegend';
import { RATES } from './units';

const PAD = 18;
const LINE = 19;

export async function pictureOf(app: App): Promise<Blob> {
  const container = app.container!;
  const { width, height } = container.getBoundingClientRect();
  const palette = readPalette(container);
  const lines = beneath(app);
  const canvas = document.createElement('canvas');
  const scale = 2;
  const measure = canvas.getContext('2d')!;
  measure.font = `400 13px ${palette.font}`;
  const wrapped = lines.flatMap((line) => wrap(measure, line, width - 2 * PAD));
  const foot = PAD * 1.5 + 24 + wrapped.length * LINE;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round((height + foot) * scale);
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, width, height + foot);
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  for (const layer of container.querySelectorAll<HTMLCanvasElement>('.sa-canvas')) {
    const box = layer.getBoundingClientRect();
    const map = container.getBoundingClientRect();
    context.drawImage(layer, box.left - map.left, box.top - map.top, box.width, box.height);
  }
  context.restore();
  drawScale(context, palette, container, height);
  drawCompass(context, palette, width - 26, height - 30);
  write(context, app, palette, { wrapped, top: height, width });
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png'));
}

function beneath(app: App): string[] {
  const { words, model, filter, records } = app;
  const { data_sha256: hash, as_of: date } = model.footnote;
  const last = [date && `${words.t('footnote.as_of')} ${words.date(date)}`, hash && words.t('tools.data', { hash: hash.slice(0, 16) }), model.preview && words.t('tools.preview'), words.t('footnote.base')];
  return [`${words.t('tools.shown', { n: filter.shownCount, of: records.count })}. ${definition(app)}`, ...ofUnits(app), last.filter(Boolean).join(' · ')];
}

// Of a map of units: the level, the measure, the ends of its classes from light to dark, and what the level can bear.
function ofUnits(app: App): string[] {
  const { words } = app;
  const view = unitView(app);
  if (!view) return [];
  const breaks = RATES.includes(view.measure) ? (view.level.breaks[view.measure] ?? []) : [];
  const ends = breaks.map((end, place) => words.t(place ? 'units.class' : 'units.class_first', { a: breaks[place - 1] ?? 0, b: end }));
  const told = `${words.pick(view.level.name)}: ${measureName(app, view)}`;
  return [`${told}${ends.length ? ` (${ends.join('; ')})` : ''}. ${words.pick(view.level.support)}`, ...(view.level.credit ? [`${words.t('units.credit')} ${view.level.credit}`] : [])];
}

function wrap(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (context.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function write(context: CanvasRenderingContext2D, app: App, palette: Palette, { wrapped, top, width }: { wrapped: string[]; top: number; width: number }): void {
  const rtl = app.words.direction === 'rtl';
  const x = rtl ? width - PAD : PAD;
  context.direction = app.words.direction;
  context.textAlign = rtl ? 'right' : 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = palette.ink;
  context.font = `600 18px ${palette.font}`;
  context.fillText(app.words.pick(app.model.title), x, top + PAD + 12);
  context.fillStyle = palette.quiet;
  context.font = `400 13px ${palette.font}`;
  wrapped.forEach((line, i) => context.fillText(line, x, top + PAD + 36 + i * LINE));
}

function drawScale(context: CanvasRenderingContext2D, palette: Palette, container: HTMLElement, height: number): void {
  const bar = container.querySelector<HTMLElement>('.sa-scale-bar');
  const text = bar?.previousElementSibling?.textContent ?? '';
  const long = bar?.getBoundingClientRect().width ?? 0;
  if (!long) return;
  context.strokeStyle = context.fillStyle = palette.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(12, height - 20);
  context.lineTo(12, height - 15);
  context.lineTo(12 + long, height - 15);
  context.lineTo(12 + long, height - 20);
  context.stroke();
  context.font = `400 12px ${palette.font}`;
  context.fillText(text, 12, height - 25);
}
