import { setImmediate } from 'node:timers';

/** So long work goes on, in milliseconds, before others of the process have their turn. */
const LONGEST = 10;

/** When the work of this turn of the event loop began; undefined before its first. */
let began: number | undefined;

/**
 * Leaves a turn of the event loop to others where this one has taken long enough: `await turn()` between the steps of anything that
 * grows with what is stored. Costs nothing to speak of where there is no need.
 */
export function turn(): Promise<void> | undefined {
  if (began === undefined) {
    began = performance.now();
    setImmediate(() => {
      began = undefined;
    });
    return undefined;
  }
  if (performance.now() - began < LONGEST) return undefined;
  return new Promise((resolve) => setImmediate(resolve));
}

/** What becomes of many, in turns. The first is done at once, so that short work keeps its place before what is asked for after it. */
export async function inTurns<T, U>(many: readonly T[], each: (one: T, i: number) => U): Promise<U[]> {
  const done: U[] = [];
  for (const [i, one] of many.entries()) {
    if (i > 0) await turn();
    done.push(each(one, i));
  }
  return done;
}

/** An object whose asynchronous methods each leave a turn to others first, where it is time. */
export function inTurnsOf<T extends object>(target: T): T {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        await turn();
        return Reflect.apply(value, of, given) as unknown;
      };
    },
  });
}
