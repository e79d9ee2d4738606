import type { Repeat } from '../reading/find-repeats.js';
import { repeatOf } from '../reading/find-repeats.js';
import type { Fold } from '../reading/fold-frames.js';
import type { Piece, Stretch, Unit } from './unit.js';
import type { Shown } from './units.js';

/** Lines of a text and where each of them starts in it. */
export interface Lines {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
  readonly text: string;
}

const LEAST_REPEAT = 3;

/** Joins lines to a text and remembers where they start. */
export function joinLines(lines: readonly string[]): Lines {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return { lines, starts, text: lines.join('\n') };
}

/** The stretch of the lines `[from, to)`. */
export function stretchOf({ starts, text }: Lines, from: number, to: number): Stretch {
  return { from: starts[from] ?? text.length, to: starts[to] ?? text.length };
}

/** The lines `[from, to)` as a unit that stands under nothing. */
export function unitOf(page: Lines, from: number, to: number, what: string, isFrame = false): Unit {
  return { ...stretchOf(page, from, to), parent: -1, what, ...(isFrame ? { frame: true } : {}) };
}

/**
 * The lines `[from, to)` as pieces: what stands in the output above already is pointed at, folds stand for their lines, and lines
 * for which `skips` holds are left out. Of two that overlap the earlier repeat wins.
 */
export function foldedPieces(
  all: Lines,
  { from, to }: Stretch,
  { repeats, folds }: { readonly repeats: readonly Repeat[]; readonly folds: readonly Fold[] },
  { isShown }: Shown,
  skips: (line: number) => boolean = () => false,
): readonly Piece[] {
  const again = repeats
    .map((repeat) => clipped(repeat, from, to))
    .filter(
      (repeat) => repeat.to - repeat.from >= LEAST_REPEAT && isWorth(all, repeat) && isShown(sourceOf(all, repeat)),
    );
  const free = folds.filter((fold) => again.every((other) => fold.to <= other.from || fold.from >= other.to));
  const said = [
    ...again.map((repeat): Piece & Fold => ({ ...repeat, said: repeat.note, like: sourceOf(all, repeat) })),
    ...free.map((fold): Piece & Fold => ({ ...fold, said: fold.note })),
  ].sort((a, b) => a.from - b.from);
  const pieces: Piece[] = [];
  let next = 0;
  for (let line = from; line < to; ) {
    const fold = said[next];
    if (fold && fold.from <= line) {
      next += 1;
      if (fold.from === line) {
        pieces.push({
          ...stretchOf(all, fold.from, fold.to),
          said: fold.said!,
          ...(fold.like ? { like: fold.like } : {}),
        });
        line = fold.to;
      }
      continue;
    }
    if (!skips(line)) add(pieces, stretchOf(all, line, line + 1));
    line += 1;
  }
  return pieces;
}

function add(pieces: Piece[], piece: Stretch): void {
  const last = pieces.at(-1);
  if (last && last.said === undefined && last.to === piece.from)
    pieces[pieces.length - 1] = { from: last.from, to: piece.to };
  else pieces.push(piece);
}

/** A note that is longer than the lines saves nothing. */
function isWorth(all: Lines, { from, to, note }: Repeat): boolean {
  const stretch = stretchOf(all, from, to);
  return stretch.to - stretch.from > note.length;
}

function sourceOf(all: Lines, { from, to, source }: Repeat): Stretch {
  return stretchOf(all, source, source + to - from);
}

/** The part of a repeat that lies between two lines. */
function clipped(repeat: Repeat, start: number, end: number): Repeat {
  const from = Math.max(repeat.from, start);
  const to = Math.max(from, Math.min(repeat.to, end));
  return repeatOf(from, to, repeat.source + from - repeat.from);
}
