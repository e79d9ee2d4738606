import { editJson } from '../edit/edit-json.js';
import type { Edit } from '../model/edit.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The text of a request body after its object was changed: where fields were replaced or lists grew at their end, every other
 * byte stays as it was; where a field was taken away, the body is written anew.
 */
export function respell<Body extends string | Uint8Array>(body: Body, before: Fields, after: Fields): Body {
  if (before === after) return body;
  const edits = editsBetween(before, after);
  const edited = edits && editJson(body, edits);
  if (edited?.ok) return edited.json;
  const text = JSON.stringify(after);
  return (typeof body === 'string' ? text : new TextEncoder().encode(text)) as Body;
}

/** The edits that lead from one object to another with the same fields or more lists; undefined where edits cannot say it. */
function editsBetween(before: Fields, after: Fields): Edit[] | undefined {
  if (Object.keys(before).some((key) => !Object.hasOwn(after, key))) return undefined;
  const edits: Edit[] = [];
  for (const [key, value] of Object.entries(after)) {
    const known = Object.hasOwn(before, key);
    if (known && value === before[key]) continue;
    const added = addedTo(known ? before[key] : [], value);
    if (added) edits.push(...added.map((item): Edit => ({ kind: 'append', at: [key], value: item })));
    else if (known) edits.push({ kind: 'replace', at: [key], value });
    else return undefined;
  }
  return edits;
}

/** What a list has at its end that a shorter one had not. */
function addedTo(before: unknown, after: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || after.length <= before.length) return undefined;
  return before.every((item, index) => item === after[index]) ? after.slice(before.length) : undefined;
}
