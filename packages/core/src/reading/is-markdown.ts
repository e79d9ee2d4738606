import { hashLevel, isBlank } from './headings.js';

const SAMPLE_LINES = 400;
const SAMPLE_CHARACTERS = 30_000;
const FENCE = /^(?:```|~~~)/;
const LINK = /\]\((?:https?:|#|\.{0,2}\/|mailto:)/;

/** Whether a text is a Markdown document, by its first lines: headings with fences, lists or links, whatever HTML is among them. */
export function isMarkdown(lines: readonly string[]): boolean {
  let [headings, fences, items, links] = [0, 0, 0, 0];
  let fenced = false;
  let room = SAMPLE_CHARACTERS;
  for (const [row, whole] of lines.slice(0, SAMPLE_LINES).entries()) {
    if (room <= 0) break;
    const line = whole.slice(0, 300);
    room -= line.length;
    if (FENCE.test(line)) {
      fenced = !fenced;
      fences++;
      continue;
    }
    if (fenced) continue;
    if (isHeading(lines, row)) headings++;
    if (/^(?:[-*+]|\d+\.) \S/.test(line)) items++;
    if (LINK.test(line)) links++;
  }
  return headings >= 1 && (fences >= 2 || headings + items + links >= 6);
}

/** A heading stands by itself; `#` before several lines in a row, or right above a setting, is a comment. */
function isHeading(lines: readonly string[], row: number): boolean {
  const level = hashLevel(lines[row] ?? '');
  if (level === 0 || !isBlank(lines[row - 1])) return false;
  return isBlank(lines[row + 1]) || (level > 1 && !lines[row + 1]?.startsWith('#'));
}
