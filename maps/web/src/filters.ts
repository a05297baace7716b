// Filters over the map: a search for places, menus of choices with what each would still find, chips for what is on.

import type { App } from './app';
import { mountArea } from './lasso';
import { data, h, type Child } from './dom';
import { OPEN, type Facet, type FilterState } from './filter';
import { facetChoices, LEAST, mayChoose, leastName, nameOf, type Choice } from './choices';

const MENUS: { key: 'claimants' | 'statuses' | 'precisions' | 'units' | 'more'; facets: Facet[] }[] = [
  { key: 'claimants', facets: ['claimants'] },
  { key: 'statuses', facets: ['statuses'] },
  { key: 'precisions', facets: ['precisions'] },
  { key: 'units', facets: ['units'] },
  { key: 'more', facets: ['kinds', 'belligerents'] },
];
const MOST = 60;

export function mountFilters(app: App, host: HTMLElement): void {
  const search = h('input', { type: 'search', class: 'sa-search', maxlength: 120, dir: 'auto' });
  let typing = 0;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => app.applyFilter({ text: search.value }), 120);
  });
  const { show, search: searched = true } = app.options.filters ?? {};
  const wanted = (show as string[] | undefined) ?? [...MENUS.map(({ key }) => key as string), 'area'];
  const menus = wanted.flatMap((name) => MENUS.filter(({ key }) => key === name)).map(({ key, facets }) => new Menu(app, key, facets)).filter((menu) => menu.useful);
  const area = wanted.includes('area') ? mountArea(app) : null;
  const reset = h('button', { type: 'button', class: 'sa-reset', onclick: () => app.applyFilter(OPEN) });
  const chips = h('ul', { class: 'sa-chips' });
  const fold = h('summary', { class: 'sa-fold' });
  const drawer = h('details', { class: 'sa-drawer' }, fold, h('div', { class: 'sa-menus' }, ...menus.map((menu) => menu.element), area?.element));
  host.classList.add('sa-filters');
  host.append(searched ? search : '', drawer, chips);
  keepOpen(drawer);
  closeOutside(host);
  app.live(['filter', 'area'], () => {
    const { words, filter } = app;
    host.setAttribute('aria-label', words.t('filter.title'));
    fold.textContent = words.t('filter.title');
    search.placeholder = words.t('filter.search');
    search.setAttribute('aria-label', words.t('filter.search'));
    if (document.activeElement !== search) search.value = filter.state.text;
    reset.textContent = words.t('filter.reset');
    for (const menu of menus) menu.draw();
    area?.draw();
    const focused = document.activeElement === reset;
    chips.replaceChildren(...chipList(app), ...(filter.on ? [h('li', {}, reset)] : []));
    if (focused && filter.on) reset.focus();
  });
}

// On a phone the menus lie in a drawer; elsewhere they are always out.
function keepOpen(drawer: HTMLDetailsElement): void {
  const narrow = matchMedia('(max-width: 820px)');
  const set = (): void => {
    drawer.open = !narrow.matches;
  };
  set();
  narrow.addEventListener('change', set);
}

// A menu closes when the reader goes elsewhere, or by Escape.
function closeOutside(host: HTMLElement): void {
  const close = (but: Node | null): void => {
    for (const menu of host.querySelectorAll('.sa-menu[open]')) if (!but || !menu.contains(but)) menu.removeAttribute('open');
  };
  document.addEventListener('pointerdown', (event) => close(event.target as Node));
  host.addEventListener('focusout', (event) => {
    if (event.relatedTarget) close(event.relatedTarget as Node);
  });
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = host.querySelector<HTMLElement>('.sa-menu[open] > summary');
    close(null);
    open?.focus();
  });
}

class Menu {
  readonly element = h('details', { class: 'sa-menu' });
  private readonly summary = h('summary', {});
  private readonly panel = h('div', {});
  private readonly facets: Facet[];
  private readonly counted: boolean;

  constructor(
    private readonly app: App,
    private readonly key: (typeof MENUS)[number]['key'],
    facets: Facet[],
  ) {
    this.facets = facets.filter((facet) => mayChoose(app, facet) && facetChoices(app, facet).length > 1);
    this.counted = key === 'more' && app.filter.anyCount();
    this.element.append(this.summary, this.panel);
    this.element.addEventListener('toggle', () => this.draw());
  }

