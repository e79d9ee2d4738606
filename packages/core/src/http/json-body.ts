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

/** Reads a body as JSON in UTF-8; undefined when it is not. A byte order mark stays in the text. */
export function readJsonBody(body: string | Uint8Array): JsonBody | undefined {
  try {
    const text =
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return { text, value };
  } catch {
    return undefined;
  }
}
