// The map: our panes on a Leaflet map that folium has made, and what mouse, finger and keyboard do on it.

import type { App } from './app';
import { areaOf, type Area } from './area';
import { drawGeography, readGeography, type Geography } from './basemap';
import { drawArea, drawCells, drawSpots } from './draw';
import { drawNames } from './names';
import { readPalette, type Palette } from './palette';
import { CanvasPane, type Frame } from './pane';
import { NONE } from './payload';
import { buildScene, hit, NOTHING, sceneIn, type Hit, type Scene } from './scene';
import { drawHalo } from './symbols';
import { Tooltip } from './tooltip';
import { drawUnits, symbolsOf, unitUnder, unitView, type UnitView } from './unitlayer';

// How far what is drawn reaches beyond the window, as a share of it.
const SPARE = 0.25;
const REDUCED = '(prefers-reduced-motion: reduce)';

export class MapView {
  scene: Scene = NOTHING;
  private palette: Palette;
  private readonly geography: Geography | null;
  private readonly panes: CanvasPane[] = [];
  private readonly over: CanvasPane;
  private readonly tooltip: Tooltip;
  private hovered: number[] = [];
  // Units as they are drawn now; made again when the filter or the layer changes.
  private units: UnitView | null = null;

  constructor(
    readonly app: App,
    readonly map: L.Map,
  ) {
    const container = map.getContainer();
    container.classList.add('sa-leaflet');
    app.container = container;
    this.palette = readPalette(container);
    this.geography = app.base ? readGeography(app.base) : null;
    if (matchMedia(REDUCED).matches) map.options.zoomAnimation = map.options.fadeAnimation = map.options.inertia = false;
    if (this.geography) this.panes.push(new CanvasPane(map, 'sa-base', 150, (frame) => this.drawBase(frame), { spare: SPARE }));
    this.panes.push(new CanvasPane(map, 'sa-records', 450, (frame) => this.drawRecords(frame), { spare: SPARE }));
    // What the pointer rests on is marked aside, so that nothing else is drawn again for it.
    this.over = new CanvasPane(map, 'sa-over', 455, (frame) => this.drawOver(frame), { lazy: true });
    // After the records, whose places its names avoid.
    if (this.geography) this.panes.push(new CanvasPane(map, 'sa-names', 460, (frame) => drawNames(frame, this.geography!, this.palette, { app, scene: sceneIn(this.scene, frame), over: this.units !== null }), { lazy: true }));
    this.tooltip = new Tooltip(app, container);
    this.listen();
    app.reveal = (row) => this.reveal(row);
    app.inSight = () => this.inSight();
    for (const topic of ['filter', 'layer'] as const) app.on(topic, () => (this.units = unitView(app)));
    for (const topic of ['language', 'filter', 'select', 'stack', 'layer'] as const) app.on(topic, () => this.redraw());
    app.on('select', () => this.clear());
  }

  redraw(): void {
    for (const pane of this.panes) pane.redraw();
  }

  private listen(): void {
    const { map } = this;
    map.on('mousemove', (event) => this.hover((event as L.LeafletMouseEvent).containerPoint));
    map.on('mouseout movestart zoomstart', () => this.leave());
    map.on('click', (event) => this.click(event as L.LeafletMouseEvent));
    map.on('moveend', () => this.app.emit('view'));
    // Nearer with a record open: it stays in sight beside its card.
    map.on('zoomend', () => this.clear(true));
    for (const query of ['(prefers-color-scheme: dark)', 'print']) {
      matchMedia(query).addEventListener('change', () => {
        this.palette = readPalette(map.getContainer());
        this.redraw();
      });
    }
  }

  private drawBase(frame: Frame): void {
    drawGeography(frame, this.geography!, this.palette);
  }

  private drawRecords(frame: Frame): Scene {
    if (this.units) {
      this.scene = { ...NOTHING, cells: symbolsOf(this.app, this.units, frame), left: frame.left, top: frame.top };
      drawUnits(frame, this.app, this.units, this.palette);
      drawArea(frame, this.app.filter.state.area, this.palette);
      return this.scene;
    }
    this.scene = buildScene(this.app, frame);
    drawArea(frame, this.app.filter.state.area, this.palette);
    drawCells(frame, this.scene.cells, this.palette, this.app.words);
    drawSpots(frame, this.scene.spots, this.palette, this.app);
    return this.scene;
  }

  private drawOver(frame: Frame): void {
    if (!this.hovered.length) return;
    for (const { rows, x, y, look } of sceneIn(this.scene, frame).spots) {
      if (rows.some((row) => this.hovered.includes(row))) drawHalo(frame.context, this.palette, x, y, look.upper - 2);
    }
  }

  // Pixels from the corner of the window to that of what was drawn.
  private offset(): L.Point {
    return this.map.getPixelBounds().min!.subtract([this.scene.left, this.scene.top]);
  }

  private find(point: L.Point, slack: number): Hit | null {
    const { x, y } = point.add(this.offset());
    return hit(this.scene, x, y, slack);
  }

  private unitAt(point: L.Point): number {
    const { min } = this.map.getPixelBounds();
    return this.units ? unitUnder(this.app, this.units, { world: 256 * 2 ** this.map.getZoom(), left: min!.x, top: min!.y }, point.x, point.y) : -1;
  }

  private hoverUnit(point: L.Point): void {
    const unit = this.unitAt(point);
    this.map.getContainer().classList.toggle('sa-over-symbol', unit >= 0);
    if (unit >= 0) this.tooltip.unit(this.units!, unit, point.x, point.y);
    else this.tooltip.hide();
  }

