// Why a place was chosen, in the reader's language: the sentences are our own, so each is known by its form, one after the
// other. Where one of them is not known, such as a person's own words, the whole stands as it was written.

import type { Key, Words } from './i18n';

type Form = [RegExp, Key, ...string[]];

const FORMS: Form[] = [
  [/^The recorder states the point, at the precision “(.+?)”\./, 'reason.stated_at', 'what'],
  [/^The recorder states the point, without a precision\./, 'reason.stated'],
  [/^The recorder states a grid reference; the point is the centre of its cell\./, 'reason.grid'],
  [/^The text holds an? (?:MGRS grid reference|UTM coordinate|Plus Code|coordinate in degrees), read as the centre of its cell\./, 'reason.in_text'],
  [/^The text states the place (\d+) times as a coordinate, and they agree; the finest is taken\./, 'reason.agree', 'n'],
  [/^The text holds (\d+) coordinates within ([\d.]+) km; the middle is taken, the radius holds all of them\./, 'reason.together', 'n', 'km'],
  [/^The text holds (\d+) coordinates, ([\d.]+) km apart\./, 'reason.apart', 'n', 'km'],
  [/^None is chosen; the words are\./, 'reason.words_chosen'],
  [/^None is chosen\./, 'reason.none_chosen'],
  [/^On the road between (.+?) and (.+?), (\d+) km apart; the middle is taken\./, 'reason.road', 'a', 'b', 'km'],
  [/^Between (.+?) and (.+?), (\d+) km apart; the middle is taken\./, 'reason.between', 'a', 'b', 'km'],
  [/^The place was judged by (.+?)\./, 'reason.judged', 'who'],
  [/^The area was judged by (.+?)\./, 'reason.judged_area', 'who'],
  [/^Cannot be placed, judged by (.+?)\./, 'reason.unplaceable', 'who'],
  [/^The place judged by (.+?) is not in this gazetteer\./, 'reason.judged_gone', 'who'],
  [/^None of its claims is at hand\./, 'reason.no_claims'],
  [/^The text is empty\./, 'reason.empty'],
  [/^The text names no place\./, 'reason.no_place'],
  [/^The text holds numbers alone, and no coordinate that can be read in one way\./, 'reason.numbers'],
  [/^Only a country is named; a country is not a point\./, 'reason.country'],
  [/^It looks like a coordinate that cannot be read: (.+?)\./, 'reason.unreadable', 'what'],
  [/^Not in the gazetteer: (“.+?”)\./, 'reason.absent', 'what'],
  [/^Too uncertain: (“.+?”) may be (.+?), or none of these\./, 'reason.doubt', 'what', 'others'],
  [/^Too uncertain: (.+?) and (.+?) lie (\d+) km apart, or others are meant\./, 'reason.unlikely', 'a', 'b', 'km'],
  [/^Short Plus Codes are read beside (.+?)\./, 'reason.short_code', 'what'],
  [/^([A-Z]\w+) was asked in vain: (.+?)\./, 'reason.in_vain', 'who', 'what'],
  [/^([A-Z]\w+) knows no such place\./, 'reason.unknown_there', 'who'],
  [/^([A-Z]\w+) was asked\./, 'reason.asked', 'who'],
  [/^([A-Z]\w+) was not asked any more: it had failed\./, 'reason.not_asked', 'who'],
  [/^By ([A-Z]\w+) \((.+?)\)\./, 'reason.by', 'who', 'what'],
  [/^The smaller place named is not in the gazetteer\./, 'reason.rest'],
];
const NAMED = /^([^()“”]+) \((\w+)\), ((?:spelt the same|spelt “).*?); (\d+)% sure\./;
const BEFORE: Form[] = [
  [/^Near /, 'reason.near'],
  [/^Towards ([NESW]{1,3}) of /, 'reason.towards', 'side'],
  [/^([\d.]+) km ([NESW]{1,3}) of /, 'reason.off_side', 'km', 'side'],
  [/^([\d.]+) km (?:of|from) /, 'reason.off', 'km'],
];
const WHY: Form[] = [
  [/^spelt the same$/, 'reason.same'],
  [/^spelt “(.+)” there$/, 'reason.spelt', 'what'],
  [/^in (.+) as stated$/, 'reason.adm1', 'what'],
  [/^after which the governorate stated is called$/, 'reason.called'],
  [/^the larger place named lies around it$/, 'reason.parent'],
  [/^although it lies in (.+) and not in the governorate stated$/, 'reason.other_adm1', 'what'],
  [/^although it lies in another country than stated$/, 'reason.other_country'],
];

interface Found {
  told: string;
  length: number;
}

function found(words: Words, text: string, forms: Form[]): Found | null {
  for (const [form, key, ...names] of forms) {
    const match = form.exec(text);
    if (match) return { told: words.t(key, Object.fromEntries(names.map((name, i) => [name, part(words, name, match[i + 1] ?? '')]))), length: match[0].length };
  }
  return null;
}

function part(words: Words, name: string, text: string): string | number {
  if (name === 'side') return words.word('side', text);
  if (name === 'others') return text.replace(/\((\w+)\)/g, (_, kind: string) => `(${words.word('place_kind', kind)})`);
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

export function reasonIn(words: Words, text: string): string {
  if (words.language === 'en') return text;
  const told: string[] = [];
  for (let rest = text.trim(); rest; ) {
    const next = found(words, rest, FORMS) ?? named(words, rest);
    if (!next || !/^(\s|$)/.test(rest.slice(next.length))) return text;
    told.push(next.told);
    rest = rest.slice(next.length).trim();
  }
  return told.join(' ');
}

function named(words: Words, text: string): Found | null {
  const start = found(words, text, BEFORE);
  const match = NAMED.exec(text.slice(start?.length ?? 0));
  if (!match) return null;
  const [whole, name, kind, whys, sure] = match;
  const why = whys!.split(/, (?=spelt |in |after which |the larger |although )/).map((one) => found(words, one, WHY)?.told);
  if (why.some((one) => one === undefined)) return null;
  const before = start ? `${start.told} ` : '';
  return { told: words.t('reason.named', { before, name: name!, kind: words.word('place_kind', kind!), why: why.join('، '), sure: Number(sure) }), length: (start?.length ?? 0) + whole.length };
}
