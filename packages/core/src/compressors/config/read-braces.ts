import { type Draft, draftAt } from './entries.js';

const OPEN = /\{\s*(?:#[\s\S]*|\/\/[\s\S]*)?$/;
const CLOSE = /^\s*\}/;

/** Reads nginx, HCL and other blocks in braces: `server {`, `resource "aws_instance" "web" {`, one setting a row. */
export function readBraces(lines: readonly string[]): Draft[] {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  for (const [row, line] of lines.entries()) {
    const bare = line.trim();
    if (bare === '' || /^(?:#|\/\/|\/\*|\*)/.test(bare)) continue;
    if (CLOSE.test(line)) {
      const closed = open.pop();
      if (closed) closed.to = row;
      if (!OPEN.test(line)) continue;
    }
    const head = bare.replace(OPEN, '').trim();
    const block = OPEN.test(bare);
    const key = block
      ? head
          .replace(/["']/g, '')
          .replace(/[=:]\s*$/, '')
          .trimEnd()
      : (/^[\w."'-]+/.exec(head)?.[0] ?? '');
    const entry = draftAt(row, line, key, open.length);
    const siblings = open.at(-1)?.children ?? roots;
    siblings.push(entry);
    if (block) open.push(entry);
  }
  for (const unclosed of open) unclosed.to = lines.length - 1;
  return roots;
}
