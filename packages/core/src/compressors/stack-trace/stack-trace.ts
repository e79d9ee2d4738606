import type { Compressor } from '../../model/compressor.js';
import type { Content } from '../../model/content.js';
import { LINES_ONCE } from '../../reading/pack-lines.js';
import { readFrame } from '../../reading/stack-frame.js';
import { withoutEscapes } from '../../reading/terminal-text.js';
import { compressorOf } from '../../units/compressor-of.js';
import { readTraceUnits } from './read-units.js';
import { isTraceMark } from './side-lines.js';

const SANITIZER = /^(?:==\d+==|WARNING: )?(?:ERROR|WARNING): (?:Address|Leak|Memory|Thread|HWAddress)Sanitizer/;

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

/** How sure it is that a text is mainly stack traces. */
function recognizeTrace(content: Content): number {
  if (content.text.length < 80 || content.json !== undefined) return 0;
  const { lines } = content;
  const all =
    lines.length <= 320
      ? lines
      : [...lines.slice(0, 200), ...lines.slice(lines.length >> 1, (lines.length >> 1) + 60), ...lines.slice(-60)];
  const bare = all.map((line) => withoutEscapes(line.length > 600 ? line.slice(0, 600) : line).replace(/\r$/, ''));
  let filled = 0;
  let covered = 0;
  let frames = 0;
  let until = 0;
  bare.forEach((line, i) => {
    if (line.trim() === '') return;
    filled += 1;
    const frame = i < until ? undefined : readFrame(bare, i);
    if (frame) {
      until = frame.end;
      frames += 1;
    }
    if (i < until || isTraceMark(line)) covered += 1;
  });
  if (frames < 3) return 0;
  const share = covered / filled;
  if (share >= 0.55 || bare.slice(0, 40).some((line) => SANITIZER.test(line))) return 0.92;
  if (share >= 0.4) return 0.78;
  return share >= 0.2 ? 0.45 : 0;
}
