// The incidents that are shown, as tables for other programs. What the page does not hold cannot leave it.

import type { App } from './app';
import { NONE } from './payload';
import { known, PRECISIONS, word } from './records';

type Cell = string | number | null;

const HEAD = ['date', 'place', 'place_ar', 'country', 'unit', 'precision', 'lon', 'lat', 'radius_80_m'];

// Spreadsheets run what begins so; an apostrophe makes it text again. Numbers of ours are left alone.
export function guarded(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// The position as it was written, with no digit that the rounding has not left.
function position(app: App, row: number): [number | null, number | null] {
  const { x, lat } = app.records;
  if (Number.isNaN(x[row]!)) return [null, null];
  const digits = Math.max(0, Math.round(Math.log10(app.payload.scale('incidents', 'lon'))));
  return [Number(((x[row]! - 0.5) * 360).toFixed(digits)), Number(lat[row]!.toFixed(digits))];
}

function basics(app: App, row: number): Cell[] {
  const { records } = app;
  const [lon, lat] = position(app, row);
  return [
    records.date(row), word(records.place, row), word(records.placeAr, row), word(records.country, row), word(records.unit, row),
    PRECISIONS[records.precision[row]!]!, lon, lat, lon === null ? null : known(records.radius[row]!),
  ];
}

function claimsOf(app: App, row: number): number[] {
  const { claimStart } = app.records;
  const found: number[] = [];
  for (let claim = claimStart[row]!; claim < claimStart[row + 1]!; claim++) if (app.filter.claimShown[claim]) found.push(claim);
  return found;
}

function countsOf(app: App, claim: number): { claimant: string | null; status: string | null; counts: Cell[] } {
  const { claims } = app.records;
  const counts = [claims.killedMin, claims.killedMax, claims.injuredMin, claims.injuredMax].map((values) => known(values[claim]!));
  return { claimant: word(claims.claimant, claim), status: word(claims.status, claim), counts };
}

function shownRows(app: App): number[] {
  const rows: number[] = [];
  for (let row = 0; row < app.records.count; row++) if (app.filter.shown[row]) rows.push(row);
  return rows;
}

// One row for each incident and claimant, so that nobody's number is added up twice.
export function csvOf(app: App): string {
  const head = ['incident', ...HEAD, 'claimant', 'status', 'killed_min', 'killed_max', 'injured_min', 'injured_max'];
  const lines = [head.join(',')];
  for (const row of shownRows(app)) {
    const own = [row + 1, ...basics(app, row)];
    const claims = claimsOf(app, row).map((claim) => countsOf(app, claim));
    for (const { claimant, status, counts } of claims.length ? claims : [{ claimant: null, status: null, counts: [null, null, null, null] }]) {
      lines.push([...own, claimant, status, ...counts].map(guarded).join(','));
    }
  }
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

// Incidents without a place have no geometry: null, as the format has it.
export function geojsonOf(app: App): string {
  const { model, records } = app;
  const features = shownRows(app).map((row) => {
    const cells = basics(app, row);
    const [lon, lat] = [cells[6], cells[7]];
    const properties = Object.fromEntries(HEAD.map((name, i) => [name, cells[i]]).filter(([name]) => name !== 'lon' && name !== 'lat'));
    const claims = claimsOf(app, row).map((claim) => {
      const { claimant, status, counts } = countsOf(app, claim);
      return { claimant, status, killed_min: counts[0], killed_max: counts[1], injured_min: counts[2], injured_max: counts[3] };
    });
    const overall = { killed_min: nothing(records.killedMin[row]!), killed_max: nothing(records.killedMax[row]!) };
    return { type: 'Feature', geometry: lon === null ? null : { type: 'Point', coordinates: [lon, lat] }, properties: { ...properties, ...overall, claims } };
  });
  return JSON.stringify({ type: 'FeatureCollection', title: model.title.en, data_sha256: model.footnote.data_sha256, as_of: model.footnote.as_of, features });
}

const nothing = (value: number): number | null => (value === NONE ? null : value);
