import { check } from 'recheck';

/** What the checker says: nothing for a pattern that takes linear time on every text, else what is wrong. */
export async function problemOf(pattern: string, timeout: number): Promise<string | undefined> {
  const end = pattern.lastIndexOf('/');
  const result = await check(pattern.slice(1, end), pattern.slice(end + 1), { timeout });
  if (result.status === 'safe') return undefined;
  if (result.status === 'vulnerable') return `${result.complexity.summary}, for example on ${result.attack.pattern}`;
  return `undecided (${result.error.kind})`;
}
