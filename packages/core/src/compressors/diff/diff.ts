import type { Compressor } from '../../model/compressor.js';
import { compressorOf } from '../../units/compressor-of.js';
import { pack, unpack } from './pack.js';
import { readDiffUnits } from './read-units.js';

const SAMPLE_LINES = 400;

/**
 * Diffs (git, unified, combined, patches): drops repeated names; beyond that keeps every changed line of the hunks that matter,
 * with less context and recounted `@@` lines, and tells all other hunks and files with their counts.
 */
export function diff(): Compressor {
  return compressorOf({
    name: 'diff',
    ceiling: 0.95,
    match: ({ lines }) => matchDiff(lines),
    read: readDiffUnits,
    pack: { pack, unpack },
  });
}

function matchDiff(lines: readonly string[]): number {
  let headers = 0;
  let hunks = 0;
  let names = 0;
  const end = Math.min(lines.length, SAMPLE_LINES);
  for (let i = 0; i < end; i++) {
    const line = lines[i]!;
    if (/^diff (?:--git|--cc|--combined|-[A-Za-z])/.test(line)) headers++;
    else if (/^@@@? -\d+(?:,\d+)? .*@@/.test(line)) hunks++;
    else if (line.startsWith('--- ') && lines[i + 1]?.startsWith('+++ ')) names++;
  }
  if (hunks > 0 && (headers > 0 || names > 0)) return 0.95;
  if (headers > 0 && hunks === 0) return headers * 12 >= end ? 0.85 : 0.4;
  return hunks > 0 ? 0.88 : 0;
}
