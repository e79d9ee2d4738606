import { expect, it } from 'vitest';
import { harmless } from './harmless.js';

it('hears nothing of what a listener does', async () => {
  const unhandled: unknown[] = [];
  const hear = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', hear);
  const heard: unknown[] = [];
  const listeners: ((told: string) => unknown)[] = [
    (told) => heard.push(told),
    () => {
      throw new Error('thrown');
    },
    async () => {
      throw new Error('rejected');
    },
    // biome-ignore lint/suspicious/noThenProperty: a promise of another library
    () => ({ then: (_: unknown, fail?: (reason: Error) => void) => setTimeout(() => fail?.(new Error('late')), 1) }),
    // biome-ignore lint/suspicious/noThenProperty: a broken one
    () => ({ then: () => heard.push('asked') && JSON.parse('{') }),
  ];
  for (const listener of listeners) expect(harmless(listener)('told')).toBeUndefined();
  expect(harmless<[string]>(undefined)('told')).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', hear);
  expect([heard, unhandled]).toEqual([['told', 'asked'], []]);
});
