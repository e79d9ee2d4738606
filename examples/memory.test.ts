import { expect, it, vi } from 'vitest';

it('answers the second conversation from the first, and from what took its place', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./two-conversations.js');
  const text = log.mock.calls.flat().join('\n');
  log.mockRestore();
  expect(text).toMatch(/^After +Run rsync\.$/m);
  expect(text).toMatch(/^Changed +Run Kamal\.$/m);
});

it('does so around a client, with what the model saved itself', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./memory-client.js');
  const text = log.mock.calls.flat().join('\n');
  log.mockRestore();
  expect(text).toMatch(/^After +Frankfurt$/m);
  expect(text).toMatch(/^Changed +Oslo$/m);
});
