// A step chart of stated totals: each claimant a line of its own, named at its end, holding until its next statement.

import type { App } from './app';
import { svg } from './dom';
import type { Point, Series } from './model';

export interface Dot {
  time: number;
  min: number | null;
  max: number | null;
  point: Point;
}

export interface Track {
  claimant: string;
  dots: Dot[];
}

const HEIGHT = 230;
const TOP = 14;
const BOTTOM = 26;
const LEFT = 52;

export function timeOf(point: Point): number {
  const text = point.as_of ?? point.published_on ?? '';
  const [year, month, day] = text.split('/')[0]!.split('-').map(Number);
  if (!year) return NaN;
  // A month or a year stands at its end: the total counts up to it.
  if (!month) return Date.UTC(year, 11, 31);
  return day ? Date.UTC(year, month - 1, day) : Date.UTC(year, month, 0);
}

export function tracksOf(series: Series): Track[] {
  return series.lines
    .map(({ claimant, points }) => ({
      claimant,
      dots: points
        .map((point) => ({ time: timeOf(point), min: point.min, max: point.max, point }))
        .filter((dot) => !Number.isNaN(dot.time) && (dot.min !== null || dot.max !== null))
        .sort((a, b) => a.time - b.time),
    }))
    .filter((track) => track.dots.length > 0);
}

function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10, 12].map((times) => times * power).find((limit) => limit >= value * 1.02)!;
}

const heightOf = (dot: Dot): number => dot.min ?? dot.max!;

export interface Chart {
  element: SVGSVGElement;
  times: number[];
  // Moves the reading line; null takes it away.
  mark: (time: number | null) => void;
  timeAt: (x: number) => number;
}

export function drawChart(app: App, tracks: Track[], width: number): Chart {
  const narrow = width < 560;
  const longest = Math.max(...tracks.map((track) => app.claimantName(track.claimant).length));
  const right = narrow ? 14 : Math.max(110, Math.min(250, longest * 7.4 + 18));
  const times = [...new Set(tracks.flatMap((track) => track.dots.map((dot) => dot.time)))].sort((a, b) => a - b);
  const most = ceiling(Math.max(...tracks.flatMap((track) => track.dots.map((dot) => Math.max(dot.min ?? 0, dot.max ?? 0)))));
  const margin = Math.max(86_400_000 * 30, (times.at(-1)! - times[0]!) * 0.04);
  const [start, end] = [times[0]! - margin, times.at(-1)! + margin];
  const x = (time: number): number => LEFT + ((time - start) / (end - start)) * (width - LEFT - right);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const cursor = svg('line', { class: 'sa-cursor', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
  const element = svg(
    'svg',
    { class: 'sa-chart', viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img', tabindex: 0 },
    ...grid(app, { x, y, most, start, end, width: width - right }),
    cursor,
    ...tracks.map((track) => line(app, track, { x, y, edge: width - right })),
    ...(narrow ? [] : names(app, tracks, { x, y, edge: width - right })),
  );
  return {
    element,
    times,
    mark: (time) => {
      cursor.setAttribute('visibility', time === null ? 'hidden' : 'visible');
      if (time !== null) for (const name of ['x1', 'x2']) cursor.setAttribute(name, String(x(time)));
    },
    timeAt: (at) => start + ((at - LEFT) / (width - LEFT - right)) * (end - start),
  };
}

interface Axes {
  x: (time: number) => number;
  y: (value: number) => number;
}

function grid(app: App, { x, y, most, start, end, width }: Axes & { most: number; start: number; end: number; width: number }): SVGElement[] {
  const parts: SVGElement[] = [];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const value = most * share;
    parts.push(svg('line', { class: share ? 'sa-grid' : 'sa-axis', x1: LEFT, x2: width, y1: y(value), y2: y(value) }));
    if (share !== 0.25 && share !== 0.75) parts.push(svg('text', { class: 'sa-tick', x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, app.words.n(value)));
  }
  const years = new Date(end).getUTCFullYear() - new Date(start).getUTCFullYear();
  const every = Math.ceil(years / Math.max(2, Math.floor(width / 90)));
  for (let year = new Date(start).getUTCFullYear(); Date.UTC(year) <= end; year += every || 1) {
    const at = Date.UTC(year);
    if (at < start) continue;
    parts.push(svg('line', { class: 'sa-grid', x1: x(at), x2: x(at), y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 5 }));
    parts.push(svg('text', { class: 'sa-tick', x: x(at), y: HEIGHT - 6, 'text-anchor': 'middle' }, app.words.date(String(year))));
  }
  return parts;
}

function line(app: App, track: Track, { x, y, edge }: Axes & { edge: number }): SVGElement {
  const path = track.dots.map((dot, i) => {
    const next = track.dots[i + 1];
    const to = next ? x(next.time) : edge;
    return `${i ? 'V' : `M${x(dot.time)} `}${i ? y(heightOf(dot)) : y(heightOf(dot))}H${to}`;
  });
  const marks = track.dots.flatMap((dot) => mark(dot, x(dot.time), y));
  return svg('g', { class: `sa-track ${app.hue(track.claimant)}` }, svg('path', { d: path.join('') }), ...marks);
}

// An open triangle says "at least"; a dot is a number, a bar the range up to the higher one.
function mark(dot: Dot, x: number, y: (value: number) => number): SVGElement[] {
  const at = y(heightOf(dot));
  if (dot.max === null) return [svg('path', { class: 'sa-open', d: `M${x - 4.5} ${at + 3}L${x} ${at - 5.5}L${x + 4.5} ${at + 3}Z` })];
  const range = dot.min !== null && dot.max > dot.min && svg('path', { class: 'sa-range', d: `M${x} ${at}V${y(dot.max)}M${x - 4} ${y(dot.max)}H${x + 4}` });
  return [range, svg('circle', { cx: x, cy: at, r: 3.5 })].filter((part): part is SVGPathElement | SVGCircleElement => Boolean(part));
}

function names(app: App, tracks: Track[], { y, edge }: Axes & { edge: number }): SVGElement[] {
  const labels = tracks.map((track) => ({ track, at: y(heightOf(track.dots.at(-1)!)) })).sort((a, b) => a.at - b.at);
  labels.forEach((label, i) => {
    const above = labels[i - 1];
    if (above && label.at - above.at < 34) label.at = above.at + 34;
  });
  return labels.map(({ track, at }) => {
    const last = track.dots.at(-1)!;
    return svg(
      'g',
      { class: `sa-name ${app.hue(track.claimant)}` },
      svg('text', { x: edge + 8, y: at, class: 'sa-name-who' }, app.claimantName(track.claimant)),
      svg('text', { x: edge + 8, y: at + 15, class: 'sa-name-what' }, app.words.range(last.min, last.max)),
    );
  });
}
