// Which claimants do not stand by their own report of an incident: their part of its symbol has a thin outline.

import type { App } from './app';
import { standsBy } from './describe';

const flags = new WeakMap<App, Uint8Array>();

// By code of a grade, 1 where its claimant does not stand by what it graded so; no grade is no doubt.
function doubtful(app: App): Uint8Array {
  let found = flags.get(app);
  if (!found) flags.set(app, (found = Uint8Array.from([true, ...app.records.claims.status.words.map((word) => standsBy(app, word))], (stands) => Number(!stands))));
  return found;
}

export function anyDoubt(app: App): boolean {
  return doubtful(app).includes(1);
}

// One bit for each place among the claimants of the page; set where none of its claims is stood by.
export function doubtsOf(app: App, row: number): number {
  const doubt = doubtful(app);
  if (!doubt.includes(1)) return 0;
  const { claims, claimStart } = app.records;
  let doubted = 0;
  let stood = 0;
  for (let claim = claimStart[row]!; claim < claimStart[row + 1]!; claim++) {
    const who = claims.claimant.values[claim]!;
    if (!who) continue;
    const bit = 1 << app.claimantOfCode[who - 1]!;
    if (doubt[claims.status.values[claim]!]) doubted |= bit;
    else stood |= bit;
  }
  return doubted & ~stood;
}
