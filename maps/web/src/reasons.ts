// Why a place was chosen, in the reader's language: the sentences are our own, so each is known by its form. One that is
// not known, such as a person's own words, stands as it was written.

import type { Key, Words } from './i18n';

// Where a sentence begins or ends with a part that has a string of its own.
const WHOLE: [RegExp, Key, ...string[]][] = [
  [/^The recorder states the point, at the precision “(.+)”\.$/, 'reason.stated_at', 'what'],
  [/^The recorder states the point, without a precision\.$/, 'reason.stated'],
  [/^The recorder states a grid reference; the point is the centre of its cell\.$/, 'reason.grid'],
  [/^The text holds .+, read as the centre of its cell\.$/, 'reason.in_text'],
  [/^The text states the place (\d+) times as a coordinate, and they agree; the finest is taken\.$/, 'reason.agree', 'n'],
  [/^The text holds (\d+) coordinates within ([\d.]+) km; the middle is taken, the radius holds all of them\.$/, 'reason.together', 'n', 'km'],
  [/^On the road between (.+) and (.+), (\d+) km apart; the middle is taken\.$/, 'reason.road', 'a', 'b', 'km'],
  [/^Between (.+) and (.+), (\d+) km apart; the middle is taken\.$/, 'reason.between', 'a', 'b', 'km'],
  [/^The (?:place|area) was judged by (.+)\.$/, 'reason.judged', 'who'],
  [/^Cannot be placed, judged by (.+)\.$/, 'reason.unplaceable', 'who'],
  [/^None of its claims is at hand\.$/, 'reason.no_claims'],
];
const NAMED = /^(.*?)([^()]+) \((\w+)\), (.+); (\d+)% sure\.( The smaller place named is not in the gazetteer\.)?$/;
const BEFORE: [RegExp, Key, ...string[]][] = [
  [/^Near $/, 'reason.near'],
  [/^Towards (\w+) of $/, 'reason.towards', 'side'],
  [/^([\d.]+) km(?: (\w+))? of $/, 'reason.off', 'km'],
];
const WHY: [RegExp, Key, ...string[]][] = [
  [/^spelt the same$/, 'reason.same'],
  [/^spelt “(.+)” there$/, 'reason.spelt', 'what'],
  [/^in (.+) as stated$/, 'reason.adm1', 'what'],
  [/^after which the governorate stated is called$/, 'reason.called'],
  [/^the larger place named lies around it$/, 'reason.parent'],
  [/^although it lies in (.+) and not in the governorate stated$/, 'reason.other_adm1', 'what'],
  [/^although it lies in another country than stated$/, 'reason.other_country'],
];

function told(words: Words, text: string, forms: [RegExp, Key, ...string[]][]): string | null {
  for (const [form, key, ...names] of forms) {
    const match = form.exec(text);
    if (match) return words.t(key, Object.fromEntries(names.map((name, i) => [name, number(match[i + 1] ?? '')])));
  }
  return null;
}

const number = (text: string): string | number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);

export function reasonIn(words: Words, text: string): string {
  if (words.language === 'en') return text;
  return told(words, text, WHOLE) ?? named(words, text) ?? text;
}

function named(words: Words, text: string): string | null {
  const start = BEFORE.map(([form]) => new RegExp(form.source.replace(/\$$/, '')).exec(text)?.[0]).find(Boolean) ?? '';
  const match = NAMED.exec(text.slice(start.length));
  if (!match) return null;
  const [, , name, kind, whys, sure, rest] = match;
  const why = whys!.split(', ').map((one) => told(words, one, WHY));
  const before = start ? told(words, start, BEFORE) : '';
  if (before === null || why.some((one) => one === null)) return null;
  const sentence = words.t('reason.named', { before: before ? `${before} ` : '', name: name!, kind: words.word('place_kind', kind!), why: why.join('، '), sure: Number(sure) });
  return rest ? `${sentence} ${words.t('reason.rest')}` : sentence;
}
