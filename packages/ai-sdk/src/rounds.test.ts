import { describe, expect, it } from 'vitest';
import { listing } from '../../../tooling/testing/head-lines.js';
import { type HeadroomModelOptions, withHeadroom } from './index.js';
import { generated, type Line, OPTIONS, SDKS, streamed } from './sdks.fixture.js';

const long = listing('north');
const SECRET = 'north secret is in bin 4711';
const prompt = [
  { role: 'user' as const, content: [{ type: 'text' as const, text: 'Where is the secret?' }] },
  {
    role: 'assistant' as const,
    content: [{ type: 'tool-call' as const, toolCallId: 's1', toolName: 'search', input: {} }],
  },
  {
    role: 'tool' as const,
    content: [
      {
        type: 'tool-result' as const,
        toolCallId: 's1',
        toolName: 'search',
        output: { type: 'text' as const, value: long },
      },
    ],
  },
];
const tools = [{ type: 'function' as const, name: 'search', inputSchema: { type: 'object' as const } }];

interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}
type Prompt = { role: string; content: Part[] }[];

const hashIn = (text: string) => /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'no hash';
const retrieve = (id: string, hash: string, more: object = {}) => ({
  id,
  name: 'headroom_retrieve',
  args: { hash, ...more },
});
/** Text of every answer to our tool that the model has read. */
const answersIn = (read: Prompt) =>
  read
    .flatMap(({ content }) => content)
    .filter(({ type, toolName }) => type === 'tool-result' && toolName === 'headroom_retrieve')
    .map(({ output }) => (output as { value: string }).value);

