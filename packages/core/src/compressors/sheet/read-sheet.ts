import type { InTurns } from '../../model/in-turns.js';
import { atOnce, itemsInTurns, linesInTurns } from '../../reading/in-turns.js';
/** An object of a sheet: the line that names it, if it has one, and its fields. Lines, half open. */
export interface SheetObject {
  readonly from: number;
  readonly to: number;
  /** The keys of its fields, in order. */
  readonly keys: readonly string[];
  /** Of the kind that most objects are of. */
  readonly usual: boolean;
}

/** Objects of one kind, one after another, with what stands before the first. */
export interface Sheet {
  readonly objects: readonly SheetObject[];
  readonly from: number;
  /** Each object has a line that names it; else an empty line before its first key. */
  readonly headed: boolean;
}

const LONGEST_LINE = 400;
/** `Key: value`, `key=value`, `Some key => value`, `key` with a value below it. */
const FIELD =
  /^\s*(?:([A-Za-z_][\w.\-/]*(?:\[\w*\])?)\s*[:=]|([A-Za-z_][\w.\-/() %]{0,60}?)\s*(?::\s|:$|\s=\s|\s=>\s))/;
const INTERFACE = /^\d+: [\w.@-]+: </;
const SECTION = /^\[{1,2}[A-Za-z][\w .:-]{0,80}\]{1,2}\s*$/;
/** An entry of a lock file: `accepts@~1.3.7:`, `  '@scope/name@1.0.0':`. */
const PACKAGE = /^ {0,2}["']?\/?@?[A-Za-z][\w.-]*(?:\/[\w.-]+)?@[^\s:][^\n]{0,300}:(?: \{\})?$/;
const CONTINUED = /^(?:\s+\S|[\])}]|\[\/)/;
const FEWEST = 3;
const LEAST_FIELDS = 3;
const USUAL_SHARE = 0.6;
const OWN_LINES = 0.85;

/** The key of a line with a field. */
export function keyOf(line = ''): string | undefined {
  const found = FIELD.exec(line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line);
  return found?.[1] ?? found?.[2]?.trim();
}

/** The value of a line with a field. */
export function fieldValue(line: string): string {
  return line
    .slice(FIELD.exec(line.slice(0, LONGEST_LINE))?.[0].length ?? 0)
    .replace(/^[=>:\s]+/, '')
    .trim();
}

/** Reads objects of one kind: each has a line of its own before its fields, or an empty line before its first key. */
export function readSheet(lines: readonly string[]): Sheet | undefined {
  return atOnce(readSheetInTurns(lines));
}

/** {@link readSheet}, in turns. */
export function* readSheetInTurns(lines: readonly string[]): InTurns<Sheet | undefined> {
  const end = lines.at(-1)?.trim() === '' ? lines.length - 1 : lines.length;
  const keys: (string | undefined)[] = [];
  yield* linesInTurns(lines, (line) => void keys.push(keyOf(line)));
  const headed = headedStarts(lines, keys);
  yield;
  const found = headed.length < FEWEST ? undefined : yield* sheetOf(lines, keys, headed, end);
  if (found) return { ...found, headed: true };
  const blocks = blockStarts(lines, keys);
  yield;
  const sheet = blocks.length < FEWEST ? undefined : yield* sheetOf(lines, keys, blocks, end);
  return sheet && { ...sheet, headed: false };
}

