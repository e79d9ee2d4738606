import type { Compressor } from '../../model/compressor.js';
import { LINES_ONCE } from '../../reading/pack-lines.js';
import { compressorOf } from '../../units/compressor-of.js';
import { readLogUnits } from './read-units.js';
import { recognizeLog } from './recognize-log.js';

/** Shortens logs: build, test and server output. Failures, summaries and one of each kind of line stay, repetition is counted. */
export function log(): Compressor {
  return compressorOf({
    name: 'log',
    ceiling: 0.84,
    match: recognizeLog,
    read: readLogUnits,
    pack: LINES_ONCE,
  });
}
