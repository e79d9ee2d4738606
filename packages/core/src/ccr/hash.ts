import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { BoundedMap } from '../reading/bounded-map.js';

type Digest = (text: string) => string;
interface Crypto {
  createHash(name: 'sha256'): { update(text: string, encoding: 'utf8'): { digest(encoding: 'hex'): string } };
}

const encoder = new TextEncoder();
/** Originals come back with every turn of a conversation; their hashes are remembered. */
const hashes = new BoundedMap<string>(16_000_000);
let digest: Digest | undefined;

/** Length of a content address in hexadecimal digits: 96 bits. */
export const HASH_LENGTH = 24;

/** The runtime's own SHA-256 where there is one without a promise (Node, Bun, Deno), else the portable one. */
function chooseDigest(): Digest {
  const runtime = (globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } }).process;
  const crypto = runtime?.getBuiltinModule?.('node:crypto') as Crypto | undefined;
  return crypto ? (text) => crypto.createHash('sha256').update(text, 'utf8').digest('hex') : portableDigest;
}

/** SHA-256 in plain JavaScript, for runtimes that have only the asynchronous one. */
export function portableDigest(text: string): string {
  return bytesToHex(sha256(encoder.encode(text)));
}

/** The content address of an original: the first 96 bits of the SHA-256 of its UTF-8 bytes, in lower-case hexadecimal. */
export function contentHash(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const hash = sha256Hex(text).slice(0, HASH_LENGTH);
  hashes.set(text, hash);
  return hash;
}

/** The whole SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal. */
export function sha256Hex(text: string): string {
  digest ??= chooseDigest();
  return digest(text);
}
