import { expect, it, vi } from 'vitest';

it('learn-from-sessions asserts its result and tells what happened', async () => {
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  await import('./learn-from-sessions.js');
  log.mockRestore();
  expect(said.join('\n')).toMatch(/^Rule .*\nSeen .* 3 sessions.*\nSince .*3 of 3.*0 of 5.*\nAgain /);
});
