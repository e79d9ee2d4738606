import { headerIn, keptHeaders, type RawHeaders } from '../wire/raw-headers.js';

/** What clients name that want the API as it first was; backends have names of their own for it. */
const FIRST = '2023-06-01';

/** The version of the API for a body: what the client's header names, or the backend's own name of the first. */
export function bodyVersion(headers: RawHeaders, first: string): string {
  const asked = headerIn(headers, 'anthropic-version');
  return asked === undefined || asked === FIRST ? first : asked;
}

/** The headers without those whose place is in the body. */
export function withoutHeaders(headers: RawHeaders, ...names: readonly string[]): RawHeaders {
  return keptHeaders(headers, (name) => !names.includes(name));
}
