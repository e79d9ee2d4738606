import { counterFor } from '@headroom/core';

/** What of a request's tokens a cache of prefixes has, and what not. */
export interface Shared {
  readonly cached: number;
  readonly rest: number;
}

/** Prefixes shorter than this are not cached, as with the providers. */
const LEAST = 1024;

/** A provider's cache of prefixes, part by part; conversations are told apart by their first part. */
export function promptCache(model: string) {
  const counter = counterFor(model);
  const counts = new Map<string, number>();
  const conversations = new Map<string, string[][]>();
  const tokens = (part: string) => {
    const known = counts.get(part) ?? counter.count(part);
    counts.set(part, known);
    return known;
  };
  const sum = (parts: readonly string[]) => parts.reduce((total, part) => total + tokens(part), 0);
  return {
    tokens,
    share(parts: readonly string[]): Shared {
      const earlier = conversations.get(parts[0] ?? '') ?? [];
      const lengths = earlier.map((other) => {
        const differs = parts.findIndex((part, i) => other[i] !== part);
        return differs < 0 ? parts.length : differs;
      });
      const shared = sum(parts.slice(0, Math.max(0, ...lengths)));
      conversations.set(parts[0] ?? '', [...earlier, [...parts]]);
      const cached = shared < LEAST ? 0 : shared;
      return { cached, rest: sum(parts) - cached };
    },
  };
}
