import { hasPieces, Pieces } from './pieces.js';

/** JSON text as a string, or as UTF-8 bytes. */
export type JsonSource = string | Pieces;

/** How a form of text is measured, cut and put together; places count characters or bytes. */
export interface SourceForm<Source extends JsonSource> {
  /** Below 0 where one stands before the other, 0 where they are the same. */
  order(one: Source, other: Source): number;
  /** How much both begin with. */
  common(one: Source, other: Source): number;
  part(source: Source, from: number, to?: number): Source;
  /** @throws TypeError for bytes that are not UTF-8; a byte order mark stays. */
  text(source: Source): string;
  /** How much room a text takes in this form. */
  sizeOf(text: string): number;
  of(text: string): Source;
  joined(parts: readonly Source[]): Source;
  /** One behind the other, with what is added in memory of its own; undefined for a form that shares no memory. */
  readonly grown: ((source: Source, more: Source) => Source) | undefined;
}

export const STRINGS: SourceForm<string> = {
  order: (one, other) => (one === other ? 0 : one < other ? -1 : 1),
  common(one, other) {
    let low = 0;
    let high = Math.min(one.length, other.length);
    if (one.slice(0, high) === other.slice(0, high)) return high;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (one.slice(low, middle) === other.slice(low, middle)) low = middle;
      else high = middle;
    }
    return low;
  },
  part: (source, from, to) => source.slice(from, to),
  text: (source) => source,
  sizeOf: (text) => text.length,
  of: (text) => text,
  joined: (parts) => parts.join(''),
  grown: undefined,
};

const BYTES: SourceForm<Pieces> = {
  order(one, other) {
    const same = one.common(other);
    if (same === one.length || same === other.length) return one.length - other.length;
    return one.byte(same) - other.byte(same);
  },
  common: (one, other) => one.common(other),
  part: (source, from, to) => source.slice(from, to),
  text: (source) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source.whole()),
  sizeOf: (text) => byteLength(text),
  of: (text) => new Pieces([new TextEncoder().encode(text)]),
  joined: (parts) => new Pieces(parts.flatMap(({ parts: own }) => own)),
  grown: (source, more) => source.with(more),
};

function byteLength(text: string): number {
  return (globalThis as unknown as { readonly Buffer: { byteLength(text: string): number } }).Buffer.byteLength(text);
}

/** Bytes are compared in place where the runtime can do that; undefined where it cannot. */
export function bytesForm(): SourceForm<Pieces> | undefined {
  return hasPieces() ? BYTES : undefined;
}
