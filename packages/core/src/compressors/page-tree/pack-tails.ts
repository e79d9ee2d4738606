import type { InTurns } from '../../model/in-turns.js';
import { timesOf } from '../../reading/grouped.js';
import { itemsInTurns } from '../../reading/in-turns.js';

const TAIL = /, \w+(?:=(?:'[^']*'|"[^"]*"|\w*))?(?:, \w+(?:=(?:'[^']*'|"[^"]*"|\w*))?)*$/;
const LEAST = 3;
const LEAST_LENGTH = 18;
const MOST = 9;
const HEAD = /^\[@(\d): (.*)\]$/;
const POINTER = '] [cursor=pointer]';
const STAR = ']*';
const STAR_HEAD = '[* after a reference: [cursor=pointer]]';

/** Says once the rows of attributes that many elements have. Legends come first. */
export function* packTails(lines: readonly string[]): InTurns<string[]> {
  const tails: string[] = [];
  yield* itemsInTurns(lines, (line) => void tails.push(tailOf(line)));
  const often = [...timesOf(tails)]
    .filter(([tail, count]) => tail.length >= LEAST_LENGTH && count >= LEAST)
    .sort((a, b) => b[0].length * b[1] - a[0].length * a[1]);
  const marks = new Map(often.slice(0, MOST).map(([tail], i) => [tail, i + 1]));
  const short: string[] = [];
  yield* itemsInTurns(lines, (line, l) => {
    const tail = tails[l]!;
    const mark = marks.get(tail);
    short.push((mark === undefined ? line : `${line.slice(0, -tail.length)}@${mark}`).replaceAll(POINTER, STAR));
  });
  const legends = [...marks].map(([tail, mark]) => `[@${mark}: ${tail}]`);
  return [...legends, ...(short.some((line) => line.includes(STAR)) ? [STAR_HEAD] : []), ...short];
}

/** Writes the attributes out again. */
export function unpackTails(lines: readonly string[]): string[] {
  const tails = new Map<string, string>();
  let at = 0;
  for (; HEAD.test(lines[at] ?? ''); at++) {
    const [, mark = '', tail = ''] = HEAD.exec(lines[at]!)!;
    tails.set(mark, tail);
  }
  const starred = lines[at] === STAR_HEAD;
  return lines.slice(starred ? at + 1 : at).map((line) => {
    const long = starred ? line.replaceAll(STAR, POINTER) : line;
    const mark = /@(\d)$/.exec(long)?.[1];
    const tail = mark === undefined ? undefined : tails.get(mark);
    return tail === undefined ? long : long.slice(0, -2) + tail;
  });
}

function tailOf(line: string): string {
  return line.length > 1000 ? '' : (TAIL.exec(line)?.[0] ?? '');
}
