import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../index.js';
import { absentNames } from './absent-names.js';

const list = Array.from({ length: 200 }, (_, i) => `package-${i} 1.${i}.0 installed`).join('\n');

describe('absentNames', () => {
  it('finds literal strings and ids of a question that the original does not have', () => {
    expect(absentNames('Is "left-pad" in it, and package-7?', list)).toEqual(['left-pad']);
    expect(absentNames('Are there any entries for `foo_bar` of 2019-01-02?', list)).toEqual(['foo_bar', '2019-01-02']);
    expect(absentNames('What became of req-48213?', list)).toEqual(['req-48213']);
  });

  it('says nothing about names that the text may spell in another way, nor about instructions', () => {
    for (const query of ['Is pandas installed?', 'Does it use sha256 or TLS 1.3?', 'Is 3.x supported on web2?'])
      expect(absentNames(query, list)).toEqual([]);
    expect(absentNames(`${'Never touch "main". '.repeat(40)}Which version?`, list)).toEqual([]);
  });

  it('says nothing about ordinary words', () => {
    expect(absentNames('Which versions are the most recent ones, and is anything wrong?', list)).toEqual([]);
    expect(absentNames('', list)).toEqual([]);
  });

  it('is said in the marker', async () => {
    const rows = JSON.stringify(
      Array.from({ length: 900 }, (_, i) => ({ name: `package-${i}`, version: `1.${i}.0`, state: 'installed' })),
    );
    const { text } = await createHeadroom().compressText(rows, { query: 'Which version of `left-pad` do we have?' });
    expect(text).toContain('left-pad does not occur in it');
  });
});
