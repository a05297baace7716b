// What a place card can do on the map: choose a candidate, search, drop a pin, draw an area, look at typed coordinates.

import { h } from '../dom';
import { byId, send, type Point } from './main';
import type { ReviewMap } from './map';
import { said } from './words';

// The 80 % radius that a class will be drawn with, as near as the eye needs it.
const RADII: Record<string, number> = { exact: 10, site: 100, street: 500, neighbourhood: 1500, village: 3000, town: 4000, around_place: 10_000, district: 20_000, governorate: 60_000 };
const DEFAULT = 'village';

interface FoundPlace {
  place_id: string;
  name: string;
  kind: string;
  adm1: string;
  country: string;
  lon: number;
  lat: number;
  r_m: number;
  precision: string;
}

let tool: 'pin' | 'area' | '' = '';
let view: ReviewMap | null = null;
let listening = false;

export function mountTools(map: ReviewMap): void {
  view = map;
  use('');
  if (!listening) {
    listening = true;
    map.map.on('click', (event) => onClick((event as L.LeafletMouseEvent).latlng));
    map.map.on('keydown', (event) => tool && (event as L.LeafletKeyboardEvent).originalEvent.preventDefault());
  }
  byId('rv-candidates')?.addEventListener('change', (event) => chosen(event.target as HTMLInputElement));
  byId('rv-tool-pin')?.addEventListener('click', () => use(tool === 'pin' ? '' : 'pin'));
  byId('rv-tool-area')?.addEventListener('click', () => use(tool === 'area' ? '' : 'area'));
  byId('rv-precision')?.addEventListener('change', () => movePin(view!.pin));
  byId('rv-search')?.addEventListener('keydown', (event) => event.key === 'Enter' && (event.preventDefault(), void search()));
  byId('rv-search')?.addEventListener('change', () => void search());
  const typed = byId<HTMLInputElement>('rv-coordinates');
  typed?.addEventListener('input', () => void look(typed.value));
  typed?.addEventListener('keydown', (event) => event.key === 'Enter' && (event.preventDefault(), press('coordinates')));
}

function tell(text: string): void {
  byId('rv-map-said')!.textContent = text;
}

function press(answer: string): void {
  const button = document.querySelector<HTMLButtonElement>(`button[name=answer][value=${answer}]`);
  if (button?.form) send(button.form, button);
}

function chosen(input: HTMLInputElement): void {
  if (input.name !== 'candidate') return;
  byId<HTMLInputElement>('rv-place-id')!.value = input.dataset['placeId'] ?? '';
  view!.choose(input.dataset['point'] ?? '');
  tell(said('chosen', { name: input.dataset['name'] ?? '' }));
}

function use(next: typeof tool): void {
  tool = next;
  const map = view!;
  byId('rv-tool-pin')?.setAttribute('aria-pressed', String(tool === 'pin'));
  byId('rv-tool-area')?.setAttribute('aria-pressed', String(tool === 'area'));
  document.querySelector('.rv-cross')?.remove();
  if (tool) map.map.keyboard.disable();
  else map.map.keyboard.enable();
  map.pin = null;
  map.corners = tool === 'area' ? [] : null;
  if (tool === 'pin') {
    const precision = byId<HTMLSelectElement>('rv-precision')!;
    precision.value ||= DEFAULT;
    movePin(map.map.getCenter());
  }
  if (tool === 'area') {
    map.map.getContainer().append(h('div', { class: 'rv-cross', 'aria-hidden': 'true' }));
    byId<HTMLSelectElement>('rv-precision')!.value = '';
  }
  tell(tool ? said(tool) : '');
  map.redraw();
}

function movePin(to: L.LatLng | null): void {
  if (!to || !view) return;
  view.pin = to;
  view.pinRadius = RADII[byId<HTMLSelectElement>('rv-precision')!.value] ?? 0;
  byId<HTMLInputElement>('rv-lon')!.value = to.lng.toFixed(5);
  byId<HTMLInputElement>('rv-lat')!.value = to.lat.toFixed(5);
  view.redraw();
}

