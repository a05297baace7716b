// A canvas over the whole map that lies wider than the window and moves with it: it is redrawn when the window leaves it,
// and in the pause after a movement; it follows the zoom's animation in between.

export interface Frame {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  zoom: number;
  // Pixels of the whole world, and the world pixel in the upper left corner.
  world: number;
  left: number;
  top: number;
  // How far the canvas reaches beyond the window on each side.
  beyondX: number;
  beyondY: number;
}

interface InternalMap extends L.Map {
  _latLngToNewLayerPoint(latlng: L.LatLng, zoom: number, center: L.LatLng): L.Point;
}

const PAUSE_MS = 180;

// `spare` is how far a pane reaches beyond the window, as a share of it; a lazy one waits for the end of a movement.
export interface Reach {
  spare?: number;
  lazy?: boolean;
}

export class CanvasPane {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private waiting = 0;
  private pause = 0;
  // Only the window was drawn, and nothing beyond it.
  private bare = false;
  private corner: L.LatLng;
  private drawnZoom: number;

  constructor(
    private readonly map: L.Map,
    name: string,
    zIndex: number,
    private readonly draw: (frame: Frame) => { bare: boolean } | null | void,
    private readonly reach: Reach = {},
  ) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    pane.style.pointerEvents = 'none';
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'leaflet-zoom-animated sa-canvas';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.context = this.canvas.getContext('2d')!;
    pane.append(this.canvas);
    this.corner = map.containerPointToLatLng([0, 0]);
    this.drawnZoom = map.getZoom();
    map.on('move', this.moved, this);
    map.on('zoom viewreset resize zoomend', this.redraw, this);
    map.on('moveend', this.settled, this);
    map.on('zoomanim', (event) => this.follow(event as L.ZoomAnimEvent));
    this.paint();
  }

  // What lies in a pane moves with the map by itself.
  private moved(): void {
    if (this.reach.lazy) return;
    const { spare = 0 } = this.reach;
    const { x: width, y: height } = this.map.getSize();
    const [x, y] = this.away();
    if (!this.bare && this.drawnZoom === this.map.getZoom() && x < Math.round(width * spare) && y < Math.round(height * spare)) return;
    this.redraw();
  }

  // How far the window has moved since the canvas was drawn.
  private away(): [number, number] {
    const { spare = 0 } = this.reach;
    const { x, y } = this.map.latLngToContainerPoint(this.corner);
    const { x: width, y: height } = this.map.getSize();
    return [Math.abs(x + Math.round(width * spare)), Math.abs(y + Math.round(height * spare))];
  }

  private settled(): void {
    if (!this.reach.spare) return this.redraw();
    this.moved();
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => {
      if (this.away().some((by) => by >= 1)) this.redraw();
    }, PAUSE_MS);
  }

  redraw(): void {
    this.waiting ||= requestAnimationFrame(() => this.paint());
  }

  private follow(event: L.ZoomAnimEvent): void {
    const offset = (this.map as InternalMap)._latLngToNewLayerPoint(this.corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.canvas, offset, this.map.getZoomScale(event.zoom, this.drawnZoom));
  }

  private paint(): void {
    this.waiting = 0;
    const size = this.map.getSize();
    const { spare = 0 } = this.reach;
    const [left, top] = [Math.round(size.x * spare), Math.round(size.y * spare)];
    const [width, height] = [size.x + 2 * left, size.y + 2 * top];
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const { canvas, context } = this;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const bounds = this.map.getPixelBounds();
    this.corner = this.map.containerPointToLatLng([-left, -top]);
    this.drawnZoom = this.map.getZoom();
    L.DomUtil.setTransform(canvas, this.map.containerPointToLayerPoint([-left, -top]), 1);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const world = 256 * 2 ** this.drawnZoom;
    const drawn = this.draw({ context, width, height, zoom: this.drawnZoom, world, left: bounds.min!.x - left, top: bounds.min!.y - top, beyondX: left, beyondY: top });
    this.bare = drawn ? drawn.bare : false;
  }
}
