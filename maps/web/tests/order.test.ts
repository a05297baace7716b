import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder } from '../src/order';

const VALUES = Array.from({ length: 2000 }, (_, row) => (row % 11 === 3 ? null : ((row * 7919) % 37) - 18));

function expected(down: boolean): number[] {
  const rows = VALUES.map((_, row) => row);
  return rows.sort((a, b) => {
    const [left, right] = [VALUES[a]!, VALUES[b]!];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return (down ? right - left : left - right) || a - b;
  });
}

test('rows stand in the order of their ranks, equal ones as they came, unknown ones last in either direction', () => {
  for (const down of [false, true]) assert.deepEqual([...inOrder(VALUES.length, (row) => VALUES[row]!, down)], expected(down));
});

test('no rows, and rows of which nothing is known, keep their order', () => {
  assert.deepEqual([...inOrder(0, () => 1, false)], []);
  assert.deepEqual([...inOrder(3, () => null, true)], [0, 1, 2]);
});
