import { describe, expect, it } from 'vitest';
import { createHeadroom } from '../index.js';
import { absentNames } from './absent-names.js';

const list = Array.from({ length: 200 }, (_, i) => `package-${i} 1.${i}.0 installed`).join('\n');

describe('absentNames', () => {
  it('finds what a question names and the original does not have', () => {
    expect(absentNames('Is pandas installed?', list)).toEqual(['pandas']);
    expect(absentNames('Which version has left-pad, and package-7?', list)).toEqual(['left-pad']);
    expect(absentNames('Are there any entries for `foo_bar` of 2019-01-02?', list)).toEqual(['foo_bar', '2019-01-02']);
  });

  it('says nothing about ordinary words', () => {
    expect(absentNames('Which versions are the most recent ones, and is anything wrong?', list)).toEqual([]);
    expect(absentNames('', list)).toEqual([]);
  });

  it('is said in the marker', async () => {
    const rows = JSON.stringify(
      Array.from({ length: 200 }, (_, i) => ({ name: `package-${i}`, version: `1.${i}.0`, state: 'installed' })),
    );
    const { text } = await createHeadroom().compressText(rows, { query: 'Which version of left-pad do we have?' });
    expect(text).toContain('left-pad does not occur in it');
  });
});
