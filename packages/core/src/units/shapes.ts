import { grouped } from '../reading/grouped.js';
import type { Unit } from './unit.js';

/** Units of one shape. */
export interface Shape {
  readonly id: number;
  /** Ascending. */
  readonly members: readonly number[];
}

/** The shapes of a list of units, in the order in which they come up. */
export function shapesOf(list: readonly Unit[]): readonly Shape[] {
  return [...grouped(list.keys(), (unit) => list[unit]!.shape)].map(([id, members]) => ({ id, members }));
}
