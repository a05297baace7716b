// The few words of this bundle, which works without the rest of the page: the language is that of the document.

import catalogue from '../../locales/imagery.json';
import type { Both, Language } from '../model';

export type Word = keyof typeof catalogue.en;
const LOCALES: Record<Language, string> = { en: 'en-GB', ar: 'ar-IQ' };

export class Tongue {
  readonly language: Language;

  constructor() {
    this.language = document.documentElement.lang.startsWith('ar') ? 'ar' : 'en';
  }

  get direction(): 'ltr' | 'rtl' {
    return this.language === 'ar' ? 'rtl' : 'ltr';
  }

  t(key: Word | string, values: Record<string, string | number> = {}): string {
    const text = (catalogue[this.language] as Record<string, string>)[key] ?? (catalogue.en as Record<string, string>)[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? this.n(value) : (value ?? '');
    });
  }

  plural(key: string, n: number): string {
    const rule = new Intl.PluralRules(LOCALES[this.language]).select(n);
    const found = `${key}.${rule}` in catalogue[this.language] ? rule : 'other';
    return this.t(`${key}.${found}`, { n });
  }

  n(value: number): string {
    const size = Math.abs(value);
    return new Intl.NumberFormat(LOCALES[this.language], size && size < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: size < 100 ? 1 : 0 }).format(value);
  }

  // A date at the precision that it has.
  date(text: string): string {
    const [y, m, d] = text.split('-').map(Number);
    const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric', ...(m ? { month: 'short' } : {}), ...(d ? { day: 'numeric' } : {}) };
    return new Intl.DateTimeFormat(LOCALES[this.language], options).format(Date.UTC(y!, (m ?? 1) - 1, d ?? 1));
  }

  pick(both: Partial<Both>): string {
    return both[this.language] || both.en || both.ar || '';
  }
}

// Draws now, and again whenever the page changes its language.
export function spoken(draw: (words: Tongue) => void): void {
  draw(new Tongue());
  new MutationObserver(() => draw(new Tongue())).observe(document.documentElement, { attributeFilter: ['lang'] });
}
