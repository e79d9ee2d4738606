/** Stands for whatever varied. */
export const HOLE = '\u0001';

function isWordCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127
  );
}

/**
 * The shape of a line: every number, hexadecimal id, date and version becomes a hole, words stay. Lines of one statement
 * share their key. After the masking step of Drain (He et al., 2017).
 */
export function templateKey(text: string, keepCodes = false): string {
  const end = Math.min(text.length, 600);
  let key = '';
  let from = 0;
  let at = 0;
  while (at < end) {
    if (!isWordCode(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let digits = 0;
    let hex = true;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (!isWordCode(code)) break;
      if (code >= 48 && code <= 57) digits += 1;
      else if (!((code >= 97 && code <= 102) || (code >= 65 && code <= 70))) hex = false;
      at += 1;
    }
    if (digits === 0 && !(hex && at - start >= 8)) continue;
    const word = text.slice(start, at);
    if (isFixed(text, start, word, keepCodes)) continue;
    key += text.slice(from, start) + (hex || digits === at - start ? HOLE : maskDigits(word));
    // 2026-11-21T07:52:10.117 and 1.2.3-4 are one hole.
    while (at + 1 < end && isJoin(text.charCodeAt(at)) && isDigit(text.charCodeAt(at + 1))) {
      at += 1;
      while (at < end && isWordCode(text.charCodeAt(at))) at += 1;
    }
    from = at;
  }
  return key + text.slice(from, end);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** `.` `,` `:` `-` `/` `+` between digits. */
function isJoin(code: number): boolean {
  return code === 46 || code === 44 || code === 58 || code === 45 || code === 47 || code === 43;
}

function maskDigits(word: string): string {
  if (/^0x/i.test(word)) return HOLE;
  return word.length > 24 && /\d.*\d.*\d/.test(word) ? HOLE : word.replace(/\d+/g, HOLE);
}

/** A status code of HTTP or of a process says what happened, so it is part of the shape; so are codes like `E0308`, `TS2339`. */
function isFixed(text: string, start: number, word: string, keepCodes: boolean): boolean {
  if (keepCodes && /^[A-Z]{1,6}\d{2,5}$/.test(word)) return true;
  if (word.length > 3 || !/^\d+$/.test(word)) return false;
  const before = text.slice(Math.max(0, start - 16), start);
  return word.length === 3
    ? /(?:" |status["']?[=: ]+"?|HTTP\/[\d.]+"? |code["']?[=: ]+"?| -> )$/i.test(before)
    : /(?:exit(?:ed)?|code|status|rc)["']?[=: ]+"?$/i.test(before);
}
