// An area drawn on the map by mouse, finger or pen; by keyboard, what is in sight is taken as one.

import type { App } from './app';
import { areaOf, type Area } from './area';
import { h } from './dom';

const APART = 4;

export interface AreaMenu {
  element: HTMLElement;
  draw: () => void;
}

export function mountArea(app: App): AreaMenu | null {
  if (!app.records.placed) return null;
  const summary = h('summary', {});
  const draw = h('button', { type: 'button' });
  const seen = h('button', { type: 'button' });
  const note = h('p', { class: 'sa-quiet sa-small' });
  const element = h('details', { class: 'sa-menu sa-area-menu' }, summary, h('div', {}, draw, seen, note));
  draw.addEventListener('click', () => {
    element.open = false;
    app.drawing = true;
    app.emit('area');
  });
  seen.addEventListener('click', () => {
    element.open = false;
    summary.focus();
    app.applyFilter({ area: app.inSight() });
  });
  return {
    element,
    draw: () => {
      const { words, filter } = app;
      summary.textContent = words.t('filter.area');
      draw.textContent = words.t('filter.area_draw');
      seen.textContent = words.t('filter.area_seen');
      note.textContent = words.t('filter.area_note');
      element.toggleAttribute('data-on', filter.state.area.length > 0);
    },
  };
}

// Takes the pointer while an area is drawn; Escape gives it back.
export function mountLasso(app: App, map: L.Map): void {
  const container = map.getContainer();
  const line = h('canvas', { class: 'sa-lasso', hidden: true, 'aria-hidden': 'true' });
  const told = h('p', { class: 'sa-lasso-note', role: 'status', hidden: true });
  container.append(line, told);
  let points: L.Point[] = [];
  const end = (area: Area | null): void => {
    points = [];
    app.drawing = false;
    app.emit('area');
    if (area?.length) app.applyFilter({ area });
  };
  app.live(['area'], () => {
    line.hidden = told.hidden = !app.drawing;
    told.textContent = app.words.t('filter.area_now');
    told.dir = app.words.direction;
    if (!app.drawing) return;
    const { x, y } = map.getSize();
    line.width = x;
    line.height = y;
  });
  const at = (event: PointerEvent): L.Point => map.mouseEventToContainerPoint(event);
  line.addEventListener('pointerdown', (event) => {
    event.stopPropagation();
    line.setPointerCapture(event.pointerId);
    points = [at(event)];
  });
  line.addEventListener('pointermove', (event) => {
    if (!points.length) return;
    const point = at(event);
    if (point.distanceTo(points.at(-1)!) >= APART) points.push(point);
    stroke(line, points);
  });
  line.addEventListener('pointerup', () => {
    const corners = points.map((point) => map.containerPointToLatLng(point)).map(({ lng, lat }) => [lng, lat] as [number, number]);
    end(areaOf(corners));
  });
  for (const name of ['mousedown', 'touchstart', 'dblclick', 'click'] as const) line.addEventListener(name, (event) => event.stopPropagation());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && app.drawing) end(null);
  });
}

function stroke(line: HTMLCanvasElement, points: L.Point[]): void {
  const context = line.getContext('2d')!;
  const style = getComputedStyle(line);
  context.clearRect(0, 0, line.width, line.height);
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = context.strokeStyle = style.color;
  context.globalAlpha = 0.1;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.stroke();
}
