import type { Conversation } from '@headroom/agents/sessions';
import { expect, it } from 'vitest';
import { Replayers } from './replayers.js';

/** A thread that says which it is and what it was given, and then does as it was told. */
const threads = (then: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, threadId } from 'node:worker_threads';
      let nth = 0;
      parentPort.on('message', ({ session }) => {
        nth += 1;
        ${then}
        parentPort.postMessage({ digest: { session, nth, threadId }, isFull: session.includes('large') });
      });`)}`,
  );
const conversation = (session: string): Conversation => ({
  agent: 'codex',
  session,
  isSubAgent: false,
  folder: undefined,
  model: 'gpt-4o',
  messages: [
    { role: 'user', content: 'Hello?' },
    { role: 'assistant', content: 'Yes.' },
  ],
  usage: new Map(),
  failed: new Set(),
  began: undefined,
});

async function told(names: readonly string[], then: string) {
  const all: { readonly session?: string; readonly nth?: number; readonly requests?: number }[] = [];
  const replayers = new Replayers({}, 1, (digest) => all.push((digest ?? {}) as (typeof all)[number]), threads(then));
  for (const name of names) await replayers.add(conversation(name));
  await replayers.end();
  return all;
}

it('keeps to one thread as long as that has room, and to the order', async () => {
  const all = await told(['a', 'b', 'large', 'c', 'd'], '');
  expect(all.map(({ session, nth }) => [session, nth])).toEqual([
    ['a', 1],
    ['b', 2],
    ['large', 3],
    ['c', 1],
    ['d', 2],
  ]);
});

it('gives what a thread died of to a new one, and only what that dies of too is replayed here', async () => {
  const all = await told(
    ['a', 'late', 'b', 'worst', 'c'],
    `if ((session === 'late' && nth > 1) || session === 'worst') process.exit(1);`,
  );
  expect(all.map(({ session, nth, requests }) => [session, nth, requests])).toEqual([
    ['a', 1, undefined],
    ['late', 1, undefined],
    ['b', 2, undefined],
    [undefined, undefined, 1],
    ['c', 1, undefined],
  ]);
});
