// The shapes of what Python packs into an image block.

import type { Both } from '../model';

export interface Legend {
  low: number;
  high: number;
  colours: string[];
  unit: string;
}

export interface Told {
  role: 'image' | 'before' | 'after' | 'difference';
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
}

export interface Imagery {
  version: 1;
  kind: 'image' | 'swipe';
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
  // Tiles that lie beside the page.
  url?: string;
}
