// The map of the review: the panes, symbols and radii of the public page, with candidates by number and a pin or an area.

import { drawGeography, readGeography, type Geography } from '../basemap';
import { drawNames } from '../names';
import { Words } from '../i18n';
import type { BaseMeta, Language } from '../model';
import { readPalette, type Palette } from '../palette';
import { CanvasPane, type Frame } from '../pane';
import { Payload } from '../payload';
import { markOfClass, mercator } from '../records';
import { pixels, type Scene } from '../scene';
import { drawHalo, drawRadius, drawSymbol, type Look } from '../symbols';
import type { Card, Point } from './main';
import { language, said } from './words';

const HUES: Record<string, number[]> = { candidate: [4], now: [0], stated: [2], other: [5], a: [0], b: [1] };
const R = 8;

export class ReviewMap {
  readonly map: L.Map;
  readonly words = new Words(language() as Language);
  private palette: Palette;
  private geography: Geography | null = null;
  private readonly panes: CanvasPane[] = [];
  private points: Point[] = [];
  chosen = '';
  pin: L.LatLng | null = null;
  pinRadius = 0;
  corners: [number, number][] | null = null;

  constructor(host: HTMLElement, view: number[]) {
    this.map = L.map(host, { zoomControl: true, attributionControl: false, minZoom: 3, maxZoom: 17, zoomSnap: 0.25, keyboard: true, zoomAnimation: false, fadeAnimation: false });
    host.classList.add('sa-leaflet');
    this.map.fitBounds([[view[1]!, view[0]!], [view[3]!, view[2]!]], { animate: false });
    this.palette = readPalette(host);
    this.panes.push(new CanvasPane(this.map, 'sa-base', 150, (frame) => this.geography && drawGeography(frame, this.geography, this.palette)));
    this.panes.push(new CanvasPane(this.map, 'sa-records', 450, (frame) => this.draw(frame)));
    this.panes.push(new CanvasPane(this.map, 'sa-names', 460, (frame) => this.geography && drawNames(frame, this.geography, this.palette, { app: { words: this.words }, scene: this.scene(frame), over: false })));
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.palette = readPalette(host);
      this.redraw();
    });
    void this.load();
  }

  private async load(): Promise<void> {
    const answer = await fetch('/base');
    const payload = await Payload.of<BaseMeta>(new Uint8Array(await answer.arrayBuffer()));
    this.geography = readGeography(payload.meta);
    this.redraw();
    this.map.getContainer().dataset['ready'] = 'true';
  }

  redraw(): void {
    for (const pane of this.panes) pane.redraw();
  }

  show(card: Card): void {
    this.points = card.points;
    this.chosen = '';
    this.pin = null;
    this.corners = null;
    this.map.invalidateSize({ animate: false });
    this.fit();
    this.redraw();
  }

  // All points with their circles, but never nearer than a reader can place them.
  private fit(): void {
    if (!this.points.length) return;
    const bounds = L.latLngBounds([]);
    for (const { lon, lat, r_m } of this.points) bounds.extend(L.latLng(lat, lon).toBounds(Math.max(4000, Math.min(r_m, 150_000) * 2)));
    this.map.fitBounds(bounds, { animate: false, padding: [30, 30], maxZoom: 12 });
  }

  choose(id: string): void {
    this.chosen = id;
    const point = this.points.find((one) => one.id === id);
    if (point && !this.map.getBounds().contains([point.lat, point.lon])) this.map.panTo([point.lat, point.lon], { animate: false });
    this.redraw();
  }

  add(points: Point[]): void {
    this.points = [...this.points.filter((one) => one.role !== 'found'), ...points];
    if (points.length) this.fit();
    this.redraw();
  }

  private place(frame: Frame, lon: number, lat: number): [number, number] {
    const [x, y] = mercator(lon, lat);
    return [x * frame.world - frame.left, y * frame.world - frame.top];
  }

  private look(point: Point): Look {
    return { mark: markOfClass(point.precision), upper: R, lower: null, known: true, claimants: HUES[point.role] ?? [4] };
  }

  private draw(frame: Frame): void {
    const { context } = frame;
    const { palette } = this;
    const order = [...this.points].sort((a, b) => Number(a.id === this.chosen) - Number(b.id === this.chosen));
    for (const point of order) {
      const [x, y] = this.place(frame, point.lon, point.lat);
      const reach = pixels(point.r_m, point.lat, frame.world);
      const hue = palette.hues[(HUES[point.role] ?? [4])[0]!]!;
      if (reach > R) drawRadius(context, point.id === this.chosen ? palette.accent : hue, x, y, reach, point.id === this.chosen ? 'chosen' : 'point');
    }
    for (const point of order) {
      const [x, y] = this.place(frame, point.lon, point.lat);
      if (point.id === this.chosen) drawHalo(context, palette, x, y, R);
      drawSymbol(context, this.look(point), palette, x, y);
      this.name(frame, point, x, y);
    }
    if (this.corners) this.drawArea(frame);
    if (this.pin) this.drawPin(frame);
  }

  private name(frame: Frame, point: Point, x: number, y: number): void {
    const { context } = frame;
    const short = point.n ? String(point.n) : { now: said('now'), stated: said('stated'), typed: said('typed'), a: 'A', b: 'B', other: point.label }[point.role];
    if (!short) return;
    context.font = `600 12px ${this.palette.font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = this.palette.paper;
    const level = point.role === 'other' || point.role === 'now' ? y + R + 11 : y - R - 10;
    context.strokeText(short, x, level);
    context.fillStyle = this.palette.ink;
    context.fillText(short, x, level);
  }

  private drawPin(frame: Frame): void {
    const { context } = frame;
    const [x, y] = this.place(frame, this.pin!.lng, this.pin!.lat);
    const reach = pixels(this.pinRadius, this.pin!.lat, frame.world);
    if (reach > 4) drawRadius(context, this.palette.accent, x, y, reach, 'chosen');
    context.strokeStyle = context.fillStyle = this.palette.accent;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x, y - 20);
    context.stroke();
    context.beginPath();
    context.arc(x, y - 24, 6, 0, 2 * Math.PI);
    context.fill();
  }

  private drawArea(frame: Frame): void {
    const { context } = frame;
    const path = this.corners!.map(([lon, lat]) => this.place(frame, lon, lat));
    context.beginPath();
    for (const [x, y] of path) context.lineTo(x, y);
    context.closePath();
    context.globalAlpha = 0.15;
    context.fillStyle = this.palette.accent;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = this.palette.accent;
    context.lineWidth = 2;
    context.stroke();
    for (const [x, y] of path) {
      context.beginPath();
      context.arc(x, y, 4, 0, 2 * Math.PI);
      context.fillStyle = this.palette.accent;
      context.fill();
    }
  }

  // Where names would hide a symbol they go elsewhere, as on the public page.
  private scene(frame: Frame): Scene {
    const spots = this.points.map((point) => {
      const [x, y] = this.place(frame, point.lon, point.lat);
      return { x, y, rows: [], look: { ...this.look(point), upper: R + 6 }, radius: 0 };
    });
    return { spots, cells: [], left: frame.left, top: frame.top, bare: false };
  }
}
