// What stands around the map on a page of ours: title, language, sources, method, footnote.

import type { App } from './app';
import { data, h } from './dom';
import { sourceLine } from './card';
import type { Language } from './model';

const NAMES: Record<Language, string> = { en: 'English', ar: 'العربية' };

export function mountTitle(app: App, title: HTMLElement, subtitle: HTMLElement | null): void {
  app.live([], () => {
    const { words, model } = app;
    document.documentElement.lang = words.language;
    document.documentElement.dir = words.direction;
    title.textContent = words.pick(model.title) || title.textContent;
    document.title = words.pick(model.title) || document.title;
    if (subtitle) {
      subtitle.textContent = words.pick(model.subtitle);
      subtitle.hidden = !subtitle.textContent;
    }
  });
}

export function mountBanner(app: App, host: HTMLElement): void {
  app.live([], () => {
    host.hidden = !app.model.preview;
    host.textContent = app.words.t('preview');
  });
}

export function mountLanguage(app: App, host: HTMLElement): void {
  if (app.model.languages.length < 2) {
    host.hidden = true;
    return;
  }
  app.live([], () => {
    host.setAttribute('aria-label', app.words.t('language.choose'));
    const buttons = app.model.languages.map((language) =>
      h('button', { type: 'button', lang: language, 'aria-pressed': String(language === app.words.language), onclick: () => app.speak(language) }, NAMES[language] ?? language),
    );
    const focused = host.contains(document.activeElement);
    host.replaceChildren(...buttons);
    if (focused) buttons.find((button) => button.getAttribute('aria-pressed') === 'true')?.focus();
  });
}

// Sources and tables are open on paper, and afterwards as they were.
export function openForPrint(): void {
  const opened: HTMLDetailsElement[] = [];
  matchMedia('print').addEventListener('change', (event) => {
    if (event.matches) opened.push(...document.querySelectorAll<HTMLDetailsElement>('.sa-body details:not([open])'));
    for (const details of opened) details.open = event.matches;
    if (!event.matches) opened.length = 0;
  });
}

export function mountSkip(app: App, link: HTMLElement): void {
  app.live([], () => {
    link.textContent = app.words.t('skip');
  });
}

export function mountSources(app: App, host: HTMLElement): void {
  const { sources } = app.model;
  host.hidden = !sources.length;
  app.live([], () => {
    const items = sources.map((source, number) =>
      h('li', { id: `sa-source-${number + 1}`, tabindex: -1 }, ...sourceLine(app, source).flat(3).filter((part): part is Node | string => Boolean(part)), source.licence && h('span', { class: 'sa-quiet' }, ' · ', data(source.licence)), source.note && h('span', { class: 'sa-quiet' }, ' · ', data(source.note))),
    );
    host.replaceChildren(h('h2', {}, app.words.t('sources.title')), h('details', {}, h('summary', {}, app.words.plural('sources.count', sources.length)), h('ol', { class: 'sa-sources' }, ...items)));
  });
}

// The mark of a source behind a number; it leads to the list of sources.
export function foot(app: App, source: number): HTMLElement {
  const name = app.words.t('source.foot', { n: source + 1 });
  const about = app.model.sources[source];
  const title = [about?.publisher, about?.title].filter(Boolean).join(', ');
  return h('button', { type: 'button', class: 'sa-foot', title: title || null, 'aria-label': `${name}${title ? `: ${title}` : ''}`, onclick: () => openSource(source) }, `[${app.words.n(source + 1)}]`);
}

function openSource(source: number): void {
  const item = document.getElementById(`sa-source-${source + 1}`);
  item?.closest('details')?.setAttribute('open', '');
  item?.scrollIntoView({ block: 'center' });
  item?.focus({ preventScroll: true });
}

export function mountMethod(app: App, host: HTMLElement): void {
  const { method } = app.model;
  host.hidden = !method.length;
  app.live([], () => {
    const parts = method.map(({ heading, text }) => h('section', {}, h('h3', {}, data(app.words.pick(heading))), ...app.words.pick(text).split(/\n{2,}/).map((paragraph) => h('p', { dir: 'auto' }, paragraph))));
    host.replaceChildren(h('h2', {}, app.words.t('method.title')), h('div', { class: 'sa-columns' }, ...parts));
  });
}

export function mountFootnote(app: App, host: HTMLElement): void {
  app.live([], () => {
    const { words, model } = app;
    const { data_sha256: hash, as_of: date, version } = model.footnote;
    host.replaceChildren(
      h('p', {}, words.t('footnote.made', { version: version ?? '' }), date && [' ', words.t('footnote.as_of'), ' ', h('bdi', {}, words.date(date)), '.']),
      ...(hash ? [h('p', { class: 'sa-hash' }, words.t('footnote.hash'), ' ', h('code', { dir: 'ltr' }, hash))] : []),
      h('p', {}, words.t('footnote.base')),
    );
  });
}
