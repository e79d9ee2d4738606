import { createHash } from 'node:crypto';

/** The text that a worker stores under its name and a number; anybody can tell whether it is whole. */
export function workerText(name: string, i: number): string {
  return `${name} ${i} ${createHash('sha256').update(`${name}${i}`).digest('hex')}\n`.repeat(300);
}
