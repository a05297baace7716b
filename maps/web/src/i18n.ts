// Words, numbers and dates in the language of the reader.

import ar from '../locales/ar.json';
import en from '../locales/en.json';
import type { Both, Language } from './model';
import { h, type Child } from './dom';

export type Key = keyof typeof en;
const CATALOGUES: Record<Language, Record<string, string>> = { en, ar };
// Month names as they are used in Iraq and Syria.
const LOCALES: Record<Language, string> = { en: 'en-GB', ar: 'ar-IQ' };

export class Words {
  readonly language: Language;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  private readonly whole: Intl.NumberFormat;
  private readonly catalogue: Record<string, string>;

  private rules: Intl.PluralRules | null = null;
  private short: Intl.NumberFormat | null = null;
  private shortest: Intl.NumberFormat | null = null;
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(language: Language) {
    this.language = language;
    this.locale = LOCALES[language];
    this.direction = language === 'ar' ? 'rtl' : 'ltr';
    this.whole = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 2 });
    this.catalogue = CATALOGUES[language];
  }

  t(key: Key, values: Record<string, string | number> = {}): string {
    const text = this.catalogue[key] ?? CATALOGUES.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? this.isolate(this.n(value)) : (value ?? '');
    });
  }

  // In text from right to left a number and its signs keep together.
  isolate(text: string): string {
    return this.direction === 'rtl' ? `\u2068${text}\u2069` : text;
  }

  // A sentence with elements in it: names keep their own direction.
  told(key: Key, values: Record<string, Child | number>): Child[] {
    const text = this.catalogue[key] ?? CATALOGUES.en[key] ?? key;
    return text.split(/\{(\w+)\}/g).map((part, i) => {
      const value = i % 2 ? values[part] : part;
      return typeof value === 'number' ? this.isolate(this.n(value)) : value;
    });
  }

  // The word of a vocabulary; a word without a string is shown as it stands.
  word(list: string, word: string | null): string {
    if (word === null || word === undefined) return '';
    return this.catalogue[`${list}.${word}`] ?? CATALOGUES.en[`${list}.${word}`] ?? word.slice(word.lastIndexOf('/') + 1).replaceAll('_', ' ');
  }

  plural(key: string, count: number, values: Record<string, string | number> = {}): string {
    const rule = (this.rules ??= new Intl.PluralRules(this.locale)).select(count);
    const found = this.catalogue[`${key}.${rule}`] !== undefined ? rule : 'other';
    return this.t(`${key}.${found}` as Key, { ...values, n: count });
  }

  // Of two texts the one in the reader's language, or the other where it is missing.
  pick(both: Partial<Both> | null | undefined): string {
    return both?.[this.language] || both?.en || both?.ar || '';
  }

  n(value: number): string {
    return this.whole.format(value);
  }

  compact(value: number): string {
    return value < 10_000 ? this.n(value) : (this.short ??= new Intl.NumberFormat(this.locale, { notation: 'compact', maximumFractionDigits: 1 })).format(value);
  }

  // For where there is little room.
  brief(value: number): string {
    return (this.shortest ??= new Intl.NumberFormat(this.locale, { notation: 'compact', maximumFractionDigits: 0 })).format(value);
  }

  share(value: number): string {
    return new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 0 }).format(value);
  }

  // A pair as text: 3-5, "at least 3", or the word for "no number".
  range(min: number | null, max: number | null): string {
    if (min === null && max === null) return this.t('count.none');
    if (max === null) return this.t('count.at_least', { n: min! });
    if (min === null) return this.t('count.at_most', { n: max });
    return min === max ? this.n(min) : `${this.n(min)}–${this.n(max)}`;
  }

  // The same as an element that keeps its direction inside other text.
  rangeBdi(min: number | null, max: number | null, name = 'sa-num'): HTMLElement {
    return h('bdi', { dir: this.direction, class: min === null && max === null ? 'sa-none' : name }, this.range(min, max));
  }

  // A date at the precision that its text has; a range is two dates with a slash between them.
  date(text: string | null | undefined, month: 'short' | 'long' = 'short'): string {
    if (!text) return this.t('date.unknown');
    return text.split('/').map((part) => this.day(part, month)).join(' – ');
  }

  private day(text: string, month: 'short' | 'long'): string {
    const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
    if (!match) return text;
    const [, y, m, d] = match;
    return this.dates(m ? month : undefined, Boolean(d)).format(Date.UTC(Number(y), Number(m ?? 1) - 1, Number(d ?? 1)));
  }

  // Making a format takes many times as long as using it.
  private dates(month: 'short' | 'long' | undefined, day: boolean): Intl.DateTimeFormat {
    const key = `${month} ${day}`;
    let format = this.formats.get(key);
    if (!format) this.formats.set(key, (format = new Intl.DateTimeFormat(this.locale, { timeZone: 'UTC', year: 'numeric', month, day: day ? 'numeric' : undefined })));
    return format;
  }

  // A period of days since 1970-01-01, at the precision of its unit; null is open.
  days(from: number | null, to: number | null, unit: 'day' | 'month' | 'year' = 'day', single = false): string {
    const length = { day: 10, month: 7, year: 4 }[unit];
    const name = (day: number): string => this.date(new Date(day * 86_400_000).toISOString().slice(0, length));
    if (from !== null && (single || (to !== null && name(from) === name(to)))) return name(from);
    if (from === null) return to === null ? '' : this.t('date.until', { d: name(to) });
    return to === null ? this.t('date.since', { d: name(from) }) : `${name(from)} – ${name(to)}`;
  }

  // A length in words: metres below one kilometre, then kilometres.
  length(metres: number): string {
    const far = metres >= 950;
    const value = far ? metres / 1000 : metres;
    const digits = far && value < 9.5 ? 2 : far ? 0 : 2;
    const rounded = digits ? Number(value.toPrecision(digits)) : Math.round(value);
    return this.t(far ? 'length.km' : 'length.m', { n: rounded });
  }
}
