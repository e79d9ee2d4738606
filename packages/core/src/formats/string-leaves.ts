import type { Path } from '../model/path.js';

const MAX_DEPTH = 64;

/** A string inside a structured value, and where it lives. */
export interface StringLeaf {
  readonly at: Path;
  readonly text: string;
}

/** The strings of at least `length` characters inside a structured value, in reading order; cycles and great depth are left. */
export function* stringLeaves(value: unknown, at: Path, length: number): Iterable<StringLeaf> {
  yield* leavesOf(value, at, length, new Set());
}

function* leavesOf(value: unknown, at: Path, length: number, parents: Set<unknown>): Iterable<StringLeaf> {
  if (typeof value === 'string') {
    if (value.length >= length) yield { at, text: value };
    return;
  }
  if (typeof value !== 'object' || value === null || parents.size >= MAX_DEPTH || parents.has(value)) return;
  parents.add(value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (mayHold(item, length)) yield* leavesOf(item, [...at, index], length, parents);
    }
  } else {
    for (const [key, item] of Object.entries(value)) {
      if (mayHold(item, length)) yield* leavesOf(item, [...at, key], length, parents);
    }
  }
  parents.delete(value);
}

function mayHold(value: unknown, length: number): boolean {
  return typeof value === 'string' ? value.length >= length : typeof value === 'object' && value !== null;
}
