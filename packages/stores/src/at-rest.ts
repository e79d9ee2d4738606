import { brotliCompress, brotliCompressSync, brotliDecompressSync, constants, crc32 } from 'node:zlib';
import { StoreError } from './store-error.js';

const PACKED = 1;
const UTF16 = 2;
const HEADER = 5;

/** Values shorter than this gain nothing from being packed. */
export const MIN_PACKED_BYTES = 1024;

/**
 * The bytes of a value at rest: one byte that says how they are written, a checksum of the original, the text. UTF-8, or
 * UTF-16 for strings that UTF-8 cannot hold.
 */
export function toBytes(value: string): Buffer {
  const utf16 = !value.isWellFormed();
  const size = utf16 ? value.length * 2 : Buffer.byteLength(value);
  const bytes = Buffer.allocUnsafe(HEADER + size);
  bytes.write(value, HEADER, utf16 ? 'utf16le' : 'utf8');
  bytes[0] = utf16 ? UTF16 : 0;
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER)), 1);
  return bytes;
}

/** {@link toBytes}, packed at once where that makes it clearly smaller. */
export function toPackedBytes(value: string): Buffer {
  const bytes = toBytes(value);
  if (bytes.length < MIN_PACKED_BYTES) return bytes;
  return packed(bytes, brotliCompressSync(bytes.subarray(HEADER), { params: quality(0, bytes.length) })) ?? bytes;
}

/** The same bytes packed harder, off the main thread; undefined where it does not pay. */
export function packLater(bytes: Buffer): Promise<Buffer | undefined> {
  if (bytes.length < MIN_PACKED_BYTES || isPacked(bytes)) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    brotliCompress(bytes.subarray(HEADER), { params: quality(5, bytes.length) }, (error, smaller) =>
      error ? reject(error) : resolve(packed(bytes, smaller)),
    );
  });
}

/** True for bytes that {@link packLater} has nothing to add to. */
export function isPacked(bytes: Buffer): boolean {
  return ((bytes[0] ?? 0) & PACKED) !== 0;
}

/**
 * The value behind bytes at rest.
 *
 * @throws StoreError `damaged` when they are not what was written.
 */
export function fromBytes(bytes: Buffer): string {
  const how = bytes[0];
  if (how === undefined || bytes.length < HEADER || how > (PACKED | UTF16)) throw damaged();
  let body: Buffer = bytes.subarray(HEADER);
  if (how & PACKED) {
    try {
      body = brotliDecompressSync(body);
    } catch (error) {
      throw damaged(error);
    }
  }
  if (crc32(body) !== bytes.readUInt32LE(1)) throw damaged();
  return body.toString(how & UTF16 ? 'utf16le' : 'utf8');
}

/** A key or note as bytes: databases cut texts at a NUL, and two strings that are not Unicode would become one. */
export function nameBytes(name: string): Buffer {
  return name.isWellFormed() ? Buffer.from(name) : Buffer.concat([Buffer.from([0xff]), Buffer.from(name, 'utf16le')]);
}

/** The key or note behind {@link nameBytes}. */
export function nameOf(bytes: Buffer): string {
  return bytes[0] === 0xff ? bytes.subarray(1).toString('utf16le') : bytes.toString();
}

function packed(bytes: Buffer, smaller: Buffer): Buffer | undefined {
  if (smaller.length > (bytes.length - HEADER) * 0.9) return undefined;
  const result = Buffer.allocUnsafe(HEADER + smaller.length);
  bytes.copy(result, 0, 0, HEADER);
  result[0] = (bytes[0] ?? 0) | PACKED;
  smaller.copy(result, HEADER);
  return result;
}

function quality(level: number, size: number): Record<number, number> {
  return { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_SIZE_HINT]: size };
}

function damaged(cause?: unknown): StoreError {
  return new StoreError('damaged', 'A stored value is damaged and is not served', { cause });
}
