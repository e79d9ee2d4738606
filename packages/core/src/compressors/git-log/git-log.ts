import type { Compressor } from '../../model/compressor.js';
import { compressorOf } from '../../units/compressor-of.js';
import { isPackedBlame, pack, unpack } from './pack.js';
import { layoutOf } from './read-log.js';
import { readLogUnits } from './read-units.js';

/**
 * Output of `git log` and `git blame`: says repeated authors once; beyond that keeps the commits of a log that a question asks for
 * as printed and puts all others into one line each, or counts them with their days and authors.
 */
export function gitLog(): Compressor {
  return compressorOf({
    name: 'git_log',
    ceiling: 1,
    match: ({ lines }) => (isPackedBlame(lines) ? 1 : (layoutOf(lines)?.score ?? 0)),
    read: readLogUnits,
    pack: { pack, unpack },
  });
}
