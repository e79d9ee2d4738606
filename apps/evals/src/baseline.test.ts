import { describe, expect, it } from 'vitest';
import { readBaseline, regressions } from './baseline.js';

describe('the baseline', () => {
  it('tolerates noise, reports what got worse and what is no longer measured', () => {
    const before = { 'facts.own.balanced.kept': 100, 'savings.own.balanced.safe': 70, 'savings.shared.x': 80 };
    const after = { 'facts.own.balanced.kept': 99.8, 'savings.own.balanced.safe': 69 };
    expect(regressions(before, after)).toEqual([]);
    expect(regressions(before, { ...after, 'facts.own.balanced.kept': 99.2 })).toHaveLength(1);
    expect(regressions(before, { 'facts.own.balanced.kept': 100 })).toEqual([
      'savings.own.balanced.safe: 70 -> not measured',
    ]);
  });

  it('lets the bill of sessions rise by two points', () => {
    const before = { 'bill.support.own.saved': 35 };
    expect(regressions(before, { 'bill.support.own.saved': 33 })).toEqual([]);
    expect(regressions(before, { 'bill.support.own.saved': 32.9 })).toHaveLength(1);
    expect(regressions(before, {})).toHaveLength(1);
    expect(regressions({ 'bill.support.shared.saved': 20 }, {})).toEqual([]);
  });

  it('is committed and demands that nothing is lost for good', () => {
    expect(readBaseline()['facts.own.balanced.reachable']).toBe(100);
  });
});
