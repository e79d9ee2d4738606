/**
 * A crew without a framework: agents with roles, tasks in order, results handed on through SharedContext. This is what one writes
 * where another ecosystem has CrewAI. Run: npx tsx examples/crew.ts
 */
import assert from 'node:assert/strict';
import { createHeadroom, SharedContext } from '@headroom/core';
import { CULPRIT, deploys } from './deploys.js';
import { tell } from './tell.js';

interface Member {
  readonly role: string;
  /** Does a task with what the crew knows so far. */
  work(task: string, known: string): Promise<string>;
}

interface Task {
  readonly name: string;
  readonly by: Member;
  readonly asks: string;
  /** Names of the tasks whose results it needs. */
  readonly needs?: readonly string[];
}

const headroom = createHeadroom();
const context = new SharedContext({ headroom });
const read: Record<string, number> = {};

async function run(tasks: readonly Task[]): Promise<void> {
  for (const { name, by, asks, needs = [] } of tasks) {
    const known = needs.map((need) => context.get(need) ?? '').join('\n\n');
    read[name] = known.length;
    await context.put(name, await by.work(asks, known), { agent: by.role, query: asks });
  }
}

const researcher: Member = { role: 'researcher', work: async () => deploys() };
const analyst: Member = {
  role: 'analyst',
  // Names what failed from the short form, then looks the row up in the original through its hash.
  async work(_, known) {
    const hash = /hash=([0-9a-f]{24})/.exec(known)?.[1];
    const found = hash ? await headroom.retrieve(hash, { query: 'failed' }) : undefined;
    return found?.status === 'found' ? found.text : known;
  },
};
const writer: Member = {
  role: 'writer',
  work: async (_, known) => `Roll back ${known.match(/dep-\d{4}/g)?.find((id) => id === CULPRIT) ?? 'nothing'}.`,
};

await run([
  { name: 'deploys', by: researcher, asks: 'List the deploys of last night; which failed?' },
  { name: 'analysis', by: analyst, asks: 'Which deploy failed and why?', needs: ['deploys'] },
  { name: 'advice', by: writer, asks: 'Say what to do.', needs: ['analysis'] },
]);

assert.equal(context.get('advice'), `Roll back ${CULPRIT}.`);
assert.ok(
  (read.analysis ?? 0) < deploys().length * 0.5,
  'the analyst read less than half of what the researcher found',
);
assert.ok(context.get('analysis', { full: true })?.includes('migration 0042'));
assert.deepEqual(context.keys(), ['deploys', 'analysis', 'advice']);

await tell({
  question: 'Which deploy failed, and why?',
  original: deploys(),
  arrived: context.get('deploys'),
  answer: context.get('advice') ?? '',
});
