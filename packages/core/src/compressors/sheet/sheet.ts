import type { Compressor } from '../../model/compressor.js';
import { compressorOf } from '../../units/compressor-of.js';
import { isPacked, pack, unpack } from './pack.js';
import { isDotted, readSheet } from './read-sheet.js';
import { readSheetUnits } from './read-units.js';

const SAMPLE_LINES = 400;

/**
 * Key-value sheets of many objects (`/proc/* /smaps`, `ip addr`, `sysctl -a`, `systemctl show`): says once what objects share; of
 * many objects of one kind those stay, whole, that the question names or whose fields are at an end or rare.
 */
export function sheet(): Compressor {
  return compressorOf({
    name: 'sheet',
    ceiling: 0.9,
    match: ({ lines, text }) => {
      if (isPacked(text)) return 1;
      const sample = lines.slice(0, SAMPLE_LINES);
      if (isDotted(sample)) return 0.9;
      const found = readSheet(sample);
      return found ? (found.headed ? 0.9 : 0.87) : 0;
    },
    read: readSheetUnits,
    pack: { pack, unpack },
  });
}
