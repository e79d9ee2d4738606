/** JSON text as a string, or as UTF-8 bytes. */
export type JsonSource = string | Uint8Array;

/** How a form of text is measured, cut and put together; places count characters or bytes. */
export interface SourceForm<Source extends JsonSource> {
  /** Below 0 where one stands before the other, 0 where they are the same. */
  order(one: Source, other: Source): number;
  part(source: Source, from: number, to?: number): Source;
  /** @throws TypeError for bytes that are not UTF-8; a byte order mark stays. */
  text(source: Source): string;
  /** How much room a text takes in this form. */
  sizeOf(text: string): number;
  of(text: string): Source;
  joined(parts: readonly Source[]): Source;
}

export const STRINGS: SourceForm<string> = {
  order: (one, other) => (one === other ? 0 : one < other ? -1 : 1),
  part: (source, from, to) => source.slice(from, to),
  text: (source) => source,
  sizeOf: (text) => text.length,
  of: (text) => text,
  joined: (parts) => parts.join(''),
};

/** What Node, Bun and Deno have for bytes. */
interface BufferClass {
  compare(one: Uint8Array, other: Uint8Array): number;
  byteLength(text: string): number;
  from(text: string): Uint8Array;
  concat(parts: readonly Uint8Array[]): Uint8Array;
}

/** Bytes are compared in place where the runtime can do that; undefined where it cannot. */
export function bytesForm(): SourceForm<Uint8Array> | undefined {
  const { Buffer } = globalThis as { readonly Buffer?: BufferClass };
  if (typeof Buffer?.compare !== 'function') return undefined;
  return {
    order: (one, other) => Buffer.compare(one, other),
    part: (source, from, to) => source.subarray(from, to),
    text: (source) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source),
    sizeOf: (text) => Buffer.byteLength(text),
    of: (text) => Buffer.from(text),
    joined: (parts) => Buffer.concat(parts),
  };
}
