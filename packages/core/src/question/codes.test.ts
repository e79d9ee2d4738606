import { describe, expect, it } from 'vitest';
import { codesNamed } from './codes.js';

describe('codes of what a question names', () => {
  it.each([
    ['How many orders went to North Dakota?', ['ND']],
    ['Compare West Virginia with Virginia', ['WV', 'VA']],
    ['Is there a German sound track?', ['de', 'ger', 'deu']],
    ['the French one', ['fr', 'fre', 'fra']],
    ['Which customers are in Switzerland or Turkey?', ['CH', 'TR']],
    ['who got Too Many Requests, who was forbidden', ['429', '403']],
    ['was it killed, out of memory?', ['137']],
    ['the ones from March', ['Mar']],
  ])('%s', (question, codes) => {
    expect([...codesNamed(question)].sort()).toEqual([...codes].sort());
  });

  it('takes no plain word for a name', () => {
    expect(codesNamed('can we march in china shops, oregon or not')).toEqual([]);
    expect(codesNamed('')).toEqual([]);
  });
});
