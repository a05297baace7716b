// Filters over the map: a search for places, menus of choices with their counts, chips for what is on.

import type { App } from './app';
import { data, h, type Child } from './dom';
import { OPEN, type FilterState } from './filter';
import { PRECISIONS } from './records';

type Facet = 'claimants' | 'statuses' | 'precisions';

interface Choice {
  value: string;
  name: string;
  count: number;
  // Heading under which the choice stands.
  group: string;
}

export function mountFilters(app: App, host: HTMLElement): void {
  const search = h('input', { type: 'search', class: 'sa-search', maxlength: 120, dir: 'auto' });
  let typing = 0;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => app.applyFilter({ text: search.value }), 120);
  });
  const menus = (['claimants', 'statuses', 'precisions'] as Facet[]).map((facet) => new Menu(app, facet)).filter((menu) => menu.choices().length > 1);
  const reset = h('button', { type: 'button', class: 'sa-reset', onclick: () => app.applyFilter(OPEN) });
  const chips = h('ul', { class: 'sa-chips' });
  host.append(search, ...menus.map((menu) => menu.element), reset, chips);
  closeOutside(host);
  app.live(['filter'], () => {
    const { words, filter } = app;
    host.setAttribute('aria-label', words.t('filter.title'));
    search.placeholder = words.t('filter.search');
    search.setAttribute('aria-label', words.t('filter.search'));
    if (document.activeElement !== search) search.value = filter.state.text;
    reset.textContent = words.t('filter.reset');
    reset.hidden = !filter.on;
    for (const menu of menus) menu.draw();
    chips.replaceChildren(...chipList(app, menus));
  });
}

// A menu closes when the reader goes elsewhere, or by Escape.
function closeOutside(host: HTMLElement): void {
  const close = (but: Node | null): void => {
    for (const menu of host.querySelectorAll('details[open]')) if (!but || !menu.contains(but)) menu.removeAttribute('open');
  };
  document.addEventListener('pointerdown', (event) => close(event.target as Node));
  host.addEventListener('focusout', (event) => {
    if (event.relatedTarget) close(event.relatedTarget as Node);
  });
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const open = host.querySelector<HTMLElement>('details[open] > summary');
    close(null);
    open?.focus();
  });
}

class Menu {
  readonly element = h('details', { class: 'sa-menu' });
  private readonly summary = h('summary', {});
  private readonly panel = h('div', {});

  constructor(
    private readonly app: App,
    readonly facet: Facet,
  ) {
    this.element.append(this.summary, this.panel);
    this.element.addEventListener('toggle', () => this.draw());
  }

  draw(): void {
    const { app, facet } = this;
    const chosen = app.filter.state[facet];
    this.summary.textContent = app.words.t(`filter.${facet}`) + (chosen.length ? ` (${app.words.n(chosen.length)})` : '');
    this.element.toggleAttribute('data-on', chosen.length > 0);
    if (!this.element.open) return;
    const focused = this.panel.querySelector<HTMLInputElement>('input:focus')?.value;
    const groups = grouped(this.choices());
    this.panel.replaceChildren(...groups.map(([group, choices]) => this.group(group, choices)));
    if (focused !== undefined) [...this.panel.querySelectorAll('input')].find((input) => input.value === focused)?.focus();
  }

  private group(name: string, choices: Choice[]): HTMLElement {
    return h('fieldset', {}, h('legend', {}, data(name)), ...choices.map((choice) => this.row(choice)));
  }

  private row(choice: Choice): HTMLElement {
    const { app, facet } = this;
    const chosen = app.filter.state[facet];
    const box = h('input', { type: 'checkbox', value: choice.value, checked: chosen.includes(choice.value) });
    box.addEventListener('change', () => app.applyFilter({ [facet]: box.checked ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value) }));
    return h('label', {}, box, data(choice.name), h('span', { class: 'sa-quiet sa-num' }, app.words.n(choice.count)));
  }

  choices(): Choice[] {
    const { app, facet } = this;
    const { records, words } = app;
    if (facet === 'precisions') {
      const counts = tallied(records.precision, PRECISIONS.length);
      return PRECISIONS.map((value, rank) => ({ value, name: words.word('precision', value), count: counts[rank]!, group: words.t('filter.incidents') })).filter(({ count }) => count > 0);
    }
    const codes = facet === 'claimants' ? records.claims.claimant : records.claims.status;
    const counts = tallied(codes.values, codes.words.length + 1).subarray(1);
    return codes.words.map((value, code) => ({ value, name: nameOf(app, facet, value), count: counts[code]!, group: facet === 'claimants' ? words.t('filter.records') : app.claimantName(value.split('/')[0]!) }));
  }
}

function tallied(values: Uint8Array | Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (const value of values) counts[value]!++;
  return counts;
}

function grouped(choices: Choice[]): [string, Choice[]][] {
  const groups = [...new Set(choices.map((choice) => choice.group))];
  return groups.map((group) => [group, choices.filter((choice) => choice.group === group)]);
}

function nameOf(app: App, facet: Facet, value: string): string {
  if (facet === 'claimants') return app.claimantName(value);
  return app.words.word(facet === 'statuses' ? 'status' : 'precision', value);
}

function chipList(app: App, menus: Menu[]): HTMLElement[] {
  const { words, filter } = app;
  const { from, to, text } = filter.state;
  const chips = menus.flatMap(({ facet }) =>
    filter.state[facet].map((value) => chip(app, facet === 'statuses' ? `${app.claimantName(value.split('/')[0]!)}: ${nameOf(app, facet, value)}` : nameOf(app, facet, value), { [facet]: filter.state[facet].filter((one) => one !== value) })),
  );
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
