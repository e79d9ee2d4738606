import { type Fields, isRecord } from '../../formats/record.js';
import type { Edit } from '../../model/edit.js';
import type { Path } from '../../model/path.js';
import type { FunctionAnswer } from '../../pictures/wires.js';
import { holdsNote } from './note.js';

/** Beside the fields of a response that are not words. */
const FIELD = 'picture_notes';

/** Where words can be added to a function's response: before a text, in a list, or in a field of their own. */
type Place =
  | { readonly kind: 'text'; readonly at: Path; readonly text: string }
  | { readonly kind: 'list'; readonly at: Path; readonly list: readonly unknown[] };

/**
 * The model reads `output` where a response has that, else the whole response. Undefined where nothing can be said: such a result is no
 * record, or its output a number.
 */
function placeIn({ at, response }: FunctionAnswer): Place | undefined {
  if (!isRecord(response)) return undefined;
  if (!('output' in response)) return fieldOf(response, at);
  const { output } = response;
  const own = [...at, 'output'];
  if (typeof output === 'string') return { kind: 'text', at: own, text: output };
  if (Array.isArray(output)) return { kind: 'list', at: own, list: output };
  return isRecord(output) ? fieldOf(output, own) : undefined;
}

function fieldOf(owner: Fields, at: Path): Place | undefined {
  const list = Object.hasOwn(owner, FIELD) ? owner[FIELD] : [];
  return Array.isArray(list) ? { kind: 'list', at: [...at, FIELD], list } : undefined;
}

/** Whether words about the pictures can be added to the result. */
export function canSay(answer: FunctionAnswer): boolean {
  return placeIn(answer) !== undefined;
}

/** Whether the result holds a note of ours, so that its pictures were looked at before. */
export function isNoted(answer: FunctionAnswer): boolean {
  const place = placeIn(answer);
  return place?.kind === 'text' ? holdsNote(place.text) : (place?.list.some(holdsNote) ?? false);
}

/** Whether the result's words point at its media by their names, which must stand there then. */
export function pointsAtParts(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  seen.add(value);
  return Object.entries(value).some(([key, child]) => key === '$ref' || pointsAtParts(child, seen));
}

/** The edits of a request, and words in a function's response, before what its text becomes: a marker stays at a text's end. */
export function withWords(edits: readonly Edit[], answer: FunctionAnswer, words: readonly string[]): readonly Edit[] {
  const place = placeIn(answer);
  if (!place || words.length === 0) return edits;
  // A field of records may have become a text, and that in which ours would stand with it.
  const found = edits.findIndex(({ kind, at }) => kind === 'replace' && covers(at, place.at));
  const edit = edits[found];
  const before = edit ? edit.value : place.kind === 'text' ? place.text : undefined;
  if (typeof before !== 'string')
    return [...edits, ...words.map((value): Edit => ({ kind: 'append', at: place.at, value }))];
  const longer: Edit = {
    kind: 'replace',
    at: edit?.at ?? place.at,
    value: [...words, before].filter((text) => text !== '').join('\n\n'),
  };
  return edit ? edits.map((one) => (one === edit ? longer : one)) : [...edits, longer];
}

function covers(at: Path, other: Path): boolean {
  return at.length <= other.length && at.every((key, index) => key === other[index]);
}
