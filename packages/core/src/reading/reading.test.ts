import { describe, expect, it } from 'vitest';
import { inputWords, readQuery } from '../question/query-terms.js';
import { rankTexts } from '../question/rank-texts.js';
import { tokenize } from '../question/stem.js';
import { createContent } from './content.js';
import { atOnce } from './in-turns.js';
import { isNaturalLanguage } from './prose.js';

describe('readQuery', () => {
  it('finds names, values and superlatives', () => {
    const terms = readQuery(
      'When did the latency spike on web-02 happen; what does Queue.put raise on 2012-12-17, issue #377, `opts.maxAge`?',
    );
    expect(terms.names).toEqual(expect.arrayContaining(['web-02', 'Queue.put', 'opts.maxAge']));
    expect(terms.values).toEqual(expect.arrayContaining(['2012-12-17', '#377']));
    expect(terms.wants.has('max')).toBe(true);
    expect(terms.words).toContain('latency');
    expect(terms.words).not.toContain('the');
  });

  it('reads no superlative into a plain question', () => {
    expect([...readQuery('Where is check_array defined?').wants]).toEqual([]);
  });
});

describe('rankTexts', () => {
  it('ranks the text with the rare word first and gives a common word no weight', () => {
    const texts = Array.from({ length: 50 }, (_, i) => `request ${i} completed`);
    texts[37] = 'request 37 refused by peer';
    const scores = rankTexts('which request was refused', texts);
    expect(scores.indexOf(Math.max(...scores))).toBe(37);
    expect(scores[0]).toBeLessThan(0.1);
    expect(scores[0]).toBeLessThan(0.1 * (scores[37] ?? 0));
  });

  it('splits names into parts', () => {
    expect(tokenize('parseHTTPDate2Text snake_case').join(' ')).toBe(
      'parsehttpdate2text parse httpdate2 text snake_case snake case',
    );
    expect(tokenize('compileTrust max_pool2d')).toEqual(
      expect.arrayContaining(['compiletrust', 'trust', 'max', 'pool2d']),
    );
  });
});

describe('createContent', () => {
  it('reads JSON only where it looks like JSON', () => {
    expect(createContent('[1, 2]').json).toBeDefined();
    expect(createContent('[info] started').json).toBeUndefined();
    expect(createContent('a\nb').lines).toEqual(['a', 'b']);
  });
});

describe('inputWords', () => {
  it('collects the words of arguments', () => {
    expect(inputWords({ path: 'a/b.ts', n: 3, deep: { list: ['x'] } })).toBe('a/b.ts 3 x');
  });
});

it('takes names with their values for no sentences, whatever signs they end with', () => {
  const sheet = Array.from(
    { length: 60 },
    (_, i) => `  Interface Descriptor:\n    Transfer Type Bulk.\n    Usage ${i % 2 ? 'Data' : 'Feedback'};`,
  );
  const prose = 'The pump is opened by hand before the first start. It is closed again as soon as water comes. '.repeat(
    9,
  );
  expect(atOnce(isNaturalLanguage(sheet.join('\n').split('\n')))).toBe(false);
  expect(atOnce(isNaturalLanguage(prose.replace(/(.{70}\S*) /g, '$1\n').split('\n')))).toBe(true);
});
