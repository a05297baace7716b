// Runs the scripts of ours that stand packed in a page. Each runs at once and in its turn, as if it stood there in full:
// the page's policy names it by the hash of its full text, and the browser holds it against that.
import { inflateSync, strFromU8 } from 'fflate';

export function run(packed: string): void {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const script = document.createElement('script');
  script.textContent = strFromU8(inflateSync(bytes));
  document.head.append(script);
}
