// The review in the browser: one key for each answer, the next card without loading the page anew, a map that stays.

import { startKeys } from './keys';
import { ReviewMap } from './map';
import { mountTools } from './tools';
import { said } from './words';

export interface Card {
  key: string;
  queue: string;
  points: Point[];
  tools: boolean;
}

export interface Point {
  id: string;
  role: string;
  lon: number;
  lat: number;
  r_m: number;
  precision: string;
  label: string;
  n?: number;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T | null {
  return document.getElementById(id) as T | null;
}

export function json<T>(id: string): T | null {
  const text = byId(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}

let map: ReviewMap | null = null;

// What changes from card to card; the map and its geography stay.
const PARTS = ['rv-head', 'rv-said', 'rv-card'];

function begin(): void {
  const card = json<Card>('rv-card-data');
  if (byId('rv-stage')?.classList.contains('rv-with-map') && card) {
    map ??= new ReviewMap(byId('rv-map')!, json<number[]>('rv-view') ?? [30, 25, 60, 45]);
    map.show(card);
    if (card.tools) mountTools(map);
  }
  document.querySelector<HTMLInputElement>('[data-first]')?.focus();
}

function take(found: Document, address: string): void {
  const stage = found.getElementById('rv-stage');
  if (!stage) {
    location.assign(address);
    return;
  }
  for (const id of PARTS) byId(id)?.replaceWith(document.adoptNode(found.getElementById(id)!));
  byId('rv-stage')!.className = stage.className;
  document.title = found.title;
  if (location.href !== address) history.pushState(null, '', address);
  const main = byId('rv-card')!;
  main.scrollTop = 0;
  main.focus({ preventScroll: true });
  begin();
  document.documentElement.dataset['cards'] = String(Number(document.documentElement.dataset['cards'] ?? 0) + 1);
}

let busy = false;

// The browser parses what the server has rendered; no markup is ever made here.
export function go(address: string, body?: URLSearchParams): void {
  if (busy) return;
  busy = true;
  const request = new XMLHttpRequest();
  request.open(body ? 'POST' : 'GET', address);
  request.responseType = 'document';
  if (body) request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  request.onload = () => {
    busy = false;
    if (request.response) take(request.response as Document, request.status === 409 || request.status === 422 ? location.href : request.responseURL);
    else location.reload();
  };
  request.onerror = () => {
    busy = false;
    byId('rv-said')!.textContent = said('failed');
  };
  request.send(body);
}

export function send(form: HTMLFormElement, answer?: HTMLButtonElement | null): void {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.set(name, value);
  if (answer?.name) body.set(answer.name, answer.value);
  go(form.action, body);
}

function inPlace(event: Event): void {
  const form = event.target as HTMLFormElement;
  const address = new URL(form.action);
  if (form.method !== 'post' || !/^\/(decide|undo)/.test(address.pathname)) return;
  event.preventDefault();
  send(form, (event as SubmitEvent).submitter as HTMLButtonElement | null);
}

function follow(event: MouseEvent): void {
  const link = (event.target as Element).closest('a');
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const address = new URL(link.href);
  if (address.origin !== location.origin || !/^\/(next|card)/.test(address.pathname)) return;
  event.preventDefault();
  go(link.href);
}

// The token stands behind the #, where no server sees it; it is sent once, and taken out of the address.
function enter(): void {
  const form = byId<HTMLFormElement>('rv-enter');
  const token = location.hash.slice(1);
  if (!form || !token) return;
  history.replaceState(null, '', location.pathname);
  byId<HTMLInputElement>('rv-token')!.value = token;
  form.submit();
}

document.addEventListener('submit', inPlace);
document.addEventListener('click', follow);
window.addEventListener('popstate', () => location.reload());
startKeys();
enter();
begin();
