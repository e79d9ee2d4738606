import type { Stretch } from './unit.js';

/** A longer line is no line that anybody reads. */
const LONGEST = 1500;
const HEAD = 0.6;
const TAIL = 0.2;
const AROUND = 120;

/** The parts of a very long line that are shown: both ends, and what stands around the offsets that matter. */
export function clip(
  text: string,
  { from, to }: Stretch,
  marks: readonly number[],
  longest = LONGEST,
): readonly Stretch[] {
  if (to - from <= longest) return [{ from, to }];
  const wanted: Stretch[] = [
    { from, to: from + Math.round(longest * HEAD) },
    ...marks.filter((mark) => mark >= from && mark < to).map((mark) => ({ from: mark - AROUND, to: mark + AROUND })),
    { from: to - Math.round(longest * TAIL), to },
  ];
  const parts: { from: number; to: number }[] = [];
  for (const part of wanted.sort((a, b) => a.from - b.from)) {
    const start = part.from <= from ? from : borderBefore(text, part.from, from);
    const end = part.to >= to ? to : borderAfter(text, part.to, to);
    const last = parts.at(-1);
    if (last && start <= last.to + AROUND / 2) last.to = Math.max(last.to, end);
    else parts.push({ from: start, to: end });
  }
  return parts;
}

const WORD = /[\p{L}\p{N}_\p{M}]/u;
const LONGEST_WORD = 80;

function borderBefore(text: string, at: number, least: number): number {
  let border = at;
  while (border > least && at - border < LONGEST_WORD && WORD.test(text[border - 1] ?? '')) border--;
  return isLow(text, border) ? border - 1 : border;
}

function borderAfter(text: string, at: number, most: number): number {
  let border = at;
  while (border < most && border - at < LONGEST_WORD && WORD.test(text[border] ?? '')) border++;
  return isLow(text, border) ? border + 1 : border;
}

function isLow(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