for (const { version, Mock } of SDKS) {
  for (const how of ['generate', 'stream'] as const) {
    describe(`AI SDK ${version}, ${how}: answering headroom_retrieve within one call`, () => {
      /** Runs one call; the script is given what the model has read so far. */
      async function call(
        script: (read: Prompt, index: number) => Line,
        given: object[] = prompt,
        options: HeadroomModelOptions = OPTIONS,
      ) {
        const reads: { prompt: Prompt; toolChoice?: { type: string }; abortSignal?: AbortSignal }[] = [];
        const line = (params: unknown) => {
          reads.push(params as (typeof reads)[number]);
          return script((params as { prompt: Prompt }).prompt, reads.length - 1);
        };
        const inner = new Mock({
          doGenerate: async (params) => generated(line(params)),
          doStream: async (params) => streamed(line(params)),
        });
        const model = withHeadroom(inner, options);
        const again = async (next: object[]) => {
          const params = { prompt: next, tools, abortSignal: new AbortController().signal } as never;
          if (how === 'generate') {
            const { content, finishReason, usage } = await model.doGenerate(params);
            return { content: content as unknown as Part[], parts: [] as Part[], finishReason, usage };
          }
          const parts: Part[] = [];
          for await (const part of (await model.doStream(params)).stream) parts.push(part as unknown as Part);
          const finish = parts.find(({ type }) => type === 'finish') as unknown as {
            finishReason: never;
            usage: never;
          };
          return { content: contentOf(parts), parts, finishReason: finish.finishReason, usage: finish.usage };
        };
        return { ...(await again(given)), reads, again };
      }

      const text = (content: Part[]) => content.map((part) => (part.type === 'text' ? part.text : '')).join('');

      it('once: the answer is what the model says after it has read the original', async () => {
        const { content, finishReason, usage, reads, parts } = await call((read, index) =>
          index === 0
            ? { reasoning: 'hm', text: 'Let me look. ', calls: [retrieve('r1', hashIn(JSON.stringify(read)))] }
            : { text: `Found: ${answersIn(read).join('').includes(SECRET)}` },
        );
        expect(text(content)).toBe('Let me look. Found: true');
        expect(content.some(({ type }) => type === 'tool-call')).toBe(false);
        expect(finishReason).toEqual({ unified: 'stop', raw: 'raw' });
        expect(usage).toMatchObject({
          inputTokens: { total: 200, noCache: 120, cacheRead: 80, cacheWrite: undefined },
          outputTokens: { total: 20, text: 14, reasoning: 6 },
        });
        expect(reads[1]?.prompt.slice(0, 3)).toEqual(reads[0]?.prompt);
        expect(reads[1]?.prompt[3]?.content).toEqual([
          { type: 'reasoning', text: 'hm', providerOptions: { acme: { signature: 'sig hm' } } },
          { type: 'text', text: 'Let me look. ' },
          expect.objectContaining({ type: 'tool-call', toolCallId: 'r1', input: { hash: expect.any(String) } }),
        ]);
        expect(answersIn(reads[1]?.prompt ?? [])).toEqual([long]);
        expect(JSON.stringify(parts)).not.toContain('headroom_retrieve');
      });

      it('three times, also by part', async () => {
        const { content, reads } = await call((read, index) =>
          index < 3
            ? { calls: [retrieve(`r${index}`, hashIn(JSON.stringify(read[2])), { lines: `${index + 1}` })] }
            : { text: answersIn(read).join('|') },
        );
        expect(reads).toHaveLength(4);
        expect(text(content)).toMatch(
          /^\[lines 1 of 120\]\nnorth shelf 0.*\|\[lines 2 of 120\]\nnorth shelf 1.*\|\[lines 3 of 120\]/s,
        );
      });

      it('with a bad hash: the model is told what to do instead and goes on', async () => {
        const { content } = await call((read, index) =>
          index === 0 ? { calls: [retrieve('r1', 'f'.repeat(24))] } : { text: answersIn(read)[0] ?? '' },
        );
        expect(text(content)).toMatch(/No original is known under this hash\. Do not ask/);
      });

      it('for ever: bounded, the tool says at the limit that it is enough, and onWarning says so', async () => {
        const warnings: string[] = [];
        const options = {
          ...OPTIONS,
          maxRetrieveRounds: 3,
          onWarning: ({ code }: { code: string }) => void warnings.push(code),
        };
        const script = (read: Prompt, index: number) => ({
          text: `${index}`,
          calls: [retrieve(`r${index}`, hashIn(JSON.stringify(read)))],
        });
        const { content, finishReason, reads, parts } = await call(script, prompt, options);
        expect(reads.map(({ toolChoice }) => toolChoice?.type)).toEqual(Array(6).fill(undefined));
        expect(answersIn(reads.at(-1)?.prompt ?? []).map((answer) => answer.slice(0, 17))).toEqual([
          ...Array(3).fill(long.slice(0, 17)),
          ...Array(2).fill('No more originals'),
        ]);
        expect(text(content)).toBe('012345');
        expect(content.some(({ type }) => type === 'tool-call')).toBe(false);
        expect(finishReason).toMatchObject({ unified: 'stop' });
        expect(warnings).toEqual(['retrieve_limit']);
        expect(JSON.stringify(parts)).not.toContain('headroom_retrieve');
      });

      it('together with another tool: the caller gets only its own call, and the next call has ours back in its place', async () => {
        const { content, finishReason, reads, again, parts } = await call((read, index) => {
          if (index === 0)
            return {
              text: 'Both. ',
              calls: [retrieve('r1', hashIn(JSON.stringify(read))), { id: 's2', name: 'search', args: { q: 2 } }],
            };
          return { text: 'done' };
        });
        expect(content.map(({ type, toolCallId }) => toolCallId ?? type)).toEqual(['text', 's2']);
        expect(finishReason).toMatchObject({ unified: 'tool-calls' });
        expect(JSON.stringify(parts)).not.toContain('headroom_retrieve');
        const s2 = { type: 'tool-call', toolCallId: 's2', toolName: 'search', input: { q: 2 } };
        const next = [
          ...prompt,
          { role: 'assistant', content: [{ type: 'text', text: 'Both. ' }, s2] },
          {
            role: 'tool',
            content: [
              { type: 'tool-result', toolCallId: 's2', toolName: 'search', output: { type: 'text', value: 'ok' } },
            ],
          },
        ];
        await again(next);
        expect(reads[1]?.prompt.slice(0, 3)).toEqual(reads[0]?.prompt);
        expect(reads[1]?.prompt[3]?.content.map(({ type, toolCallId }) => toolCallId ?? type)).toEqual([
          'text',
          'r1',
          's2',
        ]);
        expect(reads[1]?.prompt[4]?.content.map(({ toolCallId }) => toolCallId)).toEqual(['r1', 's2']);
        expect(answersIn(reads[1]?.prompt ?? [])).toEqual([long]);
        // Another conversation that happens to use the same ids does not get it.
        await again([{ role: 'user', content: [{ type: 'text', text: 'Somebody else' }] }, ...next.slice(1)]);
        expect(answersIn(reads[2]?.prompt ?? [])).toEqual([]);
      });

      it('what the model has read stays a prefix of what it reads later', async () => {
        const { content, reads, again } = await call((read, index) => {
          if (index === 0) return { text: 'Wait. ', calls: [retrieve('r1', hashIn(JSON.stringify(read)))] };
          if (index === 1) return { calls: [retrieve('r2', hashIn(JSON.stringify(read)), { lines: '7' })] };
          return { text: 'Bin 4711.' };
        });
        const history = [...prompt, { role: 'assistant', content: content.map(({ type, text }) => ({ type, text })) }];
        await again([...history, { role: 'user', content: [{ type: 'text', text: 'And the boxes?' }] }]);
        const last = reads[3]?.prompt ?? [];
        expect(last.slice(0, 7)).toEqual(reads[2]?.prompt);
        expect(last.slice(7).map(({ role }) => role)).toEqual(['assistant', 'user']);
        expect(last[7]?.content).toEqual([{ type: 'text', text: 'Bin 4711.' }]);
      });

      it('works where the prompt holds a value that has no JSON, and remembers by its words', async () => {
        const odd = [{ ...prompt[0], providerOptions: { acme: { big: 1n } } }, ...prompt.slice(1)];
        const { content, reads, again } = await call(
          (read, index) =>
            index === 0 ? { calls: [retrieve('r1', hashIn(JSON.stringify(read[2])))] } : { text: 'ok' },
          odd,
        );
        expect(text(content)).toBe('ok');
        await again([...odd, { role: 'assistant', content: [{ type: 'text', text: 'ok' }] }, prompt[0] as object]);
        expect(reads[2]?.prompt.slice(0, 5)).toEqual(reads[1]?.prompt);
        expect(reads[2]?.prompt).toHaveLength(7);
      });

      it('hands the abort signal to every round', async () => {
        const { reads } = await call((read, index) =>
          index === 0 ? { calls: [retrieve('r1', hashIn(JSON.stringify(read)))] } : { text: 'ok' },
        );
        expect(reads[1]?.abortSignal).toBe(reads[0]?.abortSignal);
        expect(reads[1]?.abortSignal).toBeInstanceOf(AbortSignal);
      });
    });
  }

  describe(`AI SDK ${version}, stream`, () => {
    it('has one start, one finish, unique ids, and gives the first words before the original is fetched (P-176)', async () => {
      let asked = 0;
      const inner = new Mock({
        doStream: async ({ prompt: read }) => {
          asked++;
          if (asked === 1)
            return streamed({ text: 'First words. ', calls: [retrieve('r1', hashIn(JSON.stringify(read)))] });
          return streamed({ text: 'Last words.' });
        },
      });
      const { stream } = await withHeadroom(inner, OPTIONS).doStream({ prompt, tools } as never);
      const types: string[] = [];
      const ids: string[] = [];
      for await (const part of stream as unknown as AsyncIterable<Part>) {
        if (part.type === 'text-delta' && ids.length === 1) expect(asked).toBe(1);
        if (part.type === 'text-start') ids.push(String(part.id));
        if (types.at(-1) !== part.type) types.push(part.type);
      }
      expect(types).toEqual([
        ...['stream-start', 'response-metadata', 'text-start', 'text-delta', 'text-end'],
        ...['response-metadata', 'text-start', 'text-delta', 'text-end', 'finish'],
      ]);
      expect(new Set(ids).size).toBe(2);
    });

    it('reports a later round that fails as an error part with a finish', async () => {
      let asked = 0;
      const inner = new Mock({
        doStream: async ({ prompt: read }) => {
          if (asked++ > 0) throw new Error('overloaded');
          return streamed({ calls: [retrieve('r1', hashIn(JSON.stringify(read)))] });
        },
      });
      const { stream } = await withHeadroom(inner, OPTIONS).doStream({ prompt, tools } as never);
      const parts: Part[] = [];
      for await (const part of stream as unknown as AsyncIterable<Part>) parts.push(part);
      expect(parts.slice(-2)).toMatchObject([
        { type: 'error' },
        { type: 'finish', finishReason: { unified: 'error' } },
      ]);
    });

    it("cancels the provider's stream when the reader leaves", async () => {
      let cancelled = false;
      const inner = new Mock({
        doStream: async () => ({
          stream: new ReadableStream({
            pull: (controller) => controller.enqueue({ type: 'text-delta', id: '1', delta: 'x' } as never),
            cancel() {
              cancelled = true;
            },
          }),
        }),
      });
      const { stream } = await withHeadroom(inner, OPTIONS).doStream({ prompt, tools } as never);
      const reader = stream.getReader();
      await reader.read();
      await reader.cancel();
      expect(cancelled).toBe(true);
    });
  });
}

function contentOf(parts: readonly Part[]): Part[] {
  const content: { type: string; [field: string]: unknown }[] = [];
  for (const part of parts) {
    if (part.type === 'text-start') content.push({ type: 'text', text: '', id: part.id });
    else if (part.type === 'text-delta') {
      const open = content.find(({ id }) => id === part.id);
      if (open) open.text = `${open.text}${part.delta}`;
    } else if (part.type === 'tool-call') content.push(part);
  }
  return content;
}
