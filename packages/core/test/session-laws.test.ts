import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompressResult, createHeadroom, type HeadroomOptions, memory, type Store } from '../src/index.js';
import { anyRequests, type GeneratedRequest } from '../src/testing/requests.js';

/**
 * An engine that has seen a conversation grow gives, at every request, what an engine gives that sees it for the first time: the same
 * request, the same report.
 */

const choices: readonly HeadroomOptions[] = [
  { retrieval: 'tool' },
  { retrieval: 'tool', mode: 'aggressive', minTokens: 20 },
  { retrieval: 'none', minTokens: 20 },
  { model: 'claude-sonnet-4-5', retrieval: 'summary', minTokens: 20, excludeTools: ['Bash'] },
  { query: 'Which request had the highest latency?', retrieval: 'tool', minTokens: 20 },
  { frozenMessageCount: 3, minTokens: 20 },
  { losslessTurns: [2, 4], minTokens: 20, retrieval: 'tool' },
  { compressUserMessages: true, minTokens: 20 },
];

interface Step {
  /** Which of the conversations. */
  readonly which: number;
  /** How much of it, in per mille. */
  readonly part: number;
  readonly choice: number;
  readonly change: 'none' | 'text' | 'tools' | 'model' | 'early' | 'drop' | 'again';
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    which: fc.nat(1),
    part: fc.integer({ min: 0, max: 1000 }),
    choice: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(choices.length - 1) }),
    change: fc.oneof(
      { weight: 8, arbitrary: fc.constant('none' as const) },
      { weight: 3, arbitrary: fc.constantFrom('text', 'tools', 'model', 'early', 'drop', 'again') },
    ),
  }),
  { minLength: 2, maxLength: 7 },
);

