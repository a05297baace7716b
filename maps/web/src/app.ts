// What the parts of the page share: the records, the reader's language, the filter, the record that is open.

import type { Area } from './area';
import { Filter, type FilterState } from './filter';
import { Words } from './i18n';
import type { BaseMeta, Card, CardClaim, Language, Model } from './model';
import type { Codes, Payload } from './payload';
import { known, PRECISIONS, word, type Records } from './records';
import type { Layer } from './switch';
import { RATES, type Units } from './units';

export type Topic = 'language' | 'filter' | 'select' | 'stack' | 'view' | 'area' | 'layer';

export interface ClaimantStyle {
  id: string;
  // Place among the claimants: colour and shape follow from it.
  index: number;
  name: string;
}

// Claimants that answer for a party, by incidents of others that name it.
export interface Answers {
  incident: Int32Array;
  claimant: Codes;
  answer: Codes;
  // Claimants whose lowest number lies above the highest of this one.
  below: string[][];
}

export class App {
  words: Words;
  selected = -1;
  // Records under one click, while the reader chooses among them.
  stack: number[] = [];
  stackUnit = -1;
  readonly filter: Filter;
  readonly precisions: readonly string[] = PRECISIONS;
  readonly claimantOfCode: Int8Array;
  private readonly ids: string[];
  private readonly named: string[];
  private readonly listeners = new Map<Topic, (() => void)[]>();
  // Set by the map: brings a record into view, and tells what is in sight.
  reveal: (row: number) => void = () => {};
  inSight: () => Area = () => [];
  // Options of the parts, by the part's name.
  options: Record<string, Record<string, unknown>> = {};
  // The map's own element, for its picture.
  container: HTMLElement | null = null;
  // What the map shows: each incident, or units at one level.
  layer: Layer = { level: null, measure: 'records', claimant: '' };
  // An area is being drawn on the map.
  drawing = false;
  private readonly classes: Uint8Array;

  constructor(
    readonly model: Model,
    readonly payload: Payload,
    readonly records: Records,
    readonly base: BaseMeta | null,
    readonly answers: Answers | null = null,
    readonly units: Units | null = null,
  ) {
    this.words = new Words(model.language);
    const told = model.claimants.map((claimant) => claimant.id);
    const codes = records.claims.claimant.words;
    this.ids = [...told, ...codes.filter((id) => !told.includes(id))];
    const stated = [...model.figures.series.flatMap((series) => series.lines), ...model.figures.single].map((line) => line.claimant);
    this.named = [...this.ids];
    for (const id of stated) if (!this.named.some((one) => same(one, id))) this.named.push(id);
    this.claimantOfCode = Int8Array.from(codes, (id) => this.ids.indexOf(id));
    this.filter = new Filter(records);
    this.classes = new Uint8Array(PRECISIONS.length);
    for (const rank of records.precision) this.classes[rank] = 1;
  }

  // Whether any record of the page is known to this class.
  present(precision: string): boolean {
    return this.classes[PRECISIONS.indexOf(precision as (typeof PRECISIONS)[number])] === 1;
  }

  unitName(name: string | null): string | null {
    return (name && this.words.language === 'ar' && this.model.units[name]) || name;
  }

  on(topic: Topic, listener: () => void): void {
    this.listeners.set(topic, [...(this.listeners.get(topic) ?? []), listener]);
  }

  emit(topic: Topic): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }

  // Draws a part now and again whenever one of the topics changes.
  live(topics: Topic[], draw: () => void): void {
    for (const topic of ['language' as Topic, ...topics]) this.on(topic, draw);
    draw();
  }

  speak(language: Language): void {
    this.words = new Words(language);
    this.emit('language');
  }

  select(row: number, reveal = false): void {
    this.selected = row;
    if (reveal && row >= 0) this.reveal(row);
    this.emit('select');
  }

  // `unit` where they are the records of a unit, and not those of a point.
  openStack(rows: number[], unit = -1): void {
    this.stack = rows;
    this.stackUnit = unit;
    this.selected = -1;
    this.emit('stack');
    this.emit('select');
  }

  close(): void {
    this.stack = [];
    this.select(-1);
  }

  show(change: Partial<Layer>): void {
    this.layer = { ...this.layer, ...change };
    const level = this.units?.levels.find((one) => one.level === this.layer.level);
    // A rate needs outlines to stand in.
    if (level && ((!level.drawn && RATES.includes(this.layer.measure)) || (this.layer.measure === 'people' && !level.people))) this.layer.measure = 'records';
    this.emit('layer');
  }

  applyFilter(change: Partial<FilterState>): void {
    this.filter.change(change);
    this.emit('filter');
  }

  // Of a frame of one's own only ids and notes travel as texts: the rest stands in the columns.
  async card(row: number): Promise<Card | undefined> {
    const card = await this.payload.text<Partial<Card>>(row);
    return card && (card.claims ? (card as Card) : { ...cardOf(this.records, row), ...card });
  }

  claimants(): ClaimantStyle[] {
    return this.ids.map((id, index) => ({ id, index, name: this.claimantName(id) }));
  }

  claimantName(id: string): string {
    const claimant = this.model.claimants.find((one) => same(one.id, id));
    if (!claimant) return id;
    return (this.words.language === 'ar' && claimant.name_ar) || claimant.name;
  }

  // Stated totals may come from claimants that no record names: they follow after those.
  hue(id: string): string {
    return `sa-hue-${this.named.findIndex((one) => same(one, id)) % 6}`;
  }

  // Claimants of one incident, as places in `claimants()`.
  claimantsOf(row: number): number[] {
    const mask = this.records.claimants[row]!;
    const found: number[] = [];
    for (let code = 0; code < this.claimantOfCode.length; code++) {
      if (mask & (1 << Math.min(31, code))) found.push(this.claimantOfCode[code]!);
    }
    return found.sort((a, b) => a - b);
  }

  placeOf(row: number): string {
    const names = [word(this.records.place, row), word(this.records.placeAr, row)];
    const both = this.words.language === 'ar' ? names.reverse() : names;
    return both[0] || both[1] || this.words.t('place.unknown');
  }

  label(field: string, fallback: string): string {
    const both = this.model.labels[field];
    return (both && this.words.pick(both)) || fallback;
  }
}

function cardOf(records: Records, row: number): Card {
  const { claims } = records;
  const told = (claim: number): CardClaim => ({
    recorder: word(claims.claimant, claim) ?? '',
    status: word(claims.status, claim),
    killed_min: known(claims.killedMin[claim]!),
    killed_max: known(claims.killedMax[claim]!),
    injured_min: known(claims.injuredMin[claim]!),
    injured_max: known(claims.injuredMax[claim]!),
  });
  const range = Array.from({ length: records.claimStart[row + 1]! - records.claimStart[row]! }, (_, i) => records.claimStart[row]! + i);
  return {
    id: '',
    place: word(records.place, row),
    place_ar: word(records.placeAr, row),
    date: records.date(row),
    unit: word(records.unit, row),
    country: word(records.country, row),
    precision: PRECISIONS[records.precision[row]!]!,
    r80_m: known(records.radius[row]!),
    claims: range.map(told),
  };
}

// Totals name their claimants as they write themselves: CJTF-OIR is cjtf-oir.
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
