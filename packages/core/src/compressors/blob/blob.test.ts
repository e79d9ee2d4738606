import { describe, expect, it } from 'vitest';
import { findBlobs } from '../../reading/blobs.js';
import { createContent } from '../../reading/content.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { blob } from './blob.js';

testCompressor({ describe, it, expect }, blob(), { fixtures: readFixtures(new URL('./fixtures/', import.meta.url)) });

const noise = (length: number): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let state = 7;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += alphabet[(state >> 8) % 64] ?? '';
  }
  return text;
};

const shorten = (text: string) => {
  const shorter = blob().compress(createContent(text), makeTask());
  return shorter && 'text' in shorter ? shorter.text : undefined;
};

describe('blob', () => {
  it('keeps every character outside of the blobs', () => {
    expect(shorten(`before "${noise(2000)}" after`)).toBe('before "[base64 data, 2 kB]" after');
  });

  it('leaves hashes, keys and tokens alone', () => {
    for (const text of [
      `sha512 ${'0123456789abcdef'.repeat(8)}`,
      `token ${noise(220)}`,
      `-----BEGIN CERTIFICATE-----\n${noise(640)}\n-----END CERTIFICATE-----`,
    ])
      expect(findBlobs(text)).toEqual([]);
  });

  it('is not misled by long words that are not data', () => {
    for (const text of [
      '-'.repeat(5000),
      'a'.repeat(5000),
      'verylongname_'.repeat(200),
      'src/deep/folder/of/names/'.repeat(60),
      '0'.repeat(3000),
    ])
      expect(findBlobs(text), text.slice(0, 20)).toEqual([]);
  });

  it('claims a text only when blobs are most of it', () => {
    expect(blob().match(createContent(`x ${noise(4000)}`))).toBeGreaterThan(0.9);
    expect(blob().match(createContent(`${'A sentence of ordinary words. '.repeat(200)}${noise(400)}`))).toBe(0);
  });

  it('changes nothing in mode lossless', () => {
    expect(blob().compress(createContent(noise(4000)), makeTask({ mode: 'lossless' }))).toBeUndefined();
  });

  it('takes time in proportion to the length', () => {
    const start = performance.now();
    findBlobs(noise(4_000_000));
    findBlobs('word and word and '.repeat(250_000));
    findBlobs(`${'A'.repeat(76)}\n`.repeat(50_000));
    expect(performance.now() - start).toBeLessThan(4000);
  });
});
