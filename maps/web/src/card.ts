// The card of one incident: every claim side by side, where it was placed and why, cautions, judgements, sources.

import type { App } from './app';
import { compare } from './compare';
import { data, h, link, type Child } from './dom';
import type { Card, Source } from './model';
import { reasonIn } from './reasons';
import { mountStack } from './stack';
import { swatch } from './swatch';

export function mountCard(app: App, host: HTMLElement): void {
  let back: Element | null = null;
  let drawing = 0;
  const close = (): void => {
    app.close();
    if (back instanceof HTMLElement) back.focus();
  };
  const draw = async (): Promise<void> => {
    const turn = ++drawing;
    const open = app.selected >= 0 || app.stack.length > 0;
    const wasOpen = !host.hidden;
    if (open && !wasOpen) back = document.activeElement;
    const card = app.selected >= 0 ? await app.card(app.selected) : undefined;
    if (turn !== drawing) return;
    host.hidden = !open;
    if (!open) return host.replaceChildren();
    const content = card ? drawCard(app, card) : mountStack(app);
    host.replaceChildren(bar(app, close), ...content);
    host.setAttribute('aria-label', app.words.t(card ? 'card.title' : 'stack.title'));
    host.dir = app.words.direction;
    host.scrollTop = 0;
    if (!wasOpen || host.contains(document.activeElement) || document.activeElement === document.body) host.focus({ preventScroll: true });
    intoSight(host);
  };
  host.tabIndex = -1;
  host.setAttribute('role', 'region');
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  app.live(['select'], () => void draw());
}

// Opened from the list below, the card and its place on the map come into sight; on a phone the map above its sheet.
function intoSight(host: HTMLElement): void {
  const frame = host.closest('.sa-frame');
  if (frame && matchMedia('(max-width: 820px)').matches) {
    const { top } = frame.getBoundingClientRect();
    if (top < -40 || top > innerHeight * 0.2) frame.scrollIntoView({ block: 'start' });
    return;
  }
  const { top, bottom } = host.getBoundingClientRect();
  if (bottom < 80 || top > innerHeight - 80) (host.closest('.sa-stage') ?? host).scrollIntoView({ block: 'start' });
}

function bar(app: App, close: () => void): HTMLElement {
  const { words, stack, selected } = app;
  const toStack =
    stack.length > 1 && selected >= 0 && h('button', { type: 'button', class: 'sa-link', onclick: () => app.openStack(stack) }, words.plural('card.back', stack.length));
  return h('div', { class: 'sa-card-bar' }, toStack || h('span'), h('button', { type: 'button', class: 'sa-close', 'aria-label': words.t('card.close'), onclick: close }, '×'));
}

function drawCard(app: App, card: Card): Node[] {
  const { words } = app;
  const [first, second] = words.language === 'ar' ? [card.place_ar, card.place] : [card.place, card.place_ar];
  return [
    h('p', { class: 'sa-card-date' }, h('bdi', {}, words.date(card.date, 'long')), precisionOfDate(app, card)),
    h('h2', {}, data(first || second || words.t('place.unknown'))),
    Boolean(first && second) && h('p', { class: 'sa-card-other' }, data(second)),
    h('p', { class: 'sa-quiet' }, ...joined(card, app), ' ', h('span', { class: 'sa-id' }, data(card.id))),
    Boolean(card.note) && h('p', { class: 'sa-card-note', dir: 'auto' }, card.note!),
    cautions(app, card),
    section(app, 'card.claims', compare(app, card)),
    section(app, 'card.where', where(app, card)),
    judgements(app, card),
    sources(app, card),
  ].filter((node): node is HTMLElement => Boolean(node));
}

function section(app: App, key: Parameters<App['words']['t']>[0], ...children: Child[]): HTMLElement {
  return h('section', {}, h('h3', {}, app.words.t(key)), ...children);
}

function precisionOfDate(app: App, card: Card): HTMLElement | false {
  const { date_precision: precision } = card;
  if (!precision || precision === 'day' || precision === 'unknown') return false;
  return h('span', { class: 'sa-quiet' }, ` ${app.words.word('date_precision', precision)}`);
}

