import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { findBlobs } from '../../reading/blobs.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { compressorInTurns } from '../../units/compressor-of.js';
import { describeBlob } from './describe-blob.js';

const SAMPLE = 60_000;
const DOMINANT = 0.4;

/** Puts a description in the place of base64, data URIs and long hex; every other character stays as it is. */
export function blob(): Compressor {
  return compressorInTurns({ name: 'blob', ceiling: 0.97, match, inTurns: compress });
}

function match(content: Content): number {
  const sample = content.text.slice(0, SAMPLE);
  const covered = findBlobs(sample).reduce((sum, { from, to }) => sum + to - from, 0);
  const share = covered / Math.max(1, sample.length);
  return share > DOMINANT ? 0.97 : 0;
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  if (task.mode === 'lossless') return undefined;
  const { text } = content;
  const blobs = findBlobs(text);
  if (blobs.length === 0) return undefined;
  yield;
  const described: string[] = [];
  yield* itemsInTurns(blobs, (one) => void described.push(describeBlob(text, one)));
  let printed = '';
  let at = 0;
  for (const [b, { from, to }] of blobs.entries()) {
    printed += text.slice(at, from) + (described[b] ?? '');
    at = to;
  }
  printed += text.slice(at);
  return { kind: 'trimmed', licence: 'repeats', text: printed, omitted: { summary: summarize(described) } };
}

function summarize(described: readonly string[]): string {
  const first = described.slice(0, 3).map((one) => one.slice(1, -1));
  return `the encoded characters of ${described.length === 1 ? '' : `${described.length} blobs: `}${first.join('; ')}${described.length > 3 ? '; …' : ''}`;
}