/** Lines at the left edge that are no fields, with fields below them; sections whose name comes again and again; locked packages. */
function headedStarts(lines: readonly string[], keys: readonly (string | undefined)[]): number[] {
  const sections = new Map<string, number>();
  for (const line of lines) if (SECTION.test(line)) sections.set(line, (sections.get(line) ?? 0) + 1);
  return [...lines.keys()].filter((l) => {
    const line = lines[l]!;
    const next = lines[l + 1] ?? '';
    if (SECTION.test(line)) return sections.get(line)! >= FEWEST && keys[l + 1] !== undefined;
    if (PACKAGE.test(line)) return line.endsWith('}') || /^\s+\S/.test(next);
    if (INTERFACE.test(line)) return /^\s+\S/.test(next);
    return /^[^\s#;'"([{}<*-].*[^{]$/.test(line) && keys[l] === undefined && keys[l + 1] !== undefined;
  });
}

/** Lines behind an empty one whose key is the one that begins most such blocks. */
function blockStarts(lines: readonly string[], keys: readonly (string | undefined)[]): number[] {
  const counts = new Map<string, number>();
  const begins = [...lines.keys()].filter((l) => (lines[l - 1] ?? '').trim() === '' && keys[l] !== undefined);
  for (const l of begins) counts.set(keys[l]!, (counts.get(keys[l]!) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first ? begins.filter((l) => keys[l] === first[0]) : [];
}

function* sheetOf(
  lines: readonly string[],
  keys: readonly (string | undefined)[],
  starts: readonly number[],
  end: number,
): InTurns<Pick<Sheet, 'objects' | 'from'> | undefined> {
  const parts: Pick<SheetObject, 'from' | 'to' | 'keys'>[] = [];
  yield* itemsInTurns(starts, (from, i) => {
    const to = starts[i + 1] ?? end;
    parts.push({ from, to, keys: keysOf(lines, keys, from, to) });
  });
  const counts = new Map<string, { count: number; keys: ReadonlySet<string> }>();
  for (const { keys: own } of parts) {
    const known = counts.get(own.join());
    if (known) known.count += 1;
    else counts.set(own.join(), { count: 1, keys: new Set(own) });
  }
  yield;
  const isLock = starts.filter((l) => PACKAGE.test(lines[l]!)).length > starts.length * USUAL_SHARE;
  const usual = [...counts.values()].reduce((a, b) => (b.count > a.count ? b : a)).keys;
  const objects = parts.map((part) => ({ ...part, usual: isLock || isOf(new Set(part.keys), usual) }));
  yield;
  // A field of theirs right above the first shows that they begin earlier than was thought.
  if (usual.has(keys[starts[0]! - 1] ?? '')) return undefined;
  const some = objects.filter((object) => object.usual);
  if ((usual.size < LEAST_FIELDS && !isLock) || some.length < FEWEST || some.length < objects.length * USUAL_SHARE)
    return undefined;
  const filled = lines.filter((line) => line.trim() !== '').length;
  const own = objects.reduce((sum, { from, to }) => {
    const known = (line: string, at: number): boolean =>
      at === 0 || keys[from + at] !== undefined || CONTINUED.test(line);
    return sum + lines.slice(from, to).filter(known).length;
  }, 0);
  return own >= filled * OWN_LINES ? { objects, from: starts[0]! } : undefined;
}

/** The keys of an object, without those of what is nested in it. */
function keysOf(lines: readonly string[], keys: readonly (string | undefined)[], from: number, to: number): string[] {
  const own: string[] = [];
  let indent: number | undefined;
  for (let l = from; l < to; l++) {
    const line = lines[l]!;
    const isHead = l === from && (keys[l] === undefined || PACKAGE.test(line));
    if (isHead || line.trim() === '') continue;
    const depth = line.length - line.trimStart().length;
    indent ??= depth;
    const key = depth === indent ? (keys[l] ?? /^\s+(\d(?=\d*\s)|[A-Za-z]\w*)/.exec(line)?.[1]) : undefined;
    if (key !== undefined) own.push(key);
  }
  return own;
}

function isOf(own: ReadonlySet<string>, usual: ReadonlySet<string>): boolean {
  const shared = [...own].filter((key) => usual.has(key)).length;
  return shared >= own.size * 0.7 && shared >= usual.size * 0.5;
}

const DOTTED = /^[a-z][\w-]*(?:[./][\w:@-]+)+\s*=/i;

/** Whether nearly all lines set dotted keys: `net.ipv4.conf.lo.forwarding = 0`. */
export function isDotted(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.length >= 20 && filled.filter((line) => DOTTED.test(line)).length >= filled.length * 0.9;
}
