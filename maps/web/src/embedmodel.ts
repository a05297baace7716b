// What the small page is told of itself.

import type { Both, Claimant, Language } from './model';

export interface EmbedModel {
  title: Both;
  language: Language;
  languages: Language[];
  sample: { incidents: number; records: number; complete: boolean };
  view: [number, number, number, number];
  claimants: Claimant[];
  attribution: Both;
  licence: string;
  as_of: string;
  page: string;
}
