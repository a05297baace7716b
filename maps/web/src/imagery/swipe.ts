// A divider between two images: dragged by mouse or finger, moved by keys.

import { h } from '../dom';
import { spoken, type Tongue } from './words';

const STEP = 0.02;
const LEAP = 0.1;

export class Swipe {
  readonly element: HTMLElement;
  private readonly handle: HTMLElement;
  private readonly tags: [HTMLElement, HTMLElement];
  private share = 0.5;
  private words!: Tongue;

  constructor(
    private readonly map: L.Map,
    private readonly panes: [HTMLElement, HTMLElement],
    private readonly dates: [string, string],
  ) {
    this.handle = h('div', { class: 'sa-swipe-handle', role: 'slider', tabindex: 0, 'aria-orientation': 'horizontal', 'aria-valuemin': 0, 'aria-valuemax': 100 }, '‹ ›');
    this.tags = [h('div', { class: 'sa-swipe-tag sa-swipe-before' }), h('div', { class: 'sa-swipe-tag sa-swipe-after' })];
    this.element = h('div', { class: 'sa-swipe' }, this.handle, ...this.tags);
    L.DomEvent.disableClickPropagation(this.element);
    map.getContainer().append(this.element);
    this.listen();
    spoken((words) => {
      this.words = words;
      this.tags.forEach((tag, i) => {
        tag.dir = words.direction;
        tag.replaceChildren(h('strong', {}, words.t(i ? 'after' : 'before')), ' ', h('bdi', {}, words.date(dates[i]!)));
      });
      this.handle.setAttribute('aria-label', words.t('swipe'));
      this.handle.title = words.t('swipe.how');
      this.place();
    });
  }

  show(on: boolean): void {
    this.element.hidden = !on;
    this.place();
  }

  private listen(): void {
    const { handle, map, element } = this;
    map.on('move zoom viewreset resize zoomend moveend', () => this.place());
    element.addEventListener('pointerdown', (event) => {
      if (event.button) return;
      element.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      event.preventDefault();
      event.stopPropagation();
    });
    element.addEventListener('pointermove', (event) => {
      if (element.hasPointerCapture(event.pointerId)) this.drag(event.clientX);
    });
    handle.addEventListener('keydown', (event) => this.key(event));
  }

  private drag(clientX: number): void {
    const { left, width } = this.map.getContainer().getBoundingClientRect();
    this.move((clientX - left) / width);
  }

  private key(event: KeyboardEvent): void {
    const by = event.shiftKey ? LEAP : STEP;
    const moves: Record<string, number> = { ArrowLeft: this.share - by, ArrowRight: this.share + by, ArrowDown: this.share - by, ArrowUp: this.share + by, PageDown: this.share - LEAP, PageUp: this.share + LEAP, Home: 0, End: 1 };
    const wanted = moves[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    // The map would pan with the same keys.
    event.stopPropagation();
    this.move(wanted);
  }

  private move(share: number): void {
    this.share = Math.max(0, Math.min(1, share));
    this.place();
  }

  private place(): void {
    const { map, panes, element, share } = this;
    const { x: width, y: height } = map.getSize();
    const at = Math.round(width * share);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const clip = (from: number, to: number): string => {
      const [l, r, t, b] = [corner.x + from, corner.x + to, corner.y, corner.y + height];
      return `polygon(${l}px ${t}px, ${r}px ${t}px, ${r}px ${b}px, ${l}px ${b}px)`;
    };
    panes[0].style.clipPath = element.hidden ? '' : clip(0, at);
    panes[1].style.clipPath = element.hidden ? '' : clip(at, width);
    element.style.left = `${at}px`;
    const percent = Math.round(share * 100);
    this.handle.setAttribute('aria-valuenow', String(percent));
    const [a, b] = this.dates.map((date) => this.words?.date(date) ?? date) as [string, string];
    this.handle.setAttribute('aria-valuetext', this.words?.t('swipe.value', { n: percent, a, b }) ?? `${percent} %`);
    this.tags[0].style.visibility = at < 60 ? 'hidden' : '';
    this.tags[1].style.visibility = width - at < 60 ? 'hidden' : '';
  }
}
