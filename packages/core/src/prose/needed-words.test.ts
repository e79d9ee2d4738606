import { describe, expect, it } from 'vitest';
import { askedWords, neededWords, wordsOf } from './needed-words.js';

const kept = (text: string, query = '', input?: unknown) => {
  const words = wordsOf(text);
  const needed = neededWords(text, words, askedWords({ query, input }));
  return words.filter((_, i) => needed[i] === 1).map(({ from, to }) => text.slice(from, to));
};

describe('words that always stay', () => {
  it.each([
    [
      'negations and limits',
      "It is not the case that it doesn't run without one, except at least on a Sunday.",
      ['not', 'case', "doesn't", 'run', 'without', 'one,', 'except', 'at', 'least', 'Sunday.'],
    ],
    [
      'numbers with their units and bounds',
      'It waits for more than 30 seconds between 3 and 5 times of the two.',
      ['than', '30', 'seconds', 'between', '3', 'and', '5', 'times', 'two.'],
    ],
    [
      'what is denied',
      'It is sent without an envelope and is not the same, up to a point.',
      ['without', 'envelope', 'not', 'same,', 'up', 'to'],
    ],
    ['names', 'The first of them was written by Ada Lovelace in London.', ['Ada', 'Lovelace', 'London.']],
    ['a name that begins', 'Ada Lovelace wrote it.', ['Ada', 'Lovelace']],
    [
      'identifiers, paths, addresses and flags',
      'See /etc/hosts and max_age of fooBar at https://a.b/c with --force or a.b of it.',
      ['/etc/hosts', 'max_age', 'fooBar', 'https://a.b/c', '--force', 'or', 'a.b'],
    ],
    [
      'what is quoted, whole',
      'It says "the file is gone" and runs `do the thing`.',
      ['"the', 'file', 'is', 'gone"', '`do', 'the', 'thing`.'],
    ],
    ['links, whole', 'See [the long guide](https://x.y) of it.', ['[the', 'long', 'guide](https://x.y)']],
    [
      'obligation and conditions',
      'If it is so you must stop, unless it may not.',
      ['If', 'must', 'unless', 'may', 'not.'],
    ],
    ['what failed', 'The run of it failed with an error.', ['failed', 'error.']],
  ])('%s', (_, text, wanted) => expect(kept(text)).toEqual(wanted));

  it('says nothing for words that only begin a sentence, or have a capital for no reason', () => {
    expect(kept('The cat sat there. Then it was seen by us, and I was glad.')).toEqual([]);
  });

  it('keeps what the question and the call ask for, in other forms too', () => {
    const text = 'The retries of the request are slow and quiet.';
    expect(kept(text, 'How slow is a retry?')).toEqual(['slow']);
    expect(kept(text, 'Which requests?', { word: 'quiet' })).toEqual(['request', 'quiet.']);
  });

  it('takes only names and values of long instructions', () => {
    const long = `Please be careful with every request. ${'Work on. '.repeat(300)}`;
    expect(kept('The careful request is slow.', long)).toEqual([]);
  });
});
