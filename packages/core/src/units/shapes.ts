import type { Unit } from './unit.js';

/** Units of one shape. */
export interface Shape {
  readonly id: number;
  /** Ascending. */
  readonly members: readonly number[];
}

/** The shapes of a list of units, in the order in which they come up. */
export function shapesOf(list: readonly Unit[]): readonly Shape[] {
  const found = new Map<number, number[]>();
  list.forEach(({ shape }, i) => {
    if (shape === undefined) return;
    const members = found.get(shape);
    if (members) members.push(i);
    else found.set(shape, [i]);
  });
  return [...found].map(([id, members]) => ({ id, members }));
}
