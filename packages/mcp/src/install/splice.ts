import { createHash } from 'node:crypto';

/** One change of a text, kept so that it can be undone to the byte. */
export interface Splice {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
  /** Digest of the whole text after the change. */
  readonly after: string;
}

/** The one stretch in which two texts differ. */
export function spliceOf(before: string, after: string): Splice {
  let start = 0;
  const shortest = Math.min(before.length, after.length);
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return {
    at: start,
    removed: before.slice(start, before.length - end),
    inserted: after.slice(start, after.length - end),
    after: digest(after),
  };
}

/**
 * The text from before a change, edits made elsewhere since then kept; undefined when what was inserted cannot be told apart
 * from the rest any more.
 */
export function undo(text: string, { at, removed, inserted, after }: Splice): string | undefined {
  const back = (from: number) => text.slice(0, from) + removed + text.slice(from + inserted.length);
  if (digest(text) === after) return back(at);
  const found = inserted === '' ? -1 : text.indexOf(inserted);
  return found < 0 || text.indexOf(inserted, found + 1) >= 0 ? undefined : back(found);
}

/** The change as a unified diff. */
export function diffOf(file: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const from = Math.max(0, start - 3);
  const context = (lines: readonly string[], a: number, b: number, sign: string) =>
    lines.slice(a, b).map((line) => sign + line);
  const oldEnd = Math.min(old.length, old.length - end + 3);
  const body = [
    ...context(old, from, start, ' '),
    ...context(old, start, old.length - end, '-'),
    ...context(now, start, now.length - end, '+'),
    ...context(old, old.length - end, oldEnd, ' '),
  ];
  const size = (sign: string) => body.filter((line) => line.startsWith(' ') || line.startsWith(sign)).length;
  const head = `@@ -${from + 1},${size('-')} +${from + 1},${size('+')} @@`;
  return [`--- ${file}`, `+++ ${file}`, head, ...body].join('\n');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
