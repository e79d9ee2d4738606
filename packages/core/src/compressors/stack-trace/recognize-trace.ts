import type { Content } from '../../model/content.js';
import { readFrame } from '../../reading/stack-frame.js';
import { withoutEscapes } from '../../reading/terminal-text.js';

const MARK =
  /^\s*(?:Traceback \(most recent call last\):|Caused by: |Suppressed: |stack backtrace:|goroutine \d+ \[|thread '.*panicked at|Exception in thread |\.\.\. \d+ (?:more|common frames)|\[Previous line repeated|During handling of the above|The above exception was|java\.lang\.Thread\.State|- (?:locked|waiting|parking|None)|Thread \d+ \(|Locked ownable|"[^"]+" .*(?:prio|tid|nid)=|={2,}\d+={2,}ERROR: |Unhandled exception|panic: |fatal error: |Full thread dump|Uncaught |\[cause\])/;
const THROWN = /^\s*(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)(?:$|: | \[|\()/;

const SANITIZER = /^(?:==\d+==|WARNING: )?(?:ERROR|WARNING): (?:Address|Leak|Memory|Thread|HWAddress)Sanitizer/;

/** Lines that stand around frames: headings, causes, thread names. */
export function isTraceMark(line: string): boolean {
  return MARK.test(line) || THROWN.test(line);
}

/** How sure it is that a text is mainly stack traces. */
export function recognizeTrace(content: Content): number {
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
