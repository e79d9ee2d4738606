import type { Edit } from '../model/edit.js';
import { type EditTree, editTree, noSuchPath } from './edit-tree.js';
import { JsonCursor } from './json-cursor.js';

/** The edited source, or why it was left as it is. */
export type EditedJson<Source> =
  | { readonly ok: true; readonly json: Source }
  | { readonly ok: false; readonly reason: string };

/**
 * Writes edits into JSON text: the spans of the edited values are replaced, every other byte stays (spacing, escapes,
 * number spellings, key order, byte order mark). Of a repeated key the last one counts, as in `JSON.parse`. Never throws:
 * overlapping edits, a path that leads nowhere, invalid UTF-8 and text that is not JSON are refused with a reason.
 */
export function editJson<Source extends string | Uint8Array>(
  source: Source,
  edits: readonly Edit[],
): EditedJson<Source> {
  if (edits.length === 0) return { ok: true, json: source };
  try {
    const json =
      typeof source === 'string' ? spliced(source, edits) : new TextEncoder().encode(spliced(decoded(source), edits));
    return { ok: true, json: json as Source };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Throws on invalid UTF-8; a byte order mark stays in the text. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** A stretch of the source and the text that takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What the edits of one value come to: splices in the order of the text, or the path that leads nowhere. */
type Outcome = readonly Splice[] | { readonly missing: EditTree };

function spliced(text: string, edits: readonly Edit[]): string {
  const cursor = new JsonCursor(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
  const splices = splicesAt(cursor, edits);
  if (cursor.peek() !== '') throw new SyntaxError(`Unexpected text after the value at ${cursor.at}`);
  return withSplices(text, splices);
}

/** What edits of the value at a cursor come to, in the order of the text. @throws HeadroomError, SyntaxError */
export function splicesAt(cursor: JsonCursor, edits: readonly Edit[]): readonly Splice[] {
  const outcome = visit(cursor, editTree(edits));
  if ('missing' in outcome) throw noSuchPath(outcome.missing.at);
  return outcome;
}

export function withSplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let from = 0;
  for (const splice of splices) {
    result += text.slice(from, splice.start) + splice.text;
    from = splice.end;
  }
  return result + text.slice(from);
}

function visit(cursor: JsonCursor, tree: EditTree): Outcome {
  const first = cursor.peek();
  if (!tree.replacement && first === '{' && tree.appended.length === 0) return visitObject(cursor, tree);
  if (!tree.replacement && first === '[') return visitList(cursor, tree);
  const start = cursor.at;
  cursor.skipValue();
  if (!tree.replacement) return { missing: tree };
  return [{ start, end: cursor.at, text: literal(tree.replacement.value) }];
}

function visitObject(cursor: JsonCursor, tree: EditTree): Outcome {
  const outcomes = new Map<string, Outcome>();
  const { end, count } = eachMember(cursor, '}', () => {
    const key = cursor.takeKey();
    cursor.take(':');
    const child = tree.children.get(key);
    if (!child) return cursor.skipValue();
    // Of a repeated key the last one counts, and its splices come after those of the keys between.
    outcomes.delete(key);
    outcomes.set(key, visit(cursor, child));
  });
  const added: string[] = [];
  for (const [key, child] of tree.children) {
    if (outcomes.has(key)) continue;
    if (child.appended.length === 0 || child.children.size > 0) outcomes.set(key, { missing: child });
    else added.push(`${literal(key)}:[${child.appended.map(literal).join(',')}]`);
  }
  return joined([...outcomes.values(), insertion(end, count, added)]);
}

function visitList(cursor: JsonCursor, tree: EditTree): Outcome {
  const outcomes: Outcome[] = [];
  let index = 0;
  let found = 0;
  const { end, count } = eachMember(cursor, ']', () => {
    const child = found < tree.children.size ? tree.children.get(String(index)) : undefined;
    index++;
    if (!child) return cursor.skipValue();
    found++;
    outcomes.push(visit(cursor, child));
  });
  for (const [key, child] of tree.children) if (!isBelow(key, count)) outcomes.push({ missing: child });
  return joined([...outcomes, insertion(end, count, tree.appended.map(literal))]);
}

/** Calls `member` before each member of the list or object at the cursor, and says where the last one ended. */
function eachMember(cursor: JsonCursor, close: string, member: () => void): { end: number; count: number } {
  cursor.at++;
  let end = cursor.at;
  if (cursor.peek() === close) {
    cursor.at++;
    return { end, count: 0 };
  }
  for (let count = 1; ; count++) {
    member();
    end = cursor.at;
    if (cursor.peek() !== ',') {
      cursor.take(close);
      return { end, count };
    }
    cursor.at++;
  }
}

function isBelow(key: string, count: number): boolean {
  return String(Number(key)) === key && Number.isInteger(Number(key)) && Number(key) >= 0 && Number(key) < count;
}

function insertion(at: number, count: number, texts: readonly string[]): readonly Splice[] {
  return texts.length === 0 ? [] : [{ start: at, end: at, text: (count > 0 ? ',' : '') + texts.join(',') }];
}

function joined(outcomes: readonly Outcome[]): Outcome {
  return outcomes.find((outcome) => 'missing' in outcome) ?? (outcomes as readonly (readonly Splice[])[]).flat();
}

function literal(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('A value that JSON cannot hold');
  return text;
}
