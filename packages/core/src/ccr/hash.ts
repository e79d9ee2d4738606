import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { BoundedMap } from '../reading/bounded-map.js';

const encoder = new TextEncoder();
/** Originals come back with every turn of a conversation; their hashes are remembered. */
const hashes = new BoundedMap<string>(16_000_000);

/** Length of a content address in hexadecimal digits: 96 bits. */
export const HASH_LENGTH = 24;

/** The content address of an original: the first 96 bits of the SHA-256 of its UTF-8 bytes, in lower-case hexadecimal. */
export function contentHash(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const hash = bytesToHex(sha256(encoder.encode(text))).slice(0, HASH_LENGTH);
  hashes.set(text, hash);
  return hash;
}
