// Several records on one point: the reader chooses one.

import type { App } from './app';
import { data, h } from './dom';
import { known } from './records';

const MOST = 200;

export function mountStack(app: App): Node[] {
  const { words, stack, records, stackUnit: unit } = app;
  const byDay = [...stack].sort((a, b) => records.dayFrom[a]! - records.dayFrom[b]! || a - b);
  const items = byDay.slice(0, MOST).map((row) =>
    h(
      'li',
      {},
      h(
        'button',
        { type: 'button', onclick: () => app.select(row) },
        h('span', { class: 'sa-quiet' }, h('bdi', {}, words.date(records.date(row)))),
        data(app.placeOf(row)),
        h('span', {}, words.t('headline.killed'), ' ', words.rangeBdi(known(records.killedMin[row]!), known(records.killedMax[row]!))),
      ),
    ),
  );
  return [
    h('h2', {}, unit >= 0 ? data(app.units!.nameOf(app, unit)) : words.plural('map.here', stack.length)),
    h('p', { class: 'sa-quiet' }, unit >= 0 ? `${words.plural('units.in_unit', stack.length)} ${words.t('units.in_unit_note')}` : words.t('stack.note')),
    h('ul', { class: 'sa-stack' }, ...items),
    ...(stack.length > MOST ? [h('p', { class: 'sa-quiet' }, words.t('stack.more', { n: stack.length - MOST }))] : []),
  ];
}
