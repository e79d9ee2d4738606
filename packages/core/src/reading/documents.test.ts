import { describe, expect, it } from 'vitest';
import { TermFinder } from '../question/term-finder.js';
import { findBlobs } from './blobs.js';
import { readBlocks } from './blocks.js';
import { atOnce } from './in-turns.js';
import { sentenceEnds } from './sentences.js';
import { findTagged } from './tagged-ranges.js';
import { tidySpaces } from './tidy-spaces.js';

const sentences = (text: string): string[] => {
  let at = 0;
  return sentenceEnds(text, 0, text.length).map((end) => {
    const sentence = text.slice(at, end);
    at = end;
    return sentence.trim();
  });
};

const kinds = (text: string) =>
  atOnce(readBlocks(text.split('\n'))).map(({ kind, from, to }) => `${kind} ${from}-${to}`);

describe('sentenceEnds', () => {
  it.each([
    ['One. Two! Three?', ['One.', 'Two!', 'Three?']],
    ['Use e.g. Node 18.2 or so. Then go.', ['Use e.g. Node 18.2 or so.', 'Then go.']],
    ['Ask J. Doe, Inc. Now.', ['Ask J. Doe, Inc. Now.']],
    ['He said "Stop." Then he left (for good). Fine.', ['He said "Stop."', 'Then he left (for good).', 'Fine.']],
    ['Open file.txt and wait... or not. Done', ['Open file.txt and wait... or not.', 'Done']],
    ['第一句。第二句！ 第三句', ['第一句。', '第二句！', '第三句']],
  ])('cuts %s', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe('readBlocks', () => {
  it('reads markdown', () => {
    const text =
      '# A\n\ntext\nmore\n- one\n  still one\n- two\n\n```\n# no heading\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\nB\n=\n\nC\n---\nend';
    expect(kinds(text)).toEqual([
      'heading 0-1',
      'paragraph 2-4',
      'item 4-6',
      'item 6-7',
      'code 8-11',
      'table 11-14',
      'paragraph 15-17',
      'heading 18-20',
      'paragraph 20-21',
    ]);
  });

  it('reads a manual page: headings in capitals, options with all their spellings', () => {
    const text =
      'NAME\n       x - does x\n\nOPTIONS\n   General\n       -f\n       --force\n              Go on.\n\n       -q     Say nothing.\n';
    expect(kinds(text)).toEqual([
      'heading 0-1',
      'paragraph 1-2',
      'heading 3-4',
      'heading 4-5',
      'entry 5-8',
      'entry 9-10',
    ]);
  });

  it('covers every line that is not blank exactly once, whatever the text', () => {
    for (const text of [
      '```\nnever closed',
      '<a-b>\nx\n</a-b>\n</c-d>',
      '---\na: 1\n---\n',
      '| a\n|---\n',
      '\n\n- \n1.\n#\n',
      '[1] a\n[2] b\nx\nx\nx\nx\nx\n',
    ]) {
      const lines = text.split('\n');
      const covered = new Array<number>(lines.length).fill(0);
      for (const { from, to } of atOnce(readBlocks(lines)))
        for (let l = from; l < to; l++) covered[l] = (covered[l] ?? 0) + 1;
      for (const [l, line] of lines.entries())
        if (line.trim() !== '') expect(covered[l], `${JSON.stringify(text)} line ${l}`).toBe(1);
    }
  });
});

describe('findTagged', () => {
  it('finds custom tags, outermost, and leaves HTML and orphans alone', () => {
    const text =
      '<div>\n<note>\n<note>\n</note>\n</note>\n</orphan>\n<branch>\n```\n<code-tag>\n</code-tag>\n```\n</div>';
    expect(atOnce(findTagged(text.split('\n'))).ranges).toEqual([{ from: 1, to: 5, name: 'note' }]);
  });
});

describe('TermFinder', () => {
  it('meets other forms of a word and related words, and few others', () => {
    const finder = new TermFinder('When is the minimum configuration removed?', '');
    const meets = (word: string) => finder.hits(word).length > 0;
    for (const word of [
      'min',
      'configure',
      'config',
      'Configurations',
      'deleted',
      'delete',
      'minimum',
      'minConfiguration',
    ])
      expect(meets(word), word).toBe(true);
    for (const word of ['maximum', 'mint', 'confusing', 'the']) expect(meets(word), word).toBe(false);
  });
});

describe('tidySpaces', () => {
  it('takes fill out of prose and padding out of rows, and nothing out of code', () => {
    expect(tidySpaces('       It  intercepts  and\trecords   the calls.  ', 'paragraph')).toBe(
      '       It intercepts and records the calls.',
    );
    expect(tidySpaces('| a      | b |\n| ------ | - |', 'table')).toBe('| a | b |\n| --- | - |');
    expect(tidySpaces('x  =  1;  y  =  2;', 'paragraph')).toBe('x  =  1;  y  =  2;');
    expect(tidySpaces('a  b\n  c  d', 'code')).toBe('a  b\n  c  d');
  });
});

describe('findBlobs', () => {
  it('gives the whole data URI', () => {
    const data = Array.from({ length: 500 }, (_, i) => 'aZ3kQ9xB'[(i * 7) % 8]).join('');
    const [found] = findBlobs(`url(data:image/png;base64,${data})`);
    expect(found).toEqual({ from: 4, to: 26 + data.length, kind: 'base64', data: 26, media: 'image/png' });
  });
});
