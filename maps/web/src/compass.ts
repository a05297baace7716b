// North: a small needle, the same on the map and in its picture.

import type { App } from './app';
import { h, svg } from './dom';
import type { Palette } from './palette';

export function mountCompass(app: App, map: L.Map): void {
  const needle = svg('svg', { viewBox: '0 0 16 26', width: 16, height: 26, 'aria-hidden': 'true' }, svg('path', { d: 'M8 1L13 15L8 12L3 15Z' }), svg('text', { x: 8, y: 25, 'text-anchor': 'middle' }, 'N'));
  const name = h('span', { class: 'sa-hidden' });
  map.getContainer().append(h('div', { class: 'sa-north' }, needle, name));
  app.live([], () => {
    name.textContent = app.words.t('map.north');
  });
}

export function drawCompass(context: CanvasRenderingContext2D, palette: Palette, x: number, y: number): void {
  context.fillStyle = palette.ink;
  context.beginPath();
  for (const [dx, dy] of [[0, -12], [5, 2], [0, -1], [-5, 2]] as const) context.lineTo(x + dx, y + dy);
  context.fill();
  context.font = `600 10px ${palette.font}`;
  context.textAlign = 'center';
  context.fillText('N', x, y + 13);
  context.textAlign = 'left';
}