function joined(card: Card, app: App): Child[] {
  const country = card.country && countryName(card.country, app.words.locale);
  return [app.unitName(card.unit), country].filter(Boolean).flatMap((text, i) => [i ? ' · ' : null, data(text as string)]);
}

function countryName(code: string, locale: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function cautions(app: App, card: Card): HTMLElement | false {
  const codes = [...new Set([...(card.warnings ?? []), ...(card.claims ?? []).flatMap((claim) => claim.warnings ?? [])])];
  if (!codes.length) return false;
  const items = codes.map((code) => h('li', {}, app.words.pick(app.model.warnings[code]) || code.replaceAll('_', ' ')));
  return h('div', { class: 'sa-caution' }, h('h3', {}, app.words.plural('card.cautions', codes.length)), h('ul', {}, ...items));
}

function where(app: App, card: Card): HTMLElement {
  const { words } = app;
  const rows: [string, Child][] = [
    [words.t('card.precision'), [swatch(app, card.precision ?? 'unknown'), ` ${words.word('precision', card.precision ?? 'unknown')}`]],
    [words.t('card.shape'), app.records.shapes.has(app.selected) ? words.t('card.shape_words') : null],
    [words.t('card.radius'), card.r80_m === null || card.r80_m === undefined ? null : radius(app, card)],
    [words.t('card.placed_at'), card.place_name && data(card.place_name)],
    [words.t('card.alternatives'), alternatives(app, card)],
    [words.t('card.method'), card.method && words.word('method', card.method)],
    [words.t('card.reason'), card.reason && data(reasonIn(words, card.reason))],
    [words.t('card.confidence'), typeof card.confidence === 'number' ? words.share(card.confidence) : null],
  ];
  return h('dl', { class: 'sa-pairs' }, ...rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function radius(app: App, card: Card): Child {
  const { words } = app;
  const told = words.t('card.radius_words', { r: words.length(card.r80_m!) });
  return card.r95_m ? `${told} ${words.t('card.radius_95', { r: words.length(card.r95_m) })}` : told;
}

interface Other {
  name: string;
  kind: string;
  share: number;
}

// What else the words could mean: names and kinds, never a point.
function alternatives(app: App, card: Card): Child {
  const { words } = app;
  const others = (card.alternatives ? JSON.parse(card.alternatives) : []) as Other[];
  if (!others.length) return null;
  return h('ul', { class: 'sa-plain sa-others' }, ...others.map(({ name, kind, share }) => h('li', {}, data(name), h('span', { class: 'sa-quiet' }, ` ${words.word('place_kind', kind)}, ${words.isolate(words.share(share))}`))));
}

function judgements(app: App, card: Card): HTMLElement | false {
  const { words } = app;
  if (!card.judgements?.length) return false;
  const items = card.judgements.map((one) =>
    h(
      'li',
      {},
      h('strong', {}, words.word('judgement', one.kind)),
      one.alias && [' · ', words.t('card.by'), ' ', data(one.alias)],
      one.made_at && [' · ', h('bdi', {}, words.date(one.made_at.slice(0, 10)))],
      one.why && h('p', {}, data(one.why)),
    ),
  );
  return section(app, 'card.judgements', h('ul', { class: 'sa-plain' }, ...items));
}

function sources(app: App, card: Card): HTMLElement | false {
  const told = [...new Set((card.claims ?? []).map((claim) => claim.source))];
  const rows = told.flatMap((index) => (index === null || index === undefined ? [] : [app.model.sources[index]])).filter((one): one is Source => Boolean(one));
  if (!rows.length) return false;
  return section(app, 'card.sources', h('ul', { class: 'sa-plain' }, ...rows.map((row) => h('li', {}, ...sourceLine(app, row)))));
}

export function sourceLine(app: App, source: Source): Child[] {
  const { words } = app;
  const name = [data(source.publisher ?? words.t('source.unnamed')), source.title && [', ', data(source.title)]];
  return [
    source.url ? link(source.url, ...name) : h('span', {}, ...name),
    !source.url && h('span', { class: 'sa-quiet' }, ` (${words.t('source.no_page')})`),
    source.archive_url && [' · ', link(source.archive_url, words.t('source.archived'))],
  ];
}
