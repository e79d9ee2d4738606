/** A run of lines: said before, or new. Line numbers count from 1. */
export type Piece =
  | {
      readonly kind: 'same';
      readonly text: string;
      readonly from: number;
      readonly lines: number /** First line in the earlier text. */;
      readonly at: number;
    }
  | { readonly kind: 'new'; readonly text: string };

/** How much of a text an earlier text already said. */
export interface Repeat {
  readonly pieces: readonly Piece[];
  readonly lines: number;
  readonly repeated: number;
  /** Share of the characters that were said before, 0 to 1. */
  readonly share: number;
}

const ANCHOR_LINES = 3;
const MIN_RUN = 6;
const MAX_LINES = 200_000;

/**
 * Finds the runs of at least six lines of `text` that stand in `earlier` in the same order of lines, by anchors of three
 * lines extended greedily (the rsync idea on lines). Linear in both texts.
 */
export function findEarlierLines(text: string, earlier: string): Repeat | undefined {
  if (text === earlier) {
    const lines = text.split('\n').length;
    return { pieces: [{ kind: 'same', text, from: 1, lines, at: 1 }], lines, repeated: lines, share: 1 };
  }
  const now = text.split('\n');
  const before = earlier.split('\n');
  if (now.length < MIN_RUN || before.length < MIN_RUN || now.length > MAX_LINES || before.length > MAX_LINES)
    return undefined;
  const anchors = anchorsOf(before);
  const pieces: Piece[] = [];
  let fresh: string[] = [];
  let repeated = 0;
  let characters = 0;
  for (let i = 0; i < now.length; ) {
    const at = anchors.get(anchorAt(now, i));
    const run = at === undefined ? 0 : runLength(now, i, before, at);
    if (at === undefined || run < MIN_RUN) {
      fresh.push(now[i]!);
      i++;
      continue;
    }
    if (fresh.length > 0) pieces.push({ kind: 'new', text: fresh.join('\n') });
    fresh = [];
    const same = now.slice(i, i + run).join('\n');
    pieces.push({ kind: 'same', text: same, from: i + 1, lines: run, at: at + 1 });
    repeated += run;
    characters += same.length;
    i += run;
  }
  if (fresh.length > 0) pieces.push({ kind: 'new', text: fresh.join('\n') });
  return { pieces, lines: now.length, repeated, share: Math.min(characters / text.length, 0.999) };
}

function anchorAt(lines: readonly string[], i: number): string {
  return i + ANCHOR_LINES <= lines.length ? lines.slice(i, i + ANCHOR_LINES).join('\n') : '';
}

/** First position of every three lines; the first wins, so that results do not depend on what comes later. */
function anchorsOf(lines: readonly string[]): Map<string, number> {
  const anchors = new Map<string, number>();
  for (let i = 0; i + ANCHOR_LINES <= lines.length; i++) {
    const anchor = anchorAt(lines, i);
    if (!anchors.has(anchor)) anchors.set(anchor, i);
  }
  return anchors;
}

function runLength(now: readonly string[], i: number, before: readonly string[], at: number): number {
  let run = 0;
  while (i + run < now.length && at + run < before.length && now[i + run] === before[at + run]) run++;
  return run;
}
