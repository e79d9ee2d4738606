const EXCERPT = /^\s*\d* ?\||^\s*[=|] (?:note|help)/;

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
