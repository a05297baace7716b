// The shapes of what Python puts into the page.

export type Language = 'en' | 'ar';
export type Both = Record<Language, string>;

export interface Claimant {
  id: string;
  name: string;
  name_ar: string | null;
  // Gradings by which the claimant itself stands; none where it is not known to grade so.
  stands_by?: string[] | null;
}

export interface Point {
  as_of: string | null;
  published_on: string | null;
  min: number | null;
  max: number | null;
  scope: string;
  measure: string;
  source: number | null;
}

export interface Series {
  key: string;
  scope: string;
  measure: string;
  unit: string | null;
  lines: { claimant: string; points: Point[] }[];
}

export interface Single extends Point {
  claimant: string;
  unit: string | null;
}

export interface Source {
  publisher: string | null;
  title: string | null;
  url: string | null;
  archive_url: string | null;
  licence: string | null;
  note: string | null;
}

export interface Ratio {
  key: string;
  claimant: string;
  part: number;
  whole: number;
  of_what: string;
  unknown: number | null;
  as_of: string | null;
  sources: number[];
}

// Of one claimant; status `*` is every grading, null is none.
export interface SumRow {
  claimant: string;
  status: string | null;
  measure: string;
  min: number | null;
  max: number | null;
  incidents: number;
  without_figure: number;
}

export interface MonthRow {
  claimant: string;
  dated_by: 'happened' | 'published';
  month: string | null;
  status: string | null;
  records: number;
}

export interface Stated extends Point {
  claimant: string;
  unit: string | null;
  against: 'whole' | 'sample' | 'no_items' | 'other_scope' | 'other_measure';
  grades: string[];
  items: number | null;
  items_min: number | null;
  items_max: number | null;
  without_figure: number | null;
  // Items that would fall under it, had they not been published after it.
  published_later: number | null;
  lies: 'below' | 'within' | 'above' | null;
}

export interface PartyRow extends Omit<SumRow, 'status'> {
  // Null where the records name nobody.
  party: string | null;
}

// Both sides of the ledger over all records of the page, as Python has counted them.
export interface Sides {
  incidents: number;
  // Claimants that answer for a party.
  answering: string[];
  answers: { claimant: string; answer: string; incidents: number }[];
  // Incidents in which more than one claimant speaks.
  both: number;
  ratios: Ratio[];
  sums: SumRow[];
  // The same by the party that the records name; only of claimants that name several.
  parties: PartyRow[];
  months: MonthRow[];
  stated: Stated[];
  // Every grade that a recorder is known to give.
  grades: Record<string, string[]>;
}

export interface Model {
  version: number;
  title: Both;
  subtitle: Both;
  language: Language;
  languages: Language[];
  preview: boolean;
  sample: { incidents: number; records: number; complete: boolean };
  view: [number, number, number, number] | null;
  claimants: Claimant[];
  figures: { series: Series[]; single: Single[] };
  sides: Sides | null;
  // What two versions of the records differ in, on a page of changes.
  changes: { before: number; after: number; unchanged: number; changed: number; counts: Record<string, number> } | null;
  sources: Source[];
  method: { heading: Both; text: Both }[];
  labels: Record<string, Both>;
  warnings: Record<string, Both>;
  // Arabic names of the units, by their English ones.
  units: Record<string, string>;
  footnote: { data_sha256: string | null; as_of: string | null; version: string | null };
}

export interface CardClaim {
  recorder: string;
  code?: string | null;
  status: string | null;
  status_raw?: string | null;
  assessment?: string | null;
  assessment_raw?: string | null;
  date?: string | null;
  published_on?: string | null;
  place_text?: string | null;
  place_text_ar?: string | null;
  relation?: string | null;
  stated_precision?: string | null;
  belligerents?: string[] | null;
  strike_kind?: string | null;
  killed_min: number | null;
  killed_max: number | null;
  injured_min: number | null;
  injured_max: number | null;
  via?: string | null;
  reason_code?: string | null;
  source?: number | null;
  warnings?: string[] | null;
}

export interface Card {
  id: string;
  place: string | null;
  place_ar: string | null;
  date: string | null;
  date_precision?: string | null;
  country: string | null;
  unit: string | null;
  precision: string | null;
  r50_m?: number | null;
  r80_m: number | null;
  r95_m?: number | null;
  method?: string | null;
  place_name?: string | null;
  confidence?: number | null;
  reason?: string | null;
  // JSON as the published tables have it: other places that the words could mean.
  alternatives?: string | null;
  warnings?: string[] | null;
  claims: CardClaim[] | null;
  // A description of the user's own, as it was written.
  note?: string | null;
  judgements?: { kind: string; alias: string | null; made_at: string | null; why: string | null }[] | null;
}

export interface BaseMeta {
  scale: number;
  crop?: [number, number, number, number];
  layers: {
    countries?: { en: string | null; ar: string | null; rings: number[][] }[];
    rivers?: { lines?: number[][]; rings?: number[][] }[];
    lakes?: { rings: number[][] }[];
  };
  labels?: { kind: 'country' | 'governorate' | 'town'; en: string; ar: string | null; lon: number; lat: number; rank: number }[];
  // How far a line may lie from the truth.
  accuracy_m?: { countries?: number; rivers?: number; lakes?: number };
  credit?: string;
}

const EMPTY: Model = {
  version: 1,
  title: { en: '', ar: '' },
  subtitle: { en: '', ar: '' },
  language: 'en',
  languages: ['en', 'ar'],
  preview: false,
  sample: { incidents: 0, records: 0, complete: false },
  view: null,
  claimants: [],
  figures: { series: [], single: [] },
  sides: null,
  changes: null,
  sources: [],
  method: [],
  labels: {},
  warnings: {},
  units: {},
  footnote: { data_sha256: null, as_of: null, version: null },
};

export interface Meta {
  model?: Partial<Model>;
}

// A plain folium map may hold the records alone: what the model leaves out is empty. Long parts, such as the sources,
// may travel deflated in the payloads instead: their meta then has them under `model`.
export function readModel(element: Element | null, metas: (Meta | null)[]): Model {
  const told = element ? (JSON.parse(element.textContent ?? '{}') as Partial<Model>) : {};
  return Object.assign({}, EMPTY, told, ...metas.map((meta) => meta?.model)) as Model;
}
