import { createHash } from 'node:crypto';
import { withoutInvisible } from '../pack/invisible.js';

/** Longer ones are documents, which belong into a file of their own. */
export const LONGEST_FACT = 2000;

/**
 * A fact as one line of a file that agents take for instructions: it shows all that stands in it, can neither open a comment nor, by an `@` that stands at the
 * beginning of a word, draw a file in.
 */
export function writtenFact(text: string): string {
  const line = withoutInvisible(text)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replaceAll('<!--', () => '‹!--')
    .replaceAll('-->', () => '--›');
  if (!line.includes('@')) return line;
  const parts = line.split('`');
  // In code it does nothing; where it is not clear what is code, it is another sign.
  if (parts.length % 2 === 0) return line.replace(/(^|[^\w])@(?=\S)/g, (_, before) => `${before}＠`);
  return parts
    .map((part, i) =>
      i % 2 === 1 ? part : part.replace(/(^|[^\w])@(\S+)/g, (_, before, name) => `${before}\`@${name}\``),
    )
    .join('`');
}

/** By which a fact is known again wherever it is written: equal for texts that are written alike. */
export function factHash(text: string): string {
  return createHash('sha256').update(writtenFact(text)).digest('hex').slice(0, 10);
}