  get useful(): boolean {
    return this.facets.length > 0 || this.counted;
  }

  draw(): void {
    const { app } = this;
    const { state } = app.filter;
    const on = this.facets.reduce((sum, facet) => sum + state[facet].length, Number(this.counted && state.least !== null));
    this.summary.textContent = app.words.t(`filter.${this.key}`) + (on ? ` (${app.words.n(on)})` : '');
    this.element.toggleAttribute('data-on', on > 0);
    if (!this.element.open) return;
    const focused = this.panel.querySelector<HTMLInputElement>('input:focus');
    const mark = focused && `${focused.name}=${focused.value}`;
    this.panel.replaceChildren(...this.facets.flatMap((facet) => this.facet(facet)), ...(this.counted ? [this.least()] : []));
    if (mark) [...this.panel.querySelectorAll('input')].find((input) => `${input.name}=${input.value}` === mark)?.focus();
  }

  private facet(facet: Facet): HTMLElement[] {
    const chosen = this.app.filter.state[facet];
    const all = facetChoices(this.app, facet);
    const shown = all.filter((choice, i) => i < MOST || chosen.includes(choice.value));
    const left = all.length - shown.length;
    const groups = [...new Set(shown.map((choice) => choice.group))];
    const sets = groups.map((group) => h('fieldset', {}, h('legend', {}, data(group)), ...shown.filter((choice) => choice.group === group).map((choice) => this.row(facet, choice))));
    return left > 0 ? [...sets, h('p', { class: 'sa-quiet sa-small' }, this.app.words.t('filter.left', { n: left }))] : sets;
  }

  private row(facet: Facet, choice: Choice): HTMLElement {
    const { app } = this;
    const chosen = app.filter.state[facet];
    const box = h('input', { type: 'checkbox', name: facet, value: choice.value, checked: chosen.includes(choice.value) });
    box.addEventListener('change', () => app.applyFilter({ [facet]: box.checked ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value) }));
    return h('label', { class: choice.count ? null : 'sa-empty' }, box, data(choice.name), h('span', { class: 'sa-quiet sa-num' }, app.words.n(choice.count)));
  }

  private least(): HTMLElement {
    const { app } = this;
    const { words, filter } = app;
    const counts = filter.leastCounts(LEAST);
    const row = (least: number | null, count: number | null): HTMLElement => {
      const box = h('input', { type: 'radio', name: 'least', value: String(least), checked: filter.state.least === least });
      box.addEventListener('change', () => app.applyFilter({ least }));
      return h('label', {}, box, leastName(words, least), h('span', { class: 'sa-quiet sa-num' }, count === null ? '' : words.n(count)));
    };
    const steps = LEAST.map((step, i) => [step, counts[i]!] as const).filter(([step, count]) => count || filter.state.least === step);
    return h('fieldset', {}, h('legend', {}, words.t('filter.least')), row(null, null), ...steps.map(([step, count]) => row(step, count)));
  }
}

function chipList(app: App): HTMLElement[] {
  const { words, filter } = app;
  const { from, to, text, least, area } = filter.state;
  const facets: Facet[] = MENUS.flatMap((menu) => menu.facets);
  const chips = facets.flatMap((facet) =>
    filter.state[facet].map((value) => chip(app, nameOf(app, facet, value, true), { [facet]: filter.state[facet].filter((one) => one !== value) })),
  );
  if (least !== null) chips.push(chip(app, `${words.t('headline.killed')}: ${leastName(words, least)}`, { least: null }));
  if (area.length) chips.push(chip(app, words.t('filter.area_on'), { area: [] }));
  if (text.trim()) chips.push(chip(app, text.trim(), { text: '' }));
  if (from !== null || to !== null) chips.push(chip(app, words.days(from, to), { from: null, to: null }));
  return chips;
}

function chip(app: App, name: Child, change: Partial<FilterState>): HTMLElement {
  const label = h('bdi', {}, name);
  const button = h('button', { type: 'button', class: 'sa-chip-button' }, label, h('span', { 'aria-hidden': 'true' }, ' ×'), h('span', { class: 'sa-hidden' }, ` ${app.words.t('filter.remove')}`));
  button.addEventListener('click', () => app.applyFilter(change));
  return h('li', {}, button);
}
