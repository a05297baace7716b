// What the map shows: each incident, or what is reported by unit at one level; and of the units, which measure.

import type { App } from './app';
import { h, keepClicks } from './dom';
import type { Measure } from './units';

export interface Layer {
  // null: each incident by itself.
  level: number | null;
  measure: Measure;
  claimant: string;
}

export function mountSwitch(app: App, map: L.Map): void {
  const { units } = app;
  if (!units) return;
  const group = h('div', { class: 'sa-show', role: 'group' });
  const select = h('select', {});
  const note = h('p', { class: 'sa-show-note' });
  const host = h('div', { class: 'sa-switcher' }, group, select, note);
  keepClicks(host);
  L.DomEvent.disableScrollPropagation(host);
  map.getContainer().append(host);
  select.addEventListener('change', () => {
    const [measure, claimant = ''] = select.value.split('/', 2) as [Measure, string?];
    app.show({ measure, claimant });
  });
  app.live(['layer'], () => {
    const { words, layer } = app;
    host.dir = words.direction;
    group.setAttribute('aria-label', words.t('units.show'));
    const focused = group.contains(document.activeElement);
    const button = (level: number | null, name: string): HTMLElement =>
      h('button', { type: 'button', 'aria-pressed': String(layer.level === level), onclick: () => app.show({ level }) }, name);
    group.replaceChildren(button(null, words.t('units.incidents')), ...units.levels.map((one) => button(one.level, words.pick(one.name))));
    if (focused) group.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    const level = units.levels.find((one) => one.level === layer.level);
    select.hidden = note.hidden = !level;
    if (!level) return;
    select.setAttribute('aria-label', words.t('units.measure'));
    select.replaceChildren(...options(app, level.drawn, Boolean(level.people)));
    select.value = layer.claimant ? `${layer.measure}/${layer.claimant}` : layer.measure;
    note.textContent = level.support.holds ? '' : `${words.t('units.hatched')} ${words.pick(level.support)}`;
    note.hidden = level.support.holds;
  });
}

// Totals always; rates only where there are outlines to colour.
function options(app: App, drawn: boolean, counted: boolean): HTMLElement[] {
  const { words } = app;
  const option = (value: string, name: string): HTMLElement => h('option', { value }, name);
  const people = app.claimants().flatMap(({ id, name }) => (['killed', 'injured'] as const).map((what) => option(`${what}/${id}`, words.t(`units.${what}_by`, { who: name }))));
  const totals = h('optgroup', { label: words.t('units.totals') }, option('records', words.t('units.records')), ...people);
  if (!drawn) return [totals];
  return [totals, h('optgroup', { label: words.t('units.rates') }, option('share', words.t('units.share')), option('density', words.t('units.density')), counted && option('people', words.t('units.people')))];
}
