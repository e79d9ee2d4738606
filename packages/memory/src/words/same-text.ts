import { createHash } from 'node:crypto';

/** Equal for texts that differ in spaces, case and the sign at their end only. */
export function sameness(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!…]+$/, '');
  return createHash('sha256').update(plain).digest('base64url').slice(0, 22);
}
