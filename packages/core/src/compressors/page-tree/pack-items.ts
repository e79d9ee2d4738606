import type { InTurns } from '../../model/in-turns.js';
import { itemsInTurns } from '../../reading/in-turns.js';
import { indentOf, readLine } from './read-line.js';

const LEAST_RUN = 3;
const LEAST_SINGLE = 4;
const ITEM = /^(\s*)~ (.*)$/;
const SEPARATOR = ' | ';
const SAME = '=';
const STEPS_A_TURN = 256;

/** A line of an item: its shape, and what of it differs from item to item. */
interface Part {
  readonly shape: string;
  readonly said: string;
}

/** Writes items of a list in one line each below the first, which shows their shape. */
export function* packItems(lines: readonly string[]): InTurns<string[]> {
  const parts: Part[] = [];
  yield* itemsInTurns(lines, (line) => void parts.push(partOf(line)));
  const ends = endsOf(lines);
  yield;
  const done: string[] = [];
  let steps = 0;
  function* emit(from: number, to: number): InTurns<void> {
    for (let at = from; at < to; ) {
      if (++steps % STEPS_A_TURN === 0) yield;
      const run = runAt(parts, ends, at, to);
      const size = ends[at]! - at;
      if (run < (size === 1 ? LEAST_SINGLE : LEAST_RUN)) {
        done.push(lines[at]!);
        yield* emit(at + 1, ends[at]!);
        at = ends[at]!;
        continue;
      }
      done.push(...lines.slice(at, at + size));
      const items = Array.from({ length: run - 1 }, (_, i) => saidOf(parts, at + (i + 1) * size, size));
      const indent = lines[at]!.slice(0, indentOf(lines[at]!));
      if (size === 1) done.push(`${indent}~ ${items.join(SEPARATOR)}`);
      else done.push(...items.map((item) => `${indent}~ ${item}`));
      at += run * size;
    }
  }
  yield* emit(0, lines.length);
  return done;
}

/** Writes every item out again. */
export function* unpackItems(lines: readonly string[]): InTurns<string[]> {
  const done: string[] = [];
  yield* itemsInTurns(lines, (line) => {
    const found = ITEM.exec(line);
    if (!found) {
      done.push(line);
      return;
    }
    const indent = found[1]!.length;
    let start = done.length - 1;
    while (start > 0 && indentOf(done[start]!) !== indent) start--;
    let template = done.slice(start);
    const said = found[2]!.split(SEPARATOR).flatMap(spelled);
    for (let next = 0; next === 0 || next < said.length; ) {
      const item: string[] = [];
      for (const own of template) {
        const part = partOf(own);
        const word = part.said === '' ? '' : (said[next++] ?? SAME);
        item.push(word === SAME || word === '' ? own : filled(own, word));
      }
      done.push(...item);
      template = item;
    }
  });
  return done;
}

/** `=3` as three parts. */
function spelled(part: string): string[] {
  const times = /^=(\d{1,3})$/.exec(part)?.[1];
  return times === undefined ? [part] : new Array<string>(Number(times)).fill(SAME);
}

/** How many subtrees of one shape follow one another. */
function runAt(parts: readonly Part[], ends: Int32Array, at: number, to: number): number {
  const size = ends[at]! - at;
  if (parts[at]!.said === '' && size === 1) return 1;
  let run = 1;
  for (let next = at + size; next < to && ends[next]! - next === size; next += size) {
    for (let i = 0; i < size; i++) if (parts[next + i]!.shape !== parts[at + i]!.shape) return run;
    run++;
  }
  return parts.slice(at, at + size).some(({ said }) => said !== '') ? run : 1;
}

function saidOf(parts: readonly Part[], from: number, size: number): string {
  const said: string[] = [];
  for (let i = from; i < from + size; i++) {
    const own = parts[i]!.said;
    if (own !== '') said.push(own === parts[i - size]!.said ? SAME : own);
  }
  if (size > 1) while (said.at(-1) === SAME) said.pop();
  const short: string[] = [];
  for (let i = 0; i < said.length; ) {
    let to = i + 1;
    while (said[i] === SAME && said[to] === SAME) to++;
    short.push(to - i > 1 ? `${SAME}${to - i}` : said[i]!);
    i = to;
  }
  return short.join(SEPARATOR);
}

/** Everything but indentation and role; what ends with a colon has that in its shape. */
function partOf(text: string): Part {
  const line = readLine(text);
  if (!line)
    return {
      shape: `?${indentOf(text)}${text.trim() === '' ? '' : 'x'}`,
      said: text.trim() === text.slice(indentOf(text)) ? text.trim() : `${text} |`,
    };
  const colon = line.rest.endsWith(':') ? ':' : '';
  const rest = colon ? line.rest.slice(0, -1) : line.rest;
  const said = line.ref + (rest.startsWith(' ') ? rest.slice(1) : rest);
  return {
    shape: `${line.start}\0${line.role}\0${colon}\0${line.ref === '' ? '' : 'r'}${rest === '' ? '' : rest[0] === ' ' ? 's' : 'x'}`,
    said,
  };
}

/** A line of the same shape that says something else. */
function filled(own: string, word: string): string {
  const line = readLine(own);
  if (!line) return own.slice(0, indentOf(own)) + word;
  const colon = line.rest.endsWith(':') ? ':' : '';
  const ref = line.ref === '' ? '' : word.slice(0, word.indexOf(' ') + 1);
  const rest = word.slice(ref.length);
  const space = line.rest.startsWith(' ') ? ' ' : '';
  return line.start + ref + line.role + space + rest + colon;
}

/** Where the subtree of each line ends. */
function endsOf(lines: readonly string[]): Int32Array {
  const ends = new Int32Array(lines.length);
  const open: number[] = [];
  lines.forEach((line, l) => {
    const indent = indentOf(line);
    while (open.length > 0 && indentOf(lines[open.at(-1)!]!) >= indent) ends[open.pop()!] = l;
    open.push(l);
  });
  for (const l of open) ends[l] = lines.length;
  return ends;
}
