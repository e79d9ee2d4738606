import type { Compressor } from '../../model/compressor.js';
import { packNumberedView, readNumberedView } from '../../packs/numbered-view.js';

/**
 * Packs a file shown with line numbers: the padding goes, and the numbers of blank lines, lone brackets and lines
 * that stand there several times, but for every fifth. Such a view is a
 * working copy, so nothing of the file itself is left out.
 */
export function fileView(): Compressor {
  return {
    name: 'file_view',
    ceiling: 0.97,
    packsOnly: true,
    match: ({ lines }) => (readNumberedView(lines) ? 0.97 : 0),
    compress({ lines, text }) {
      const packed = packNumberedView(lines, text);
      return packed === undefined ? undefined : { kind: 'packed', text: packed };
    },
  };
}
