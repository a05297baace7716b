// What a reader may take along: the rows that are shown, a picture of the map, a footnote for what is shown now.

import type { App } from './app';
import { footnote } from './describe';
import { csvOf, geojsonOf } from './downloads';
import { h } from './dom';
import type { Key } from './i18n';
import { pictureOf } from './picture';

export function mountTools(app: App, host: HTMLElement): void {
  const title = h('h2', {});
  const note = h('p', { class: 'sa-lead' });
  const buttons: [Key, HTMLButtonElement][] = [
    ['tools.csv', action(app, async () => offer(csvOf(app), 'text/csv;charset=utf-8', 'incidents.csv'))],
    ['tools.geojson', action(app, async () => offer(geojsonOf(app), 'application/geo+json', 'incidents.geojson'))],
    ['tools.png', action(app, async () => save(await pictureOf(app), 'map.png'))],
  ];
  const text = h('textarea', { class: 'sa-footnote-text', readonly: true, rows: 4 });
  const label = h('label', {});
  label.append(h('span', { class: 'sa-over' }), text);
  const said = h('span', { class: 'sa-quiet', role: 'status' });
  const copy = h('button', { type: 'button' });
  copy.addEventListener('click', () => void copied(text).then(() => (said.textContent = ` ${app.words.t('tools.copied')}`)));
  host.append(title, note, h('div', { class: 'sa-tool-row' }, ...buttons.map(([, button]) => button)), label, h('div', { class: 'sa-tool-row' }, copy, said));
  app.live(['filter'], () => {
    const { words } = app;
    title.textContent = words.t('tools.title');
    note.textContent = words.t('tools.note');
    label.firstElementChild!.textContent = words.t('tools.footnote');
    copy.textContent = words.t('tools.copy');
    said.textContent = '';
    text.dir = words.direction;
    text.value = footnote(app);
    for (const [key, button] of buttons) button.textContent = words.t(key);
  });
}

function action(_app: App, run: () => Promise<void>): HTMLButtonElement {
  const button = h('button', { type: 'button' });
  button.addEventListener('click', () => {
    button.disabled = true;
    void run().finally(() => {
      button.disabled = false;
      button.focus();
    });
  });
  return button;
}

// Where the clipboard is closed to a file from a disk, the text is selected for the reader's own keys.
async function copied(text: HTMLTextAreaElement): Promise<void> {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    document.execCommand('copy');
  }
}

function offer(content: string, type: string, name: string): void {
  save(new Blob([content], { type }), name);
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = h('a', { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