/** Longer and longer, with a step back here and there. */
function requestOf({ prefix, length, messagesKey }: GeneratedRequest, { part, change }: Step, at: number, all: number) {
  const grown = Math.max(1, Math.ceil((length * Math.max((at + 1) / all, part / 1000)) | 0));
  const body = structuredClone(prefix(grown)) as Record<string, unknown>;
  const list = body[messagesKey] as unknown[];
  const edited = (index: number) => {
    const text = JSON.stringify(list[index]);
    list[index] = JSON.parse(text.replace(/(e)(?=[^"]*")/, 'ee').replace(/"(?:role|type)eee?"/g, '"role"')) as unknown;
  };
  if (change === 'text') edited(list.length - 1);
  if (change === 'early') edited(0);
  if (change === 'drop') list.splice(1, 1);
  if (change === 'tools') body.tools = [{ name: 'other', input_schema: { type: 'object' } }];
  if (change === 'model') body.model = 'gpt-4.1';
  return body;
}

/** What was sent before has its reasons and its licence no longer where it is read from a record. */
function shown({ blocks, ...rest }: CompressResult, withDecisions: boolean) {
  return withDecisions
    ? { blocks, ...rest }
    : { blocks: blocks.map(({ decisions: _, licence: __, ...block }) => block), ...rest };
}

describe('a conversation that goes on', () => {
  for (const sync of [false, true]) {
    it(`gives the same as one that is seen for the first time${sync ? ', without waiting' : ''}`, async () => {
      let trimmed = 0;
      await fc.assert(
        fc.asyncProperty(anyRequests, anyRequests, steps, async (one, other, path) => {
          const grown = createHeadroom();
          for (const [at, step] of path.entries()) {
            const body = requestOf(step.which === 0 ? one : other, step, at, path.length);
            const options = choices[step.choice];
            const call = (engine: typeof grown) =>
              sync ? engine.compressSync(body, options) : engine.compress(body, options);
            const kept = structuredClone(body);
            const now = await call(grown);
            const fresh = await call(createHeadroom());
            expect(shown(now, true)).toEqual(shown(fresh, true));
            expect(body).toEqual(kept);
            if (step.change === 'again') expect(await call(grown)).toEqual(fresh);
            trimmed += now.ccrHashes.length;
            for (const hash of now.ccrHashes)
              expect(await grown.retrieve(hash)).toMatchObject({ status: 'found', whole: true });
          }
        }),
        { numRuns: 300 },
      );
      expect(trimmed).toBeGreaterThan(200);
    }, 240_000);
  }

  it('repeats what was sent, where outcomes are recorded and records get lost', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequests, steps, fc.nat(), async (request, given, seed) => {
        // The other model of a request is another option as well.
        const path = given.map((step) => ({
          ...step,
          change: step.change === 'model' ? ('none' as const) : step.change,
        }));
        const entries = new Map<string, string>();
        const store: Store = {
          get: (key) => entries.get(key),
          set: (key, value) => void entries.set(key, value),
          delete: (key) => void entries.delete(key),
        };
        const grown = createHeadroom({ store, conversation: 'a' });
        for (const [at, step] of path.entries()) {
          const body = requestOf(request, step, at, path.length);
          const before = new Map(entries);
          const now = await grown.compress(body, choices[step.choice]);
          // Another process over the store as it was, as after a restart.
          const restarted = createHeadroom({ store: memoryOf(before), conversation: 'a' });
          const fresh = await restarted.compress(body, choices[step.choice]);
          expect(shown(now, false)).toEqual(shown(fresh, false));
          // Had options changed before, only the engine that sent it could still repeat it.
          const isPlain = path.slice(0, at + 1).every(({ choice }) => choice === path[0]?.choice);
          if (isPlain && (seed >> at) % 3 === 0) lose(entries);
        }
      }),
      { numRuns: 200 },
    );
  }, 240_000);

  it('goes by what was sent last, where options come back and records got lost in between', async () => {
    const log = (seed: number) =>
      Array.from({ length: 80 }, (_, i) => `12:00:${i % 60} INFO worker-${i % 4} took job ${i * seed}`).join('\n');
    const turns = (count: number) => [
      { role: 'user', content: 'What happened?' },
      ...Array.from({ length: count }, (_, n) => [
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: `t${n}`, name: 'Bash', input: { command: `run ${n}` } }],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: `t${n}`, content: n === 0 ? log(3) : `ok ${n}` }],
        },
      ]).flat(),
    ];
    const entries = new Map<string, string>();
    const store: Store = {
      get: (key) => entries.get(key),
      set: (key, value) => void entries.set(key, value),
      delete: (key) => void entries.delete(key),
    };
    const grown = createHeadroom({ store, conversation: 'a' });
    const whole = { excludeTools: ['Bash'] };
    for (const count of [3, 2]) {
      expect((await grown.compress(turns(count), whole)).ccrHashes).toEqual([]);
      lose(entries);
    }
    const cut = await grown.compress(turns(4), { retrieval: 'tool' });
    expect(cut.ccrHashes).toHaveLength(1);
    const back = await grown.compress(turns(3), whole);
    const restarted = createHeadroom({ store: memoryOf(entries), conversation: 'a' });
    expect(back.body).toEqual((await restarted.compress(turns(3), whole)).body);
    expect(JSON.stringify(cut.body).startsWith(JSON.stringify(back.body).slice(0, -1))).toBe(true);
  });

  it('sees what its caller changed in place', async () => {
    const log = (seed: number) =>
      Array.from({ length: 80 }, (_, i) => `12:00:${i % 60} INFO worker-${i % 4} took job ${i * seed}`).join('\n');
    const messages: Record<string, unknown>[] = [{ role: 'user', content: 'What happened?' }];
    const turn = (n: number) =>
      messages.push(
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: `t${n}`, name: 'Bash', input: { command: `cat ${n}` } }],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: `t${n}`, content: log(n) }] },
      );
    const grown = createHeadroom();
    turn(1);
    await grown.compress(messages);
    turn(2);
    (messages[2] as { content: { content: string }[] }).content[0]!.content = log(7);
    expect((await grown.compress(messages)).messages).toEqual((await createHeadroom().compress(messages)).messages);
    turn(3);
    (messages[3] as { content: { input: { command: string } }[] }).content[0]!.input.command =
      'cat important.log job 14';
    expect(await grown.compress(messages)).toEqual(await createHeadroom().compress(messages));
  });

  it('does not let one call see what another made while both are under way', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequests, async (request) => {
        const grown = createHeadroom();
        await grown.compress(request.prefix(Math.ceil(request.length / 2)));
        const both = await Promise.all([grown.compress(request.body), grown.compress(request.body)]);
        const fresh = await createHeadroom().compress(request.body);
        for (const one of both) expect(one).toEqual(fresh);
      }),
      { numRuns: 100 },
    );
  }, 240_000);
});

function memoryOf(entries: ReadonlyMap<string, string>): Store {
  const store = memory();
  for (const [key, value] of entries) store.set(key, value);
  return store;
}

/** Records go, originals stay. */
function lose(entries: Map<string, string>): void {
  for (const key of entries.keys()) if (key.startsWith('sent-')) entries.delete(key);
}
