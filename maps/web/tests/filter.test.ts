import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPEN, type FilterState } from '../src/filter';
import { app } from './made';

async function shown(change: Partial<FilterState>): Promise<number[]> {
  const { filter } = await app();
  filter.change(change);
  return [...filter.shown].flatMap((one, row) => (one ? [row] : []));
}

test('a period takes in what may lie in it, and nothing without a date', async () => {
  assert.deepEqual(await shown({ from: 131, to: 131 }), [1, 2]);
  assert.deepEqual(await shown({ to: 99 }), [2]);
  assert.deepEqual(await shown({ from: 365 }), [4]);
});

test('choices of claims and of incidents hold together', async () => {
  assert.deepEqual(await shown({ claimants: ['cjtf-oir'] }), [0, 3, 4]);
  assert.deepEqual(await shown({ statuses: [''] }), [1]);
  assert.deepEqual(await shown({ kinds: ['artillery'], claimants: ['cjtf-oir'] }), [0, 3]);
  // One claim has to answer all that is asked of claims: no two of them together.
  assert.deepEqual(await shown({ kinds: ['artillery'], claimants: ['airwars'] }), []);
  assert.deepEqual(await shown({ units: ['Karn', ''] }), [2, 3, 4]);
  assert.deepEqual(await shown({ precisions: ['town', 'country'] }), [1, 4]);
});

test('numbers of people: at least, zero, and none at all', async () => {
  assert.deepEqual(await shown({ least: 4 }), [0, 4]);
  assert.deepEqual(await shown({ least: 0 }), [0, 2, 3, 4]);
  assert.deepEqual(await shown({ least: -1 }), [1]);
});

test('texts and areas', async () => {
  assert.deepEqual(await shown({ text: 'القايم' }), [0]);
  assert.deepEqual(await shown({ text: 'QAIM ostrel' }), [0]);
  assert.deepEqual(await shown({ area: [[43, 36], [43.5, 36], [43.5, 36.5], [43, 36.5]] }), [0, 1]);
});

test('a range with an open end stays open, and what is unknown is counted beside it', async () => {
  const { filter } = await app();
  const [airwars, coalition] = filter.totals(['airwars', 'cjtf-oir']);
  assert.deepEqual({ ...airwars!.killed }, { min: 4, max: 7, open: true, with: 2, low: 2, without: 1 });
  // A lone maximum raises the upper end and leaves the lower.
  assert.deepEqual({ ...coalition!.killed }, { min: 2, max: 9, open: false, with: 3, low: 2, without: 0 });
  assert.equal(coalition!.injured.without, 2);
});

test('each choice counts what it would find beside the others', async () => {
  const { filter } = await app();
  filter.change({ claimants: ['airwars'], units: ['Ostrel'] });
  assert.deepEqual([...filter.counts('claimants')], [2, 1, 0]);
  assert.deepEqual([...filter.counts('units')], [2, 1, 0]);
  assert.deepEqual(filter.leastCounts([-1, 0, 4]), [1, 1, 1]);
});

test('taking everything off shows everything again', async () => {
  const { filter } = await app();
  filter.change({ claimants: ['airwars'], text: 'brenn', least: 2, area: [[0, 0], [1, 0], [1, 1]] });
  assert(filter.on);
  filter.change(OPEN);
  assert.equal(filter.shownCount, 5);
  assert(!filter.on);
});
