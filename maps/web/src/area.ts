// An area that the reader draws: a ring of corners in degrees, as coarse as a link may be.

export type Area = readonly (readonly [lon: number, lat: number])[];

const MOST_CORNERS = 48;
const round = (value: number): number => Math.round(value * 100) / 100;

// A drawn line as an area: corners on a grid of a hundredth of a degree, thinned out evenly; nothing where it is a mere dot.
export function areaOf(points: readonly (readonly [number, number])[]): Area {
  const every = Math.max(1, Math.ceil(points.length / MOST_CORNERS));
  const corners = points.filter((_, i) => i % every === 0).map(([lon, lat]) => [round(lon), round(lat)] as const);
  const apart = corners.filter(([lon, lat], i) => !i || lon !== corners[i - 1]![0] || lat !== corners[i - 1]![1]);
  return apart.length >= 3 ? apart : [];
}

export function areaText(area: Area): string {
  return area.map(([lon, lat]) => `${lon},${lat}`).join(';');
}

// An area from an address; what is no ring on this earth is no area.
export function readArea(text: string | null): Area {
  const pairs = (text ?? '').slice(0, 1200).split(';').map((pair) => pair.split(',').map(Number));
  const sound = pairs.every(([lon, lat, more]) => more === undefined && Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90);
  return text && sound ? areaOf(pairs as [number, number][]) : [];
}

// Whether a point lies within: a ray to the east crosses the ring an odd number of times. No position is never within.
export function inside(area: Area): (lon: number, lat: number) => boolean {
  const lons = Float64Array.from(area, ([lon]) => lon);
  const lats = Float64Array.from(area, ([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  return (lon, lat) => {
    if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return false;
    let odd = false;
    for (let i = 0, j = lons.length - 1; i < lons.length; j = i++) {
      if (lats[i]! > lat !== lats[j]! > lat && lon < ((lons[j]! - lons[i]!) * (lat - lats[i]!)) / (lats[j]! - lats[i]!) + lons[i]!) odd = !odd;
    }
    return odd;
  };
}
