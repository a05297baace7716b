import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binOf, emptyBins, extentOf, fillBins, gapsOf, runsOf, unitsFor, usualUnit } from '../src/bins';
import { app } from './made';

test('months of leap years begin where they begin', async () => {
  const { starts } = emptyBins(await app(), [0, 800], 'month');
  assert.deepEqual(starts.slice(24, 28).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)), ['1972-01-01', '1972-02-01', '1972-03-01', '1972-04-01']);
  assert.equal(binOf(starts, 30), 0);
  assert.equal(binOf(starts, 31), 1);
});

test('what is dated too coarsely or not at all stands in no bar', async () => {
  const one = await app();
  const bins = emptyBins(one, extentOf(one)!, 'month');
  fillBins(one, bins);
  assert.deepEqual([bins.coarse, bins.undated], [1, 1]);
  assert.equal(bins.all.reduce((sum, count) => sum + count, 0), 3);
});

test('a filter changes what is shown and makes no gap in what was recorded', async () => {
  const one = await app();
  const bins = emptyBins(one, extentOf(one)!, 'month');
  one.filter.change({ claimants: ['cjtf-oir'] });
  fillBins(one, bins);
  assert.equal(bins.shown.reduce((sum, count) => sum + count, 0), 2);
  assert.equal(bins.covered[0]!.reduce((sum, bit) => sum + bit, 0), 2);
});

test('runs and gaps', () => {
  const covered = Uint8Array.from([0, 1, 1, 0, 0, 1, 0]);
  assert.deepEqual(runsOf(covered), [[1, 3], [5, 6]]);
  assert.equal(gapsOf(covered), 2);
  assert.equal(gapsOf(new Uint8Array(3)), 0);
});

test('units of time make neither one bar nor thousands', () => {
  assert.deepEqual(unitsFor([0, 40_000]), ['year']);
  assert.deepEqual(unitsFor([0, 20]), ['day']);
  assert.equal(usualUnit([0, 100]), 'day');
});

test('each claimant has bars of its own, and no incident stands in them twice', async () => {
  const one = await app();
  const bins = emptyBins(one, extentOf(one)!, 'year');
  fillBins(one, bins);
  assert.deepEqual(bins.by.map((counts) => [...counts]), [[3, 0], [1, 1]]);
  assert.deepEqual([...bins.shown], [3, 1]);
  one.filter.change({ statuses: ['cjtf-oir/open'] });
  fillBins(one, bins);
  assert.deepEqual(bins.by.map((counts) => [...counts]), [[0, 0], [1, 1]]);
});
