/** Headers of any kind, by lower-case name. */
export interface HeaderReader {
  get(name: string): string | null | undefined;
}

/** A request with this header set to `true` goes on as it came, without the header. */
export const BYPASS_HEADER = 'x-headroom-bypass';

/** Headers that vouch for the exact bytes of a body. */
const SEALS = ['content-md5', 'digest', 'content-digest', 'x-amz-content-sha256'];

/** Why the bytes of a body must stay as they are whatever they say: signed over, or encoded. */
export function sealOf(headers: HeaderReader): 'sealed' | 'encoded' | undefined {
  const isSet = (name: string) => (headers.get(name) ?? undefined) !== undefined;
  if (SEALS.some(isSet) || headers.get('authorization')?.startsWith('AWS4-')) return 'sealed';
  return (headers.get('content-encoding') ?? 'identity') === 'identity' ? undefined : 'encoded';
}

/** A body read as JSON. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

/** The text of a body; undefined for bytes that are not UTF-8. A byte order mark stays. */
export function textOf(body: string | Uint8Array): string | undefined {
  if (typeof body === 'string') return body;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** A text as `JSON.parse` takes it: a byte order mark is read over. */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Reads a body as JSON in UTF-8; undefined when it is not. A byte order mark stays in the text. */
export function readJsonBody(body: string | Uint8Array): JsonBody | undefined {
  try {
    const text = textOf(body);
    if (text === undefined) return undefined;
    const value: unknown = JSON.parse(withoutMark(text));
    return { text, value };
  } catch {
    return undefined;
  }
}
