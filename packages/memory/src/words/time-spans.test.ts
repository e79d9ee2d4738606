import { describe, expect, it } from 'vitest';
import { timeSpans } from './time-spans.js';

const NOW = Date.UTC(2026, 5, 10, 9);
const said = (text: string) =>
  timeSpans(text, NOW).map(({ from, to, side }) =>
    [new Date(from).toISOString().slice(0, 10), new Date(to).toISOString().slice(0, 10), side]
      .filter(Boolean)
      .join(' '),
  );

describe('times that a text names', () => {
  it.each([
    ['What did we plan last spring?', ['2026-03-01 2026-06-01']],
    ['and in the winter of 2024', ['2024-12-01 2025-03-01']],
    ['Where were you last summer?', ['2025-06-01 2025-09-01']],
    ['What happened in May?', ['2026-05-01 2026-06-01']],
    ['What happened in September?', ['2025-09-01 2025-10-01']],
    ['Who called yesterday?', ['2026-06-09 2026-06-10']],
    ['two weeks ago', ['2026-05-23 2026-06-01']],
    ['a month later', ['2026-07-01 2026-08-01']],
    ['two days from now', ['2026-06-12 2026-06-13']],
    ['in a few days', ['2026-06-13 2026-06-14']],
    ['on 7 May 2023', ['2023-05-07 2023-05-08']],
    ['before 2024', ['2024-01-01 2025-01-01 before']],
    ['everything since March', ['2026-03-01 2026-04-01 after']],
    ['Who may help?', []],
    ['What is the budget?', []],
  ])('%s', (text, spans) => {
    expect(said(text)).toEqual(spans);
  });
});
