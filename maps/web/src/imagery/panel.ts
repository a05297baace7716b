// What is known of the images on a map, and the controls to show and fade them.

import { data, h } from '../dom';
import type { Imagery, Legend, Told } from './model';
import type { Finer } from './picture';
import { spoken, type Tongue } from './words';

export interface Shown {
  imagery: Imagery;
  show: (on: boolean) => void;
  fade: (opacity: number) => void;
  // Shows or hides the difference image, where there is one.
  differ: ((on: boolean) => void) | null;
  // Tiles that lie beside the page.
  finer: Finer[];
}

interface State {
  on: boolean;
  opacity: number;
  differ: boolean;
}

const NARROW = '(max-width: 640px)';
const panels = new WeakMap<L.Map, Panel>();

export function panelOf(map: L.Map): Panel {
  return panels.get(map) ?? (panels.set(map, new Panel(map)), panels.get(map)!);
}

export class Panel {
  private readonly body = h('div', { class: 'sa-imagery-body' });
  private readonly summary = h('summary', {});
  private readonly entries: { shown: Shown; state: State }[] = [];
  private words: Tongue | null = null;

  constructor(map: L.Map) {
    const fold = h('details', { open: !matchMedia(NARROW).matches }, this.summary, this.body);
    const host = h('section', { class: 'sa-float sa-imagery' }, fold);
    L.DomEvent.disableClickPropagation(host);
    L.DomEvent.disableScrollPropagation(host);
    map.getContainer().append(host);
    spoken((words) => {
      this.words = words;
      host.dir = words.direction;
      host.setAttribute('aria-label', words.t('title'));
      this.summary.textContent = words.t('title');
      this.draw();
    });
  }

  add(shown: Shown): void {
    this.entries.push({ shown, state: { on: shown.imagery.kind !== 'online', opacity: shown.imagery.opacity, differ: false } });
    for (const finer of shown.finer) finer.changed = () => this.draw();
    this.draw();
  }

  private draw(): void {
    const { words } = this;
    if (words) this.body.replaceChildren(...this.entries.map(({ shown, state }) => this.entry(words, shown, state)));
  }

  private entry(words: Tongue, shown: Shown, state: State): HTMLElement {
    const { imagery } = shown;
    const box = (checked: boolean, change: (on: boolean) => void): HTMLInputElement => {
      const input = h('input', { type: 'checkbox', onchange: (event: Event) => change((event.target as HTMLInputElement).checked) });
      input.checked = checked;
      return input;
    };
    const range = h('input', { type: 'range', min: 0, max: 1, step: 0.05, value: state.opacity, 'aria-label': words.t('opacity'), oninput: (event: Event) => shown.fade((state.opacity = Number((event.target as HTMLInputElement).value))) });
    const on = box(state.on, (value) => shown.show((state.on = value)));
    const title = words.pick(imagery.title) || words.t(imagery.kind === 'swipe' ? 'swipe' : 'title');
    const parts = imagery.pictures.filter((told) => told.role !== 'difference');
    const difference = imagery.pictures.find((told) => told.role === 'difference');
    const caution = difference && h('div', { hidden: !state.differ }, h('p', { class: 'sa-imagery-caution' }, words.t('difference.note')), difference.legend && scale(difference.legend, words.t('difference.low'), words.t('difference.high')));
    const differing = (on: boolean): void => {
      shown.differ!((state.differ = on));
      caution!.hidden = !on;
    };
    const differ = shown.differ && h('label', { class: 'sa-imagery-differ' }, box(state.differ, differing), ' ', words.t('difference'));
    return h(
      'div',
      { class: 'sa-imagery-entry' },
      h('label', { class: 'sa-imagery-name' }, on, ' ', data(title)),
      ...shown.finer.filter(({ state }) => state === 'away' || state === 'wrong').map((finer) => wanting(words, finer)),
      h('ul', { class: 'sa-plain' }, ...parts.map((told) => h('li', {}, ...about(words, told)))),
      imagery.days !== null && h('p', {}, words.plural('apart', imagery.days)),
      ...parts.filter((told) => told.legend).map((told) => legend(words, told.legend!)),
      ...whose(words, parts),
      h('label', { class: 'sa-imagery-fade' }, words.t('opacity'), ' ', range),
      differ,
      caution,
    );
  }
}

// What to do where the tiles beside the page cannot be read.
function wanting(words: Tongue, finer: Finer): HTMLElement {
  const choose = h('input', { type: 'file', accept: '.pmtiles', onchange: (event: Event) => void finer.choose((event.target as HTMLInputElement).files![0]!) });
  const why = finer.state === 'wrong' ? 'finer.wrong' : location.protocol === 'file:' ? 'finer.disk' : 'finer.host';
  return h('div', { class: 'sa-imagery-caution' }, h('p', {}, words.t(why)), h('label', {}, words.t('finer.choose', { t: '' }), data(finer.file), choose));
}

// An online layer: who is asked, and what its date does not say.
function online(words: Tongue, told: Told): HTMLElement[] {
  const asked = h('span', {}, words.t('online', { t: '' }), data(told.host!));
  if (told.date) return [h('strong', {}, words.t('taken', { d: words.date(told.date) })), asked];
  const when = told.released ? words.t('released', { d: words.date(told.released) }) : words.t('taken_unknown');
  return [h('strong', {}, when), asked, h('span', { class: 'sa-imagery-caution' }, words.t('release'))];
}

function about(words: Tongue, told: Told): (HTMLElement | string | false)[] {
  if (told.role === 'online') return online(words, told);
  const role = told.role === 'before' || told.role === 'after' ? `${words.t(told.role)}: ` : '';
  const taken = told.date ? words.t(told.date_from === 'file' ? 'taken_file' : 'taken', { d: words.date(told.date) }) : words.t('taken_unknown');
  const more = [
    told.pixel_m !== null && words.t('pixel', { n: told.pixel_m }),
    told.off_nadir_deg !== null && words.t('off_nadir', { n: told.off_nadir_deg }),
    told.cloud_percent !== null && words.t('cloud', { n: told.cloud_percent }),
  ].filter(Boolean);
  return [
    h('strong', {}, `${role}${taken}`),
    more.length > 0 && h('span', { class: 'sa-quiet' }, more.join(' · ')),
    told.sensor !== '' && data(told.sensor, { class: 'sa-quiet' }),
  ];
}

// Whose the images are: said once where all are of one.
function whose(words: Tongue, parts: Told[]): HTMLElement[] {
  const lines = (['credit', 'licence'] as const).flatMap((name) => [...new Set(parts.map((told) => told[name]))].filter(Boolean).map((text) => [name, text] as const));
  return lines.map(([name, text]) => h('p', { class: 'sa-quiet' }, words.t(name, { t: '' }), data(text)));
}

function legend(words: Tongue, { low, high, colours, unit }: Legend): HTMLElement {
  const end = (value: number): string => `${words.n(value)}${unit ? ` ${unit}` : ''}`;
  const found = scale({ low, high, colours, unit }, end(low), end(high));
  found.title = words.t('legend.ends');
  return found;
}

function scale({ colours }: Legend, low: string, high: string): HTMLElement {
  const bar = h('canvas', { class: 'sa-imagery-bar', width: 256, height: 1, 'aria-hidden': true });
  const context = bar.getContext('2d')!;
  const gradient = context.createLinearGradient(0, 0, 256, 0);
  colours.forEach((colour, i) => gradient.addColorStop(i / (colours.length - 1), colour));
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  return h('div', { class: 'sa-imagery-scale', dir: 'ltr' }, bar, h('span', {}, low), h('span', {}, high));
}
