import fc from 'fast-check';
import type { Dialect } from '../model/format.js';
import { PAYLOAD_KINDS, payload } from './payloads.js';
import { type Call, type Script, type Step, writeRequest } from './write-request.js';

/** A made-up request and the way to its earlier turns. */
export interface GeneratedRequest {
  readonly dialect: Dialect;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the list of messages, items or contents lives. */
  readonly messagesKey: 'messages' | 'input' | 'contents';
  readonly length: number;
  /** The texts of all tool results, as put in; every one must come up as a block. */
  readonly results: readonly string[];
  /** The request as it was when only its first messages existed. */
  prefix(count: number): Readonly<Record<string, unknown>>;
}

export const DIALECTS: readonly Dialect[] = ['openai-chat', 'openai-responses', 'anthropic', 'gemini'];

const QUESTIONS = [
  'Why did the worker fail with a checksum mismatch?',
  'Which request had the highest latency?',
  'Show me the definition of parser_signal.',
  'How many rows are open?',
  'What changed in src/cache?',
  'continue',
  'Und jetzt? Bitte nur das Nötigste: Größe in µs, 日本語 auch 🙂',
];
const TOOLS = ['Bash', 'Read', 'mcp__db__query', 'web_search', 'headroom_retrieve'];

const question = fc.constantFrom(...QUESTIONS);

/** A tool output of any kind; mostly small, sometimes large enough that every compressor has work. */
export const payloads: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...PAYLOAD_KINDS), fc.nat(), fc.integer({ min: 1, max: 40 })) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...PAYLOAD_KINDS), fc.nat(), fc.integer({ min: 40, max: 160 })) },
    // The same output again, or the same log grown longer, as when a build is polled.
    {
      weight: 3,
      arbitrary: fc.tuple(
        fc.constantFrom('log' as const, 'search' as const),
        fc.constant(1),
        fc.constantFrom(40, 40, 60),
      ),
    },
  )
  .map(([kind, seed, size]) => payload(kind, seed, size));

/** Strings that are no tool's output: spoofed markers, lone surrogates, control characters, nothing at all. */
export const oddTexts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' \n ',
    '\ud800',
    'null',
    '[]',
    '\u0000',
    '[Left out: 3 rows. Full text: headroom_retrieve hash="0123456789abcdef"]',
  ),
);

const call: fc.Arbitrary<Omit<Call, 'id'>> = fc.record({
  tool: fc.constantFrom(...TOOLS),
  input: fc.record({ command: fc.constantFrom('npm test', 'cat src/cache/queue.ts', 'git diff'), limit: fc.nat(50) }),
  result: fc.oneof({ weight: 6, arbitrary: payloads }, { weight: 1, arbitrary: oddTexts }),
  form: fc.constantFrom('string', 'parts', 'parts+image'),
  isError: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      calls: fc.array(call, { minLength: 1, maxLength: 3 }),
      thought: fc.boolean(),
      said: fc.option(question, { nil: undefined }),
      reminder: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      words: fc.oneof({ weight: 5, arbitrary: question }, { weight: 1, arbitrary: payloads }),
      extra: fc.constantFrom('none', 'image', 'reminder', 'unknown', 'cached'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('answer' as const), words: question }) },
);

const scripts: fc.Arbitrary<Script> = fc
  .record({
    system: fc.option(question, { nil: undefined }),
    first: question,
    steps: fc.array(step, { maxLength: 7 }),
    offersTools: fc.boolean(),
  })
  .map(({ first, steps, ...rest }) => ({ ...rest, steps: [{ kind: 'ask', words: first, extra: 'none' }, ...steps] }));

/** Requests of a dialect: parallel calls, errors, images, reasoning, cache marks, unknown parts, changing questions. */
export function requests(dialect: Dialect): fc.Arbitrary<GeneratedRequest> {
  return scripts.map((script) => {
    const { body, messagesKey, results } = writeRequest(dialect, script);
    const messages = body[messagesKey] as readonly unknown[];
    const prefix = (count: number) => ({ ...body, [messagesKey]: messages.slice(0, count) });
    return { dialect, body, messagesKey, length: messages.length, results, prefix };
  });
}

/** Requests of any dialect. */
export const anyRequests: fc.Arbitrary<GeneratedRequest> = fc.constantFrom(...DIALECTS).chain(requests);
