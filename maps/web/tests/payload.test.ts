import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NONE, Payload } from '../src/payload';
import { readRecords } from '../src/records';
import { code, codes, container, delta, nulls, SMALL, strings, uint } from './made';

const VALUES = [0, null, 127, 128, 16_384, 2 ** 31 - 2, null, 5];

test('numbers come back, and null is not zero', async () => {
  const payload = await Payload.of(container({ t: [8, [uint('u', VALUES), delta('d', [-5, null, 70_000, -(2 ** 20), 0, null, 1, 2])]] }));
  assert.deepEqual(nulls(await payload.ints('t', 'u')), VALUES);
  assert.deepEqual(nulls(await payload.ints('t', 'd')), [-5, null, 70_000, -(2 ** 20), 0, null, 1, 2]);
});

test('codes, lists and texts come back', async () => {
  const payload = await Payload.of(container({ t: [3, [code('c', ['a', 'b'], ['b', null, 'a']), codes('l', ['x', 'y'], [['y', 'x'], [], ['x']]), strings('s', ['الموصل', null, '{{'])]] }));
  const { words, values } = await payload.codes('t', 'c');
  assert.deepEqual([...values].map((value) => (value ? words[value - 1] : null)), ['b', null, 'a']);
  assert.deepEqual(await payload.lists('t', 'l'), [['y', 'x'], [], ['x']]);
  assert.deepEqual(await payload.strings('t', 's'), ['الموصل', null, '{{']);
});

test('a column that is not there is unknown throughout', async () => {
  const payload = await Payload.of(container({ t: [2, []] }));
  assert.deepEqual([...(await payload.ints('t', 'none'))], [NONE, NONE]);
  assert.deepEqual(await payload.strings('t', 'none'), [null, null]);
  assert.deepEqual(await payload.lists('t', 'none'), [[], []]);
});

test('texts are found block by block, and none beyond the last', async () => {
  const payload = await Payload.of<{ own: string }>(SMALL);
  assert.equal(payload.meta.own, 'ü');
  assert.deepEqual(await payload.text(4), { id: 'e' });
  assert.equal(await payload.text(6), undefined);
  assert.equal(await payload.find('id', 'd'), 3);
  assert.equal(await payload.find('id', 'z'), -1);
});

test('what is cut short or foreign is refused', async () => {
  await assert.rejects(() => Payload.of(Uint8Array.from([80, 75, 3, 4, 0, 0, 0, 0])), /not a SAP1/);
  const short = await Payload.of(container({ t: [4, [uint('u', [1, 2])]] }));
  await assert.rejects(() => short.ints('t', 'u'), /2 numbers, not 4/);
});

test('a place that no map can show has no position', async () => {
  const records = await readRecords(await Payload.of(SMALL));
  assert.equal(records.placed, 4);
  assert(Number.isNaN(records.x[4]!));
  assert(Math.abs((records.x[0]! - 0.5) * 360 - 43.1) < 1e-9);
  assert.deepEqual([...records.claimants], [3, 1, 1, 2, 2]);
});
