/** Choices that come the same every time. */
export interface Chance {
  below(limit: number): number;
  one<T>(list: readonly T[]): T;
  some<T>(list: readonly T[], many: number): T[];
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    one: (list) => list[below(list.length)] as (typeof list)[number],
    some(list, many) {
      const rest = [...list];
      return Array.from({ length: Math.min(many, rest.length) }, () => rest.splice(below(rest.length), 1)[0] as never);
    },
  };
}
