import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Words } from '../src/i18n';

const en = new Words('en');
const ar = new Words('ar');

test('a date says no more than its text, in any time zone', () => {
  assert.deepEqual(['2017-03-17', '2017-03', '2017', null].map((text) => en.date(text)), ['17 Mar 2017', 'Mar 2017', '2017', en.t('date.unknown')]);
  assert.equal(en.date('2017-03-17/2017-03-18'), '17 Mar 2017 – 18 Mar 2017');
  assert.equal(en.date('spring of 2017'), 'spring of 2017');
  assert.equal(ar.date('2017-03-01', 'long'), '١ آذار ٢٠١٧');
});

test('a period is open where nothing bounds it', () => {
  assert.equal(en.days(0, 30), '1 Jan 1970 – 31 Jan 1970');
  assert.equal(en.days(0, 30, 'month'), 'Jan 1970');
  assert.equal(en.days(null, 30), en.t('date.until', { d: '31 Jan 1970' }));
  assert.equal(en.days(null, null), '');
});

test('a range is never zero for unknown', () => {
  assert.equal(en.range(null, null), en.t('count.none'));
  assert.equal(en.range(0, 0), '0');
  assert.equal(en.range(3, 5), '3–5');
  assert.equal(en.range(3, null), 'at least 3');
  assert.equal(en.range(null, 5), 'up to 5');
  assert(ar.range(3, null).includes('٣'));
});

test('numbers in Arabic sentences keep together', () => {
  assert.equal(ar.isolate('٣–٥'), '\u2068٣–٥\u2069');
  assert.equal(en.isolate('3–5'), '3–5');
});

test('Arabic has a form for two, for few and for many', () => {
  const forms = [1, 2, 3, 11, 100].map((n) => ar.plural('headline.without', n));
  assert.equal(new Set(forms).size, 5);
});

test('lengths are told as exactly as they are known', () => {
  assert.deepEqual([10, 734, 950, 1530, 12_345].map((metres) => en.length(metres)), ['10 m', '730 m', '0.95 km', '1.5 km', '12 km']);
});
