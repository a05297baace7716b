// From packed bytes to a layer of the map.

import type { Packed, Told } from './model';
import { Archive, Beside, Chosen, Held, type Source } from './pmtiles';

const TILES = 'application/vnd.pmtiles';
const ONLINE = 'online';

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
  return out;
}

// A JPEG has no mask of its own: it is cut out here, once.
async function masked(picture: Blob, mask: Blob): Promise<Blob> {
  const [image, alpha] = await Promise.all([createImageBitmap(picture), createImageBitmap(mask)]);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(alpha, 0, 0);
  const seen = context.getImageData(0, 0, image.width, image.height).data;
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height);
  for (let i = 0; i < seen.length; i += 4) pixels.data[i + 3] = seen[i]! ? 255 : 0;
  context.putImageData(pixels, 0, 0);
  return new Promise((go) => canvas.toBlob((blob) => go(blob!), 'image/webp', 0.9));
}

export async function addressOf({ type, data, mask }: Packed): Promise<string> {
  const picture = new Blob([bytes(data)], { type });
  return URL.createObjectURL(mask ? await masked(picture, new Blob([bytes(mask)], { type: 'image/png' })) : picture);
}

export function paneOf(map: L.Map, name: string, zIndex: number): HTMLElement {
  const there = map.getPane(name);
  if (there) return there;
  const pane = map.createPane(name);
  pane.style.zIndex = String(zIndex);
  pane.style.pointerEvents = 'none';
  return pane;
}

export interface Layer {
  addTo(map: L.Map): unknown;
  remove(): unknown;
  setOpacity(opacity: number): unknown;
}

export async function layerFor(told: Told, packed: Packed, pane: Pane, opacity: number): Promise<Layer> {
  const { name } = pane;
  if (packed.type === ONLINE) return onlineLayer(told, packed, name, opacity);
  if (packed.type === TILES && !packed.url) return tileLayer(await Archive.open(new Held(bytes(packed.data))), boundsOf(told), name, opacity);
  const picture = (at: number) => addressOf(packed).then((address) => L.imageOverlay(address, boundsOf(told), { pane: name, opacity: at, className: 'sa-image' }));
  if (!packed.url) return picture(opacity);
  return new Finer(told, packed as Packed & { url: string; bytes: number }, pane, packed.data ? await picture(1) : null, opacity);
}

export interface Pane {
  name: string;
  element: HTMLElement;
}

// A picture, and over it finer tiles that lie beside the page: asked for from there, or from a file that the reader
// chooses, since no browser lets a page that was opened from a disk read the file next to it.
export class Finer implements Layer {
  state: 'asked' | 'there' | 'away' | 'wrong' = 'asked';
  changed: () => void = () => {};
  private readonly group: L.LayerGroup;

  constructor(
    private readonly told: Told,
    private readonly packed: Packed & { url: string; bytes: number },
    private readonly pane: Pane,
    picture: L.Layer | null,
    opacity: number,
  ) {
    this.group = L.layerGroup(picture ? [picture] : []);
    this.setOpacity(opacity);
    if (location.protocol === 'file:') this.state = 'away';
    else void this.open(new Beside(packed.url, packed.bytes), 'away');
  }

  get file(): string {
    return decodeURIComponent(this.packed.url.split('/').pop()!);
  }

  async choose(file: File): Promise<void> {
    if (file.size !== this.packed.bytes) {
      this.state = 'wrong';
      return this.changed();
    }
    await this.open(new Chosen(file), 'wrong');
  }

  addTo(map: L.Map): void {
    this.group.addTo(map);
  }

  remove(): void {
    this.group.remove();
  }

  // Of both together: where they overlap, they are one image.
  setOpacity(opacity: number): void {
    this.pane.element.style.opacity = String(opacity);
  }

  private async open(source: Source, failed: 'away' | 'wrong'): Promise<void> {
    try {
      this.group.addLayer(tileLayer(await Archive.open(source), boundsOf(this.told), this.pane.name, 1));
      this.state = 'there';
    } catch {
      this.state = failed;
    }
    this.changed();
  }
}

// Whose it is stands in the panel, as text: Leaflet would take an attribution for markup.
function onlineLayer(told: Told, { url, zooms }: Packed, pane: string, opacity: number): Layer {
  return L.tileLayer(url!, { pane, opacity, bounds: boundsOf(told), minZoom: zooms![0], maxNativeZoom: zooms![1], maxZoom: 24, referrerPolicy: 'no-referrer' });
}

export function boundsOf({ bounds: [west, south, east, north] }: Told): L.LatLngBounds {
  return L.latLngBounds([south, west], [north, east]);
}

function tileLayer(archive: Archive, bounds: L.LatLngBounds, pane: string, opacity: number): L.GridLayer {
  const Tiles = L.GridLayer.extend({
    createTile(at: L.Coords, done: L.DoneCallback): HTMLElement {
      const image = document.createElement('img');
      image.alt = '';
      const across = 2 ** at.z;
      void archive
        .tile(at.z, ((at.x % across) + across) % across, at.y)
        .then((data) => {
          if (!data) return done(undefined, image);
          image.onload = () => {
            URL.revokeObjectURL(image.src);
            done(undefined, image);
          };
          image.src = URL.createObjectURL(new Blob([data], { type: 'image/webp' }));
        })
        .catch((fault: Error) => done(fault, image));
      return image;
    },
  });
  const options: L.GridLayerOptions = { pane, opacity, bounds, minNativeZoom: archive.minZoom, maxNativeZoom: archive.maxZoom, maxZoom: 24, noWrap: true };
  return new (Tiles as unknown as new (options: L.GridLayerOptions) => L.GridLayer)(options);
}
