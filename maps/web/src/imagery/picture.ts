// From packed bytes to a layer of the map.

import type { Packed, Told } from './model';
import { Archive, Beside, Held } from './pmtiles';

const TILES = 'application/vnd.pmtiles';

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

export interface Layer extends L.Layer {
  setOpacity(opacity: number): unknown;
}

export async function layerFor(told: Told, packed: Packed, pane: string, opacity: number): Promise<Layer> {
  if (packed.type === TILES) return tileLayer(await Archive.open(packed.url ? new Beside(packed.url) : new Held(bytes(packed.data))), boundsOf(told), pane, opacity);
  return L.imageOverlay(await addressOf(packed), boundsOf(told), { pane, opacity, className: 'sa-image' });
}

export function boundsOf({ bounds: [west, south, east, north] }: Told): L.LatLngBounds {
  return L.latLngBounds([south, west], [north, east]);
}

function tileLayer(archive: Archive, bounds: L.LatLngBounds, pane: string, opacity: number): Layer {
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
  return new (Tiles as unknown as new (options: L.GridLayerOptions) => Layer)(options);
}
