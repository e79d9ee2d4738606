import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

const encoder = new TextEncoder();

/** Length of a content address in hexadecimal digits: 96 bits. */
export const HASH_LENGTH = 24;

/** The content address of an original: the first 96 bits of the SHA-256 of its UTF-8 bytes, in lower-case hexadecimal. */
export function contentHash(text: string): string {
  return bytesToHex(sha256(encoder.encode(text))).slice(0, HASH_LENGTH);
}
