// Symbols outside the map, drawn by the same hand as those on it.

import type { App } from './app';
import { h } from './dom';
import { readPalette, type Palette } from './palette';
import { markOfClass } from './records';
import { drawRadius, drawSymbol, type Look } from './symbols';

export function drawnCanvas(size: number, paint: (context: CanvasRenderingContext2D, palette: Palette) => void): HTMLCanvasElement {
  const canvas = h('canvas', { class: 'sa-swatch', 'aria-hidden': 'true' });
  canvas.width = canvas.height = Math.round(size * 2);
  canvas.style.width = canvas.style.height = `${size}px`;
  const draw = (): void => {
    const context = canvas.getContext('2d')!;
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, size, size);
    paint(context, readPalette(canvas.isConnected ? canvas : document.documentElement));
  };
  requestAnimationFrame(draw);
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    const list = matchMedia(query);
    const change = (): void => (canvas.isConnected ? draw() : list.removeEventListener('change', change));
    list.addEventListener('change', change);
  }
  return canvas;
}

export function symbolCanvas(look: Look, size: number, halo = 0): HTMLCanvasElement {
  return drawnCanvas(size, (context, palette) => {
    const colour = look.claimants.length ? palette.hues[look.claimants[0]! % palette.hues.length]! : palette.ink;
    if (halo) drawRadius(context, colour, size / 2, size / 2, halo, 'area');
    drawSymbol(context, look, palette, size / 2, size / 2);
  });
}

export function swatch(_app: App, precision: string): HTMLElement {
  const mark = markOfClass(precision);
  if (mark === 'none') return h('span', { class: 'sa-swatch sa-swatch-none', 'aria-hidden': 'true' });
  return symbolCanvas({ mark, upper: 6, lower: mark === 'dot' ? 6 : null, known: true, claimants: [] }, 18, mark === 'area' ? 8.5 : 0);
}

// A piece of a ring, as a direction and a distance leave it open.
export function shapeSwatch(): HTMLCanvasElement {
  return drawnCanvas(34, (context, palette) => {
    context.beginPath();
    context.arc(17, 40, 34, -2.05, -1.09);
    context.arc(17, 40, 21, -1.09, -2.05, true);
    context.closePath();
    context.fillStyle = context.strokeStyle = palette.ink;
    context.globalAlpha = 0.14;
    context.fill();
    context.globalAlpha = 0.5;
    context.stroke();
    context.globalAlpha = 1;
  });
}
