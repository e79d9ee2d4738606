import type { LineEdit } from '../../reading/edit-lines.js';

const COMMENT = /^\s*(#|;|\/\/)/;
const WORTH_CHARACTERS = 160;
const KEPT = 2;
const MOST_KEPT = 5;

/** Shortens long comments to their first rows, the rows with the question's words and settings that are commented out. */
export function cutComments(lines: readonly string[], hits: Uint8Array, numberOf: (row: number) => number): LineEdit[] {
  const edits: LineEdit[] = [];
  for (let row = 0; row < lines.length; row++) {
    const mark = COMMENT.exec(lines[row] ?? '')?.[1];
    if (!mark) continue;
    const first = row;
    while (row + 1 < lines.length && COMMENT.test(lines[row + 1] ?? '')) row++;
    let from = first + KEPT;
    while (from <= row && from - first < MOST_KEPT && !/[.!?:]\s*$/.test(lines[from - 1] ?? '')) from++;
    for (let at = from; at <= row + 1; at++) {
      const line = lines[at] ?? '';
      const kept = at === row + 1 || hits[at] === 1 || /^\s*[#;]\s*[\w.-]+\s*[:=]/.test(line);
      if (!kept) continue;
      const size = lines.slice(from, at).reduce((sum, dropped) => sum + dropped.trim().length, 0);
      if (at - from >= 3 && size >= WORTH_CHARACTERS) {
        const indent = /^[ \t]*/.exec(lines[from] ?? '')?.[0] ?? '';
        edits.push({
          from,
          to: at - 1,
          lines: [`${indent}${mark} … lines ${numberOf(from)}-${numberOf(at - 1)} left out`],
        });
      }
      from = at + 1;
    }
  }
  return edits;
}
