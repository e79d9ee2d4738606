import { createHash } from 'node:crypto';

const ENDS = new Set('.!…');

/** Equal for texts that differ in spaces, case and the sign at their end only. */
export function sameness(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  let end = plain.length;
  while (end > 0 && ENDS.has(plain[end - 1]!)) end -= 1;
  return createHash('sha256').update(plain.slice(0, end)).digest('base64url').slice(0, 22);
}
