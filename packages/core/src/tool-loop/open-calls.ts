import type { Call } from './loop-dialect.js';

const MARK = '~headroom.';

/**
 * The id of a response that a provider keeps, with our calls in it that nobody has answered yet: the provider goes on only from
 * answers to all calls, and the client knows but its own. Whoever gets the id back, in any process, can answer.
 */
export function withOpenCalls(id: unknown, calls: readonly Call[]): unknown {
  if (typeof id !== 'string' || calls.length === 0) return id;
  return id + MARK + toBase64(JSON.stringify(calls.map(({ id: call, input }) => [call, input])));
}

/** The provider's own id, and the calls to answer; an id that holds none is the provider's. */
export function readOpenCalls(shown: string, name: string): { readonly id: string; readonly calls: readonly Call[] } {
  const at = shown.indexOf(MARK);
  if (at < 0) return { id: shown, calls: [] };
  try {
    const listed = JSON.parse(fromBase64(shown.slice(at + MARK.length))) as readonly (readonly [string, unknown])[];
    return { id: shown.slice(0, at), calls: listed.map(([id, input]) => ({ id, name, input })) };
  } catch {
    return { id: shown, calls: [] };
  }
}

/** The same address with the provider's own id in it. */
export function withoutOpenCalls(address: string): string {
  return address.replace(/~headroom\.[\w-]*/, '');
}

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function fromBase64(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
