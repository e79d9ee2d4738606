import type { Fold } from '../../reading/fold-frames.js';
import { isTraceMark } from './recognize-trace.js';

const SERIOUS =
  /error|fail|panic|fatal|exception|assert|left|right|expected|actual|abort|killed|denied|refused|timeout|summary|result/i;
const EXCERPT = /^\s*\d* ?\||^\s*[=|] (?:note|help)/;

/** Lines around the traces that only repeat: excerpts of compiler warnings, and log lines of one shape beyond the second. */
export function trimSurroundings(
  lines: readonly string[],
  inFrame: Uint8Array,
  named: (line: string) => boolean,
): Fold[] {
  const seen = new Map<string, number>();
  const drop = new Uint8Array(lines.length);
  let warning = false;
  let shadow = false;
  lines.forEach((line, i) => {
    if (inFrame[i]) return;
    if (line === '') warning = false;
    else if (/^(?:warning|note|error)\b/.test(line)) warning = !line.startsWith('error');
    if (/^Shadow byte/.test(line)) shadow = true;
    else if (/^\S/.test(line) && !line.startsWith('=>')) shadow = false;
    if (shadow) drop[i] = 1;
    if (line === '' || named(line) || isTraceMark(line)) return;
    if (warning && EXCERPT.test(line)) {
      drop[i] = 1;
      return;
    }
    const key = line.replace(/\d+/g, '#');
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times > 2 && !SERIOUS.test(line)) drop[i] = 1;
  });
  const folds: Fold[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (!drop[i]) continue;
    let end = i + 1;
    while (end < lines.length && (drop[end] || lines[end] === '')) end += 1;
    while (lines[end - 1] === '') end -= 1;
    folds.push({ from: i, to: end, note: `[… ${end - i === 1 ? `line ${i + 1}` : `lines ${i + 1}-${end}`}]` });
    i = end;
  }
  return folds;
}
