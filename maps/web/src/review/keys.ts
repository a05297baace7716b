// Keys: each control names its own; numbers choose a candidate, Enter sends what is chosen.

import { byId, go, send } from './main';
import { toolKey } from './tools';

function typing(target: EventTarget | null): boolean {
  const element = target as HTMLElement;
  return element.matches?.('input:not([type=radio]):not([type=checkbox]), select, textarea') ?? false;
}

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && typing(event.target)) {
      (event.target as HTMLElement).blur();
      event.preventDefault();
      return;
    }
    if (typing(event.target) || byId<HTMLDialogElement>('rv-keys')?.open) return;
    if (toolKey(event)) {
      event.preventDefault();
      return;
    }
    if (act(event.key, event.target as HTMLElement)) event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    if ((event.target as Element).closest('#rv-help')) byId<HTMLDialogElement>('rv-keys')?.showModal();
  });
}

function act(key: string, target: HTMLElement): boolean {
  if (key === '?') {
    byId<HTMLDialogElement>('rv-keys')?.showModal();
    return true;
  }
  if (/^[1-9]$/.test(key)) return choose(Number(key));
  if (key === 'Enter') return !target.closest?.('button, a, summary') && sendChosen();
  const field = { r: 'rv-why', f: 'rv-search', k: 'rv-coordinates' }[key];
  const element = field && byId(field);
  if (element) {
    element.focus();
    return true;
  }
  const control = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!control || (control as HTMLButtonElement).disabled) return false;
  press(control);
  return true;
}

// The form is sent with the button that was meant, even one inside a closed part of the card.
function press(control: HTMLElement): void {
  const form = (control as HTMLButtonElement).form;
  if (control instanceof HTMLAnchorElement) go(control.href);
  else if (control instanceof HTMLButtonElement && control.type === 'submit' && form) send(form, control);
  else control.click();
}

function choose(n: number): boolean {
  const inputs = document.querySelectorAll<HTMLInputElement>('#rv-candidates input[type=radio]');
  const input = inputs[n - 1];
  if (!input) return false;
  input.click();
  return true;
}

function sendChosen(): boolean {
  const chosen = document.querySelector<HTMLInputElement>('#rv-candidates input[type=radio]:checked');
  const button = document.querySelector<HTMLButtonElement>('button[value=choose]');
  if (!chosen || !button?.form) return false;
  send(button.form, button);
  return true;
}
