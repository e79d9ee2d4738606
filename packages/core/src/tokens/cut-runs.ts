const MAX_RUN = 1000;

/** Letters 1, white space 2, digits 3, everything else 4; outside ASCII all count as letters. */
const CLASS = new Uint8Array(128).fill(4);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z]/.test(char)) CLASS[code] = 1;
  else if (/\s/.test(char)) CLASS[code] = 2;
  else if (/\d/.test(char)) CLASS[code] = 3;
}

/**
 * Cuts a text inside runs of more than 1,000 characters of one class (letters, blanks, signs), where merging byte pairs
 * takes time quadratic in the run. All other texts come back whole, so their counts stay exact. Linear.
 */
export function cutRuns(text: string): string[] {
  if (text.length <= MAX_RUN) return [text];
  const pieces: string[] = [];
  let from = 0;
  let run = 0;
  let kind = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const next = code < 128 ? CLASS[code]! : 1;
    if (next !== kind) {
      kind = next;
      run = 1;
      continue;
    }
    if (++run <= MAX_RUN || kind === 3 || (code >= 0xdc00 && code <= 0xdfff)) continue;
    pieces.push(text.slice(from, i));
    from = i;
    run = 1;
  }
  if (from === 0) return [text];
  pieces.push(text.slice(from));
  return pieces;
}