function corner(at: L.LatLng | null): void {
  const corners = view!.corners!;
  if (at) corners.push([Number(at.lng.toFixed(5)), Number(at.lat.toFixed(5))]);
  else corners.pop();
  byId<HTMLInputElement>('rv-area')!.value = JSON.stringify(corners);
  tell(`${said('corners', { n: corners.length })}. ${said('area')}`);
  view!.redraw();
}

function onClick(at: L.LatLng): void {
  if (tool === 'pin') movePin(at);
  else if (tool === 'area') corner(at);
}

const STEPS: Record<string, [number, number]> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

// Keys of the tool in hand; false where the key is for somebody else.
export function toolKey(event: KeyboardEvent): boolean {
  if (!tool || !view || !byId('rv-tool-pin')) return false;
  const step = STEPS[event.key];
  if (step) {
    const far = event.shiftKey ? 60 : 8;
    move(step[0] * far, step[1] * far);
  } else if (event.key === 'Enter') press(tool);
  else if (event.key === 'Escape') use('');
  else if (event.key === '+' || event.key === '=') view.map.zoomIn(1, { animate: false });
  else if (event.key === '-') view.map.zoomOut(1, { animate: false });
  else if (tool === 'area' && event.key === ' ') corner(view.map.getCenter());
  else if (tool === 'area' && event.key === 'Backspace') corner(null);
  else return false;
  return true;
}

function move(x: number, y: number): void {
  const { map } = view!;
  if (tool === 'area') {
    map.panBy([x, y], { animate: false });
    return;
  }
  const to = map.containerPointToLatLng(map.latLngToContainerPoint(view!.pin ?? map.getCenter()).add([x, y]));
  movePin(to);
  if (!map.getBounds().contains(to)) map.panTo(to, { animate: false });
}

async function search(): Promise<void> {
  const host = byId('rv-found')!;
  const name = byId<HTMLInputElement>('rv-search')!.value.trim();
  if (!name || host.dataset['asked'] === name) return;
  host.dataset['asked'] = name;
  const found = (await (await fetch(`/places?name=${encodeURIComponent(name)}`)).json()) as FoundPlace[];
  const own = document.querySelectorAll('#rv-candidates > .rv-candidate').length;
  const rows = found.map((one, at) =>
    h('label', { class: 'rv-candidate' }, h('input', { type: 'radio', name: 'candidate', value: 'found', 'data-point': `f${at}`, 'data-place-id': one.place_id, 'data-name': one.name }), h('kbd', {}, String(own + at + 1)), h('span', {}, h('b', {}, h('bdi', { dir: 'auto' }, one.name)), ` ${one.kind} · `, h('bdi', { dir: 'auto' }, [one.adm1, one.country].filter(Boolean).join(', ')))),
  );
  host.replaceChildren(...rows);
  tell(said('found', { n: found.length }));
  view!.add(found.map((one, at): Point => ({ id: `f${at}`, role: 'found', n: own + at + 1, lon: one.lon, lat: one.lat, r_m: one.r_m, precision: one.precision, label: one.name })));
  byId('rv-search')!.blur();
}

interface Parsed {
  fixes: { lon: number; lat: number; r_m: number; precision: string; notation: string }[];
}

async function look(text: string): Promise<void> {
  if (!text.trim()) return;
  const told = (await (await fetch(`/parse?text=${encodeURIComponent(text)}`)).json()) as Parsed;
  if (byId<HTMLInputElement>('rv-coordinates')?.value !== text) return;
  const points = told.fixes.map((one, at): Point => ({ id: `t${at}`, role: 'found', lon: one.lon, lat: one.lat, r_m: one.r_m, precision: one.precision, label: '' }));
  tell(told.fixes.length ? said('read', { text: told.fixes.map((one) => `${one.lat.toFixed(5)}, ${one.lon.toFixed(5)} (${one.notation})`).join('; ') }) : said('not_read'));
  view!.add(points);
}
