import type { Edit } from '../model/edit.js';
import { HeadroomError } from '../model/errors.js';
import type { Path } from '../model/path.js';

/** The edits of one request as a tree along their paths: what happens at a value, and which children lead to more. */
export interface EditTree {
  readonly at: Path;
  replacement?: { readonly value: unknown };
  readonly appended: unknown[];
  /** By key; indexes are written as their decimal text. */
  readonly children: Map<string, EditTree>;
}

/** Puts edits into a tree. Throws `invalid_argument` when two of them claim the same value or one lies inside another. */
export function editTree(edits: readonly Edit[]): EditTree {
  const root = node([]);
  for (const edit of edits) {
    let at = root;
    for (const [depth, key] of edit.at.entries()) {
      if (at.replacement) throw conflict(edit.at);
      const next = at.children.get(String(key)) ?? node(edit.at.slice(0, depth + 1));
      at.children.set(String(key), next);
      at = next;
    }
    if (at.replacement) throw conflict(edit.at);
    if (edit.kind === 'append') at.appended.push(edit.value);
    else if (at.children.size > 0 || at.appended.length > 0) throw conflict(edit.at);
    else at.replacement = { value: edit.value };
  }
  return root;
}

/** The error for an edit whose path leads nowhere. */
export function noSuchPath(at: Path): HeadroomError {
  return new HeadroomError('invalid_argument', `No value to edit at ${JSON.stringify(at)}.`, 'edits');
}

function conflict(at: Path): HeadroomError {
  return new HeadroomError('invalid_argument', `Two edits overlap at ${JSON.stringify(at)}.`, 'edits');
}

function node(at: Path): EditTree {
  return { at, appended: [], children: new Map() };
}
