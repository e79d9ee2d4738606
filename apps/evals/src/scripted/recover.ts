import { RETRIEVE_TOOL } from '@headroom/core';
import type { Seen, Shown } from './seen.js';

/** What the scripted model does next. */
export type Action =
  | { readonly say: string }
  | { readonly calls: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[] };

const HASH = /hash=([0-9a-f]{24}(?:-[0-9a-f]+)?)/g;

const isOwn = ({ call }: Shown) => call.name === RETRIEVE_TOOL;
const called = (seen: Seen, name: string, input: object) =>
  seen.results.filter(({ call }) => call.name === name && JSON.stringify(call.input) === JSON.stringify(input)).length;

/**
 * Follows a note to the original, where the tool for that is offered: first by the words that are missing, where they are known, then whole. Without it,
 * calls the tool anew whose result has a note of something missing. Undefined when all of that was tried.
 */
export function recover(seen: Seen, query?: string): Action | undefined {
  const results = seen.results.filter((one) => !isOwn(one));
  if (seen.tools.some(({ name }) => name === RETRIEVE_TOOL)) {
    const hashes = [
      ...new Set(results.flatMap(({ text }) => [...text.matchAll(HASH)].map((found) => found[1]))),
    ].reverse();
    for (const hash of hashes)
      for (const input of [...(query === undefined ? [] : [{ hash, query }]), { hash }])
        if (called(seen, RETRIEVE_TOOL, input) === 0) return { calls: [{ name: RETRIEVE_TOOL, input }] };
  }
  for (const { call, text } of results.toReversed())
    if (/left out/i.test(text) && called(seen, call.name, call.input) === 1)
      return { calls: [{ name: call.name, input: call.input }] };
  return undefined;
}
