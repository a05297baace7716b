// What a symbol says when the pointer rests on it.

import type { App } from './app';
import { data, h } from './dom';
import { known } from './records';
import { tallyText } from './ranking';
import { measureName } from './unitlegend';
import type { UnitView } from './unitlayer';

export class Tooltip {
  private readonly element = h('div', { class: 'sa-tip', hidden: true, 'aria-hidden': 'true' });

  constructor(
    private readonly app: App,
    private readonly host: HTMLElement,
  ) {
    host.append(this.element);
  }

  hide(): void {
    this.element.hidden = true;
  }

  show(rows: number[], total: number, x: number, y: number): void {
    const { app, element } = this;
    element.dir = app.words.direction;
    element.replaceChildren(...(total === 1 ? this.one(rows[0]!) : [h('strong', {}, app.words.plural('map.here', total)), h('span', {}, app.words.t('map.choose'))]));
    this.place(x, y);
  }

  unit(view: UnitView, unit: number, x: number, y: number): void {
    const { app, element } = this;
    element.dir = app.words.direction;
    element.replaceChildren(data(app.units!.nameOf(app, unit), { class: 'sa-tip-place' }), h('span', {}, measureName(app, view)), h('strong', {}, tallyText(app, view, unit)));
    this.place(x, y);
  }

  private place(x: number, y: number): void {
    const { element } = this;
    element.hidden = false;
    const width = element.offsetWidth;
    const left = x + 16 + width > this.host.clientWidth ? x - 16 - width : x + 16;
    element.style.left = `${Math.max(4, left)}px`;
    element.style.top = `${Math.max(4, Math.min(y - 12, this.host.clientHeight - element.offsetHeight - 4))}px`;
  }

  private one(row: number): Node[] {
    const { app } = this;
    const { records, words } = app;
    const killed = words.rangeBdi(known(records.killedMin[row]!), known(records.killedMax[row]!));
    return [
      data(app.placeOf(row), { class: 'sa-tip-place' }),
      h('span', {}, h('bdi', {}, words.date(records.date(row)))),
      h('span', {}, words.t('headline.killed'), ' ', killed),
    ];
  }
}
