import type { Compressor } from '../../model/compressor.js';
import { LINES_ONCE } from '../../reading/pack-lines.js';
import { compressorOf } from '../../units/compressor-of.js';
import { readTraceUnits } from './read-units.js';
import { recognizeTrace } from './recognize-trace.js';

/** Shortens stack traces and thread dumps: messages, causes and own frames stay, library and repeated frames are counted. */
export function stackTrace(): Compressor {
  return compressorOf({
    name: 'stack_trace',
    ceiling: 0.92,
    match: recognizeTrace,
    read: readTraceUnits,
    pack: LINES_ONCE,
  });
}
