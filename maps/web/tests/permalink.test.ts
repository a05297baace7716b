import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaOf, inside, readArea } from '../src/area';
import { OPEN } from '../src/filter';
import { readFilter, writeState } from '../src/permalink';
import { app } from './made';

const map = { getCenter: () => ({ lat: 33.123456, lng: -25.654321 }), getZoom: () => 7.25 } as unknown as L.Map;

test('a filter comes back from its address as it was', async () => {
  const one = await app();
  const state = {
    ...OPEN, from: 100, to: 131, claimants: ['airwars'], statuses: ['', 'airwars/fair'], kinds: ['artillery'], precisions: ['town'], units: ['', 'Karn'], least: -1,
    area: [[43, 36], [43.5, 36], [43.25, 36.5]] as [number, number][], text: 'القائم & “x”',
  };
  one.filter.change(state);
  assert.deepEqual(readFilter(one, new URLSearchParams(writeState(one, map, 'inc-1'))), state);
});

test('an address is no finer than two decimals', async () => {
  const told = new URLSearchParams(writeState(await app(), map, null));
  assert.equal(told.get('v'), '7.25/33.12/-25.65');
  assert.deepEqual([...told.keys()], ['v']);
});

test('what the page does not know is left out', async () => {
  const told = readFilter(await app(), new URLSearchParams('c=nobody&p=moon&from=2017-13-45&to=yesterday&n=1e9&a=200,1;1,1;2,2&u=Karn'));
  assert.deepEqual(told, { ...OPEN, units: ['Karn'] });
});

test('an area has corners on a grid, and an inside', () => {
  assert.deepEqual(areaOf([[0.001, 0], [0.002, 0], [0.003, 0]]), []);
  const within = inside(readArea('0,0;2,0;2,2;0,2'));
  assert.deepEqual([within(1, 1), within(3, 1), within(NaN, NaN)], [true, false, false]);
});
