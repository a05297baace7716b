import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standsBy, stoodBy } from '../src/describe';
import { anyDoubt, doubtsOf } from '../src/standing';
import { app } from './made';

test('a claimant stands by the grades that the model names, and by all where it names none', async () => {
  const one = await app();
  const stood = (words: string[]): boolean[] => words.map((word) => standsBy(one, word));
  assert.deepEqual(stood(['airwars/fair', 'airwars/weak', 'cjtf-oir/credible', 'cjtf-oir/open', 'ucdp/clear', 'own/none']), [true, false, true, false, true, true]);
  for (const claimant of one.model.claimants) delete claimant.stands_by;
  assert.deepEqual(stood(['airwars/weak', 'cjtf-oir/open']), [true, true]);
});

test('the outline of each claimant says whether it stands by its own report', async () => {
  const one = await app();
  const places = one.claimants().map(({ id }) => id);
  assert.deepEqual(places, ['airwars', 'cjtf-oir']);
  assert(anyDoubt(one));
  // The first is reported by both: fair by one, open by the other; the second has no grade.
  assert.deepEqual([0, 1, 2, 3].map((row) => doubtsOf(one, row)), [2, 0, 0, 2]);
  assert.deepEqual(stoodBy(one), ['airwars/fair']);
});
