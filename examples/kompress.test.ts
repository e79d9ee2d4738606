import { expect, it, vi } from 'vitest';

it('answers from the telegram as from the page', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./kompress-guide.js');
  const text = log.mock.calls.flat().join('\n');
  log.mockRestore();
  expect(text).toMatch(/^Answer +Off for at least 4 minutes/m);
});
