// The headline: what each claimant reports over its own records of this sample, side by side and never added up.

import type { App } from './app';
import { h, named } from './dom';
import type { Sum, Total } from './totals';
import { definition, sameWords, stoodBy } from './describe';
import type { Key } from './i18n';

export function mountHeadline(app: App, host: HTMLElement): void {
  app.live(['filter'], () => {
    const place = [...host.querySelectorAll('.sa-definitions button')].indexOf(document.activeElement as Element);
    host.replaceChildren(...draw(app));
    if (place >= 0) host.querySelectorAll<HTMLElement>('.sa-definitions button')[place]?.focus();
  });
}

function draw(app: App): Node[] {
  const { words, filter, model } = app;
  const ids = app.claimants().map((claimant) => claimant.id);
  const totals = filter.totals(ids).filter((total) => total.claims > 0 || !filter.on);
  return [
    h('h2', { class: 'sa-over' }, words.t('headline.title')),
    sentence(app),
    h('div', { class: totals.length > 2 ? 'sa-claimants sa-claimants-rows' : 'sa-claimants' }, totals.length > 2 && heads(app), ...totals.map((total) => block(app, total))),
    totals.length === 0 && h('p', { class: 'sa-quiet' }, words.t('headline.nothing')),
    definitions(app),
    h('p', { class: 'sa-quiet sa-small' }, `${definition(app)} ${words.t('headline.note_short')}`, model.sample.complete ? '' : ` ${words.t('headline.not_all')}`),
  ].filter((node): node is HTMLElement => Boolean(node));
}

// What counts as a record: every grading, or only those by which each claimant stands.
function definitions(app: App): HTMLElement | false {
  const { words, filter } = app;
  const narrow = stoodBy(app);
  if (!narrow.length) return false;
  const { statuses } = filter.state;
  const button = (key: Key, wanted: string[]): HTMLElement =>
    h('button', { type: 'button', 'aria-pressed': String(sameWords(statuses, wanted)), onclick: () => app.applyFilter({ statuses: wanted }) }, words.t(key));
  return h('div', { class: 'sa-switch sa-definitions', role: 'group', 'aria-label': words.t('definition.title') }, button('definition.all', []), button('definition.stands', narrow));
}

function sentence(app: App): HTMLElement {
  const { words, filter, model, records } = app;
  const count = filter.on ? filter.shownCount : records.count;
  const key: Key = filter.on ? 'headline.filtered' : model.sample.complete ? 'headline.all' : 'headline.sample';
  return h('p', { class: 'sa-sample', 'aria-live': 'polite' }, words.t(key, { n: count, of: records.count }));
}

function block(app: App, total: Total): HTMLElement {
  const { words } = app;
  const name = app.claimantName(total.claimant);
  return h(
    'section',
    { class: `sa-claimant ${app.hue(total.claimant)}` },
    h('h3', {}, h('span', { class: 'sa-key', 'aria-hidden': 'true' }), named(name), h('span', { class: 'sa-quiet sa-count' }, ' ', words.plural('headline.records', total.claims))),
    h('dl', { class: 'sa-figures' }, ...measures(app).map((what) => figure(app, what, total[what]))),
  );
}

const measures = (app: App): ('killed' | 'injured')[] => (app.options.headline?.injured === false ? ['killed'] : ['killed', 'injured']);

// With many claimants the two measures stand once above all rows; each row still says them to screen readers.
function heads(app: App): HTMLElement {
  return h('p', { class: 'sa-heads', 'aria-hidden': 'true' }, ...measures(app).map((what) => h('span', {}, app.words.t(`headline.${what}`))));
}

function figure(app: App, what: 'killed' | 'injured', sum: Sum): HTMLElement {
  const { words } = app;
  const main = sum.with
    ? h('span', { class: 'sa-big' }, sum.open && h('span', { class: 'sa-atleast' }, words.t('count.at_least_short')), value(app, sum))
    : h('span', { class: 'sa-none' }, words.t('count.none'));
  const without = sum.with > 0 && sum.without > 0 && h('span', { class: 'sa-quiet sa-small' }, words.plural('headline.without', sum.without));
  return h('div', {}, h('dt', {}, words.t(`headline.${what}`)), h('dd', {}, main, without));
}

// With an open upper end only the lower one is certain; where nobody gives a lower number there is none.
function value(app: App, sum: Sum): HTMLElement {
  const { words } = app;
  const min = sum.low ? sum.min : null;
  return h('bdi', { dir: words.direction }, words.range(min, sum.open ? sum.min : sum.max));
}
