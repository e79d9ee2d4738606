import { describe, expect, it } from 'vitest';
import { queryWords } from './query-words.js';

const words = (...texts: string[]) => queryWords(texts.map((text) => ({ text })));

describe('queryWords', () => {
  it.each([
    ['What failed?', 'What failed?'],
    ['<system-reminder>\nnot his words\n</system-reminder>', ''],
    ['<system-reminder>a</system-reminder>Why?<system-reminder>b</system-reminder>', 'Why?'],
    ['<environment_context>\n  <cwd>/home/dev</cwd>\n</environment_context>', ''],
    ['<system-reminder priority="high">a</system-reminder> go on', 'go on'],
    ['<system-reminders>mine</system-reminders>', '<system-reminders>mine</system-reminders>'],
    ['<system-reminder> never closed, so his own words', '<system-reminder> never closed, so his own words'],
    ['<task>Fix the parser</task>', '<task>Fix the parser</task>'],
    ['Is a < b?', 'Is a < b?'],
    ['', ''],
  ])('reads %j as %j', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('joins the texts of a message', () => {
    expect(words('One.', '<system-reminder>x</system-reminder>', ' ', 'Two?')).toBe('One.\nTwo?');
  });

  it('is linear on text made to slow it down', () => {
    const start = performance.now();
    words('<system-reminder'.repeat(100_000));
    words('<system-reminder>'.repeat(100_000));
    words('<system-reminder></system-reminder>'.repeat(50_000));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
