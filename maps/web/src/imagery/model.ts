// The shapes of what Python packs into an image block.

import type { Both } from '../model';

export interface Legend {
  low: number;
  high: number;
  colours: string[];
  unit: string;
}

export interface Told {
  role: 'image' | 'before' | 'after' | 'difference' | 'online';
  // West, south, east, north in degrees; east passes 180 where the image crosses the antimeridian.
  bounds: [number, number, number, number];
  date: string;
  date_from: string;
  sensor: string;
  off_nadir_deg: number | null;
  cloud_percent: number | null;
  pixel_m: number | null;
  credit: string;
  licence: string;
  legend: Legend | null;
  // Of an online layer: when its provider released it, and the name of its server.
  released?: string;
  host?: string;
}

export interface Imagery {
  version: 1;
  kind: 'image' | 'swipe' | 'online';
  title: Partial<Both>;
  opacity: number;
  days: number | null;
  pictures: Told[];
}

// One row of text to each picture, in the same order.
export interface Packed {
  type: string;
  data: string;
  mask: string;
  // Tiles that lie beside the page, and how many bytes they are; or the template of an online layer.
  url?: string;
  bytes?: number;
  zooms?: [number, number];
}
