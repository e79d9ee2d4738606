import type { Path } from '../model/path.js';

const MAX_DEPTH = 64;

/** A string inside a structured value, and where it lives. */
export interface StringLeaf {
  readonly at: Path;
  readonly text: string;
}

/** The strings of at least `length` characters inside a structured value, in reading order; cycles and great depth are left. */
export function stringLeaves(value: unknown, at: Path, length: number): StringLeaf[] {
  const leaves: StringLeaf[] = [];
  collect(value, at, new Set(), { length, leaves });
  return leaves;
}

interface Wanted {
  readonly length: number;
  readonly leaves: StringLeaf[];
}

function collect(value: unknown, at: Path, parents: Set<unknown>, wanted: Wanted): void {
  if (typeof value === 'string') {
    if (value.length >= wanted.length) wanted.leaves.push({ at, text: value });
    return;
  }
  if (typeof value !== 'object' || value === null || parents.size >= MAX_DEPTH || parents.has(value)) return;
  parents.add(value);
  const entries: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of entries) if (mayHold(item, wanted.length)) collect(item, [...at, key], parents, wanted);
  parents.delete(value);
}

function mayHold(value: unknown, length: number): boolean {
  return typeof value === 'string' ? value.length >= length : typeof value === 'object' && value !== null;
}
