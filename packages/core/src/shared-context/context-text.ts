import { HeadroomError } from '../model/errors.js';

/** The text of what an agent shares: strings as they are, JSON values printed once. */
export function asText(content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  if (typeof text !== 'string')
    throw new HeadroomError('invalid_argument', 'SharedContext stores strings and JSON values', 'content');
  return text;
}

/** Tokens saved in percent, with one decimal. */
export function percent(before: number, after: number): number {
  return before === 0 ? 0 : Math.round((1 - after / before) * 1000) / 10;
}
