// The door of this bundle: StrikeImagery.show(map, id) puts one image, or a pair, on any Leaflet map.

import { Payload } from '../payload';
import type { Imagery, Packed } from './model';
import { panelOf } from './panel';
import { boundsOf, Finer, layerFor, paneOf } from './picture';
import { Swipe } from './swipe';

// Above tiles and base geography, below vectors and records.
const DEPTH = 250;
let count = 0;

export async function show(map: L.Map, id: string, fit = false): Promise<void> {
  const number = (count += 1);
  const payload = await Payload.open<Imagery>(document.getElementById(id)!.textContent ?? '');
  const imagery = payload.meta;
  const rows = await Promise.all(imagery.pictures.map((_, i) => payload.text<Packed>(i)));
  const names = imagery.pictures.map((told) => `sa-image-${number}-${told.role}`);
  const panes = imagery.pictures.map((told, i) => paneOf(map, names[i]!, DEPTH + Math.min(number, 90) + (told.role === 'difference' ? 2 : 0)));
  const layers = await Promise.all(imagery.pictures.map((told, i) => layerFor(told, rows[i]!, { name: names[i]!, element: panes[i]! }, imagery.opacity)));
  const base = layers.filter((_, i) => imagery.pictures[i]!.role !== 'difference');
  const difference = layers[imagery.pictures.findIndex((told) => told.role === 'difference')];
  if (fit && imagery.kind !== 'online') frame(map, imagery.pictures.map(boundsOf));
  // A server elsewhere is asked for nothing until the reader wants to see its layer.
  if (imagery.kind !== 'online') for (const layer of base) layer.addTo(map);
  const swipe = imagery.kind === 'swipe' ? new Swipe(map, [panes[0]!, panes[1]!], [imagery.pictures[0]!.date, imagery.pictures[1]!.date]) : null;
  panelOf(map).add({
    imagery,
    show: (on) => {
      for (const layer of base) on ? layer.addTo(map) : layer.remove();
      swipe?.show(on);
    },
    fade: (opacity) => layers.forEach((layer) => layer.setOpacity(opacity)),
    differ: difference ? (on) => void (on ? difference.addTo(map) : difference.remove()) : null,
    finer: layers.filter((layer) => layer instanceof Finer),
  });
  map.getContainer().classList.add('sa-imagery-ready');
}

// On a page about images alone the map begins with them, and has a scale.
function frame(map: L.Map, bounds: L.LatLngBounds[]): void {
  map.options.zoomSnap = 0.25;
  map.invalidateSize({ animate: false });
  map.fitBounds(bounds.reduce((all, one) => all.extend(one)), { animate: false, padding: [12, 12] });
  // Nearer by whole steps: between them browsers draw lines between tiles.
  map.options.zoomSnap = 1;
  L.control.scale({ imperial: false }).addTo(map);
}
