import type { InTurns } from '../../model/in-turns.js';
import { keyOf, readSheetInTurns, type Sheet, type SheetObject } from './read-sheet.js';

const HEAD = '[Lines that a record has like these are left out of it; … stands for any value:]';
const END = '[Records:]';
const ANY = ' …';
const LEAST_SHARE = 0.5;
const LEAST_EQUAL = 3;

/** Whether a text begins with the lines its objects share. */
export function isPackedDefaults(text: string): boolean {
  return text.startsWith(HEAD);
}

/** Leaves out of the objects of one kind what most of them say in the same line, and says it once above them. */
export function* packDefaults(text: string): InTurns<string | undefined> {
  const lines = text.split('\n');
  const sheet = yield* readSheetInTurns(lines);
  const kind = sheet && kindOf(sheet);
  if (!sheet || !kind) return undefined;
  yield;
  const same = defaultsOf(lines, sheet.objects, kind);
  if (same.filter((line) => !line.endsWith(ANY)).length < LEAST_EQUAL) return undefined;
  const usual = new Set(same);
  yield;
  const rows = sheet.objects.flatMap((object) => {
    const own = lines.slice(object.from, object.to);
    return object.keys.join('\0') === kind ? own.filter((line) => !usual.has(line) || keyOf(line) === undefined) : own;
  });
  const end = lines.slice(sheet.objects.at(-1)!.to);
  return [HEAD, ...same, END, ...lines.slice(0, sheet.from), ...rows, ...end].join('\n');
}

/** Puts the shared lines back in their places. */
export function unpackDefaults(packed: string): string {
  const lines = packed.split('\n');
  const start = lines.indexOf(END);
  const same = lines.slice(1, start);
  const order = new Map(same.map((line, i) => [keyOf(line), i]));
  const done: string[] = [];
  let next = same.length;
  const fill = (until: number): void => {
    for (; next < until; next++) if (!same[next]!.endsWith(ANY)) done.push(same[next]!);
  };
  const body = lines.slice(start + 1);
  const first = body.findIndex(
    (line, l) => isHead(line) && (order.has(keyOf(body[l + 1])) || isHead(body[l + 1] ?? 'x')),
  );
  body.forEach((line, l) => {
    const at = order.get(keyOf(line));
    if (at !== undefined) {
      fill(at);
      next = at + 1;
    } else if (isHead(line) || line.trim() === '') fill(same.length);
    done.push(line);
    if (isHead(line) && l >= first) next = 0;
  });
  fill(same.length);
  return done.join('\n');
}

/** A line that names an object. */
function isHead(line: string): boolean {
  return /^\S/.test(line) && keyOf(line) === undefined;
}

/** The keys that most objects have in the same order. */
function kindOf({ objects }: Sheet): string | undefined {
  const counts = new Map<string, number>();
  for (const { keys, usual } of objects)
    if (usual && new Set(keys).size === keys.length)
      counts.set(keys.join('\0'), (counts.get(keys.join('\0')) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** For each key the line that most objects have, or that any value may stand there. */
function defaultsOf(lines: readonly string[], objects: readonly SheetObject[], kind: string): string[] {
  const some = objects.filter(({ keys }) => keys.join('\0') === kind);
  const counts = new Map<string, Map<string, number>>();
  for (const { from, to } of some)
    for (const line of lines.slice(from, to)) {
      const key = keyOf(line) ?? '';
      const own = counts.get(key);
      if (own) own.set(line, (own.get(line) ?? 0) + 1);
      else counts.set(key, new Map([[line, 1]]));
    }
  return kind.split('\0').map((key) => {
    const [top] = [...(counts.get(key) ?? [])].sort((a, b) => b[1] - a[1]);
    if (top && top[1] > some.length * LEAST_SHARE) return top[0];
    return `${/^\s*/.exec(top?.[0] ?? '')![0]}${key}:${ANY}`;
  });
}
