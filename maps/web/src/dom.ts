// Elements are made here and nowhere else; text only ever goes in as text.

type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;
export type Child = Node | string | null | undefined | false | Child[];

const SVG = 'http://www.w3.org/2000/svg';

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
}

function append(element: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child);
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

// Text that comes from data keeps its own direction and cannot turn that of its neighbours.
export function data(text: string | null | undefined, attributes: Attributes = {}): HTMLElement {
  return h('bdi', { dir: 'auto', ...attributes }, text ?? '');
}

// A name whose short form in brackets stays on one line.
export function named(text: string): HTMLElement {
  const [, long, short] = /^(.+) (\([^()]{1,24}\))$/.exec(text) ?? [];
  return long && short ? h('bdi', { dir: 'auto' }, long, ' ', h('span', { class: 'sa-together' }, short)) : data(text);
}

const SAFE = /^https?:\/\//i;

// A link leads out of the page only over http(s); anything else is shown as text.
export function link(url: string | null, ...children: Child[]): HTMLElement {
  if (!url || !SAFE.test(url)) return h('span', {}, ...children);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

// A part that lies on the map keeps its clicks to itself, those on a button that it has redrawn meanwhile among them: Leaflet
// looks for such a part above the element that was pressed, and finds none above one that is gone.
export function keepClicks(element: HTMLElement): void {
  L.DomEvent.disableClickPropagation(element);
  element.addEventListener('click', (event) => event.stopPropagation());
}
