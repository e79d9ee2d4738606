import { expect, vi } from 'vitest';

/** Runs a program and demands that it tells what happened, in the words of {@link tell}. */
export async function expectTold(run: () => Promise<unknown>): Promise<void> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await run();
  const text = log.mock.calls.flat().join('\n');
  log.mockRestore();
  for (const name of ['Question', 'Before', 'After', 'Saved', 'Why', 'Answer'])
    expect(text).toMatch(new RegExp(`^${name} +\\S`, 'm'));
  const [before = 0, after = 0] = ['Before', 'After'].map((name) =>
    Number(new RegExp(`^${name} +(\\d+) tokens`, 'm').exec(text)?.[1]),
  );
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(before / 2);
  // The row that the answer names is among those shown.
  expect(text.split(/^After/m)[1]?.split(/^Saved/m)[0]).toContain('dep-0217');
}
