import { QUESTION_HEAD } from '../generated/question-head.js';

const encoder = new TextEncoder();

/** FNV-1a, 32 bits, of the bytes of UTF-8, as a bucket. */
export function bucketOf(gram: string): number {
  let value = 0x811c9dc5;
  for (const byte of encoder.encode(gram)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0) % QUESTION_HEAD.buckets;
}

/** Spelling: words, pairs of words, and the pieces of two to five characters of each word. */
function grams(words: readonly string[]): string[] {
  const found = words.map((word) => `w1:${word}`);
  for (let at = 1; at < words.length; at++) found.push(`w2:${words[at - 1]} ${words[at]}`);
  for (const word of words) {
    const letters = [...` ${word} `];
    for (let length = 2; length <= 5; length++)
      for (let at = 0; at + length <= letters.length; at++) found.push(`c:${letters.slice(at, at + length).join('')}`);
  }
  return found;
}

/** Meaning: concepts and pairs of them, how it begins, how long it is. */
function marks(text: string, words: readonly string[], concepts: readonly string[]): string[] {
  const found = concepts.map((name) => `k1:${name}`);
  concepts.forEach((name, at) => {
    for (const other of concepts.slice(at + 1)) found.push(`k2:${name} ${other}`);
  });
  if (words[0] !== undefined) found.push(`f1:${words[0]}`);
  found.push(`f2:${words.slice(0, 2).join(' ')}`, `n:${Math.min(4, Math.floor(words.length / 4))}`);
  if (text.includes('?') || text.includes('？')) found.push('q');
  return found;
}

/** Bucket to value. All of the spelling weighs as one, each mark of meaning as one half; `grams.py` does the same. */
export function featuresOf(
  text: string,
  words: readonly string[],
  concepts: readonly string[],
): ReadonlyMap<number, number> {
  const spelt = new Set(grams(words).map(bucketOf));
  const meant = new Set(marks(text, words, concepts).map(bucketOf));
  const values = new Map<number, number>();
  for (const bucket of spelt) values.set(bucket, 1 / Math.sqrt(Math.max(1, spelt.size)));
  for (const bucket of meant) values.set(bucket, (values.get(bucket) ?? 0) + 0.5);
  return values;
}
