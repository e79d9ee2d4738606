const MARK =
  /^\s*(?:Traceback \(most recent call last\):|Caused by: |Suppressed: |stack backtrace:|goroutine \d+ \[|thread '.*panicked at|Exception in thread |\.\.\. \d+ (?:more|common frames)|\[Previous line repeated|During handling of the above|The above exception was|java\.lang\.Thread\.State|- (?:locked|waiting|parking|None)|Thread \d+ \(|Locked ownable|"[^"]+" .*(?:prio|tid|nid)=|={2,}\d+={2,}ERROR: |Unhandled exception|panic: |fatal error: |Full thread dump|Uncaught |\[cause\])/;
const THROWN = /^\s*(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)(?:$|: | \[|\()/;
const EXCERPT = /^\s*\d* ?\||^\s*[=|] (?:note|help)/;

/** Lines that stand around frames: headings, causes, thread names. */
export function isTraceMark(line: string): boolean {
  return MARK.test(line) || THROWN.test(line);
}

/** The name of what {@link sideLines} marks in counts. */
export const SIDE = 'side line';

/** Lines that only surround a trace: excerpts of compiler warnings, the bytes around a bad address. */
export function sideLines(lines: readonly string[], inFrame: Uint8Array): Uint8Array {
  const found = new Uint8Array(lines.length);
  let warning = false;
  let shadow = false;
  lines.forEach((line, i) => {
    if (inFrame[i]) return;
    if (line === '') warning = false;
    else if (/^(?:warning|note|error)\b/.test(line)) warning = !line.startsWith('error');
    if (/^Shadow byte/.test(line)) shadow = true;
    else if (/^\S/.test(line) && !line.startsWith('=>')) shadow = false;
    if (shadow || (warning && line !== '' && EXCERPT.test(line))) found[i] = 1;
  });
  return found;
}