  private hover(point: L.Point): void {
    if ((this.map.dragging as { moving?: () => boolean } | undefined)?.moving?.()) return;
    if (this.units) return this.hoverUnit(point);
    const found = this.find(point, 3);
    const rows = found?.rows ?? [];
    const changed = rows.length !== this.hovered.length || rows.some((row, i) => row !== this.hovered[i]);
    this.hovered = rows;
    this.map.getContainer().classList.toggle('sa-over-symbol', rows.length > 0);
    if (found) this.tooltip.show(rows, found.cell?.count ?? rows.length, point.x, point.y);
    else this.tooltip.hide();
    if (changed) this.over.redraw();
  }

  private leave(): void {
    this.tooltip.hide();
    if (this.hovered.length) {
      this.hovered = [];
      this.over.redraw();
    }
  }

  private click(event: L.LeafletMouseEvent): void {
    if (this.units) {
      const unit = this.unitAt(event.containerPoint);
      const rows = unit < 0 ? [] : this.app.units!.recordsIn(this.app, unit);
      this.leave();
      if (rows.length) this.app.openStack(rows, unit);
      return;
    }
    const touch = (event.originalEvent as PointerEvent).pointerType === 'touch';
    const found = this.find(event.containerPoint, touch ? 12 : 4);
    this.leave();
    if (!found) return;
    if (found.cell && this.zoomInto(found)) return;
    if (found.rows.length > 1) this.app.openStack(found.rows);
    else {
      this.app.stack = [];
      this.app.select(found.rows[0]!);
    }
  }

  // Nearer to what a cell holds; false where nearer shows no more: all stand on one point.
  private zoomInto({ cell }: Hit): boolean {
    const [west, north, east, south] = cell!.bounds;
    if ((east - west < 2 && south - north < 2) || this.map.getZoom() >= this.map.getMaxZoom()) return false;
    const offset = this.offset();
    const place = (x: number, y: number): L.LatLng => this.map.containerPointToLatLng(L.point(x, y).subtract(offset));
    const corners = [place(west, north), place(east, south)];
    const zoom = Math.max(this.map.getZoom() + 1, this.map.getBoundsZoom(L.latLngBounds(corners), false));
    this.map.setView(place(cell!.x, cell!.y), Math.min(zoom, this.map.getZoom() + 4));
    return true;
  }

  private inSight(): Area {
    const bounds = this.map.getBounds();
    const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()];
    return areaOf([[west, south], [east, south], [east, north], [west, north]]);
  }

  private reveal(row: number): void {
    const { records } = this.app;
    if (Number.isNaN(records.x[row]!)) return;
    const lon = (records.x[row]! - 0.5) * 360;
    const centre = L.latLng(records.lat[row]!, lon);
    // As near as the radius allows, and with something of the country around it: its circle fills a quarter of the window's
    // height.
    const metres = records.radius[row] === NONE ? 1000 : Math.max(200, records.radius[row]!);
    const wanted = Math.log2((this.map.getSize().y / 8) * (40_075_016.7 * Math.cos((centre.lat * Math.PI) / 180)) / (256 * metres));
    const zoom = Math.round(Math.max(Math.min(wanted, 9), Math.min(this.map.getZoom(), wanted)));
    const level = Math.max(zoom, this.map.getMinZoom());
    const aside = this.map.project(centre, level).add([this.covered() / 2, this.coveredBelow() / 2]);
    this.map.setView(this.map.unproject(aside, level), level, { animate: !matchMedia(REDUCED).matches });
  }

  // Pixels of the map under the card: positive on the right, negative on the left.
  private covered(): number {
    const card = document.getElementById('sa-card');
    const width = this.map.getSize().x;
    if (!card || width < 760) return 0;
    return Math.min(480, width) * (this.app.words.direction === 'rtl' ? -1 : 1);
  }

  // On a phone the card is a sheet over the lower part of the map.
  private coveredBelow(): number {
    const narrow = document.getElementById('sa-main') && matchMedia('(max-width: 820px)').matches;
    return narrow ? Math.max(0, this.map.getSize().y - innerHeight * 0.42) : 0;
  }

  // Moves the map where the chosen record would lie under the card.
  private clear(centre = false): void {
    const { records, selected } = this.app;
    const covered = this.covered();
    if (selected < 0 || !covered || Number.isNaN(records.x[selected]!)) return;
    const { x, y } = this.map.latLngToContainerPoint([records.lat[selected]!, (records.x[selected]! - 0.5) * 360]);
    const size = this.map.getSize();
    if (centre && (x < 40 || x > size.x - 40 || y < 40 || y > size.y - 40)) this.map.panBy([x - (size.x - covered) / 2, y - size.y / 2]);
    const [low, high] = [covered < 0 ? -covered + 60 : -Infinity, covered > 0 ? this.map.getSize().x - covered - 60 : Infinity];
    if (x > high && x < this.map.getSize().x) this.map.panBy([x - high, 0]);
    if (x < low && x > 0) this.map.panBy([x - low, 0]);
  }

  // The next symbol in reading order, for those who step through the map by keyboard.
  step(by: 1 | -1): void {
    const { x: left, y: top } = this.offset();
    const { x: width, y: height } = this.map.getSize();
    const seen = this.scene.spots.filter(({ x, y }) => x >= left && y >= top && x <= left + width && y <= top + height);
    const order = seen.sort((a, b) => Math.round((a.y - b.y) / 40) || a.x - b.x);
    if (!order.length) return;
    const at = order.findIndex((spot) => spot.rows.includes(this.app.selected));
    const next = order[(at + by + order.length) % order.length] ?? order[0]!;
    this.app.stack = next.rows.length > 1 ? next.rows : [];
    this.app.select(next.rows[0]!);
  }
}
