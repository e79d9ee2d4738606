/**
 * The AI SDK: a model wrapped with `withHeadroom` reads a tool's result short, asks for the original in the middle of its answer, and
 * the caller sees one stream. Run: npx tsx examples/ai-sdk-stream.ts
 */
import assert from 'node:assert/strict';
import { withHeadroom } from '@headroom/ai-sdk';
import { simulateReadableStream, stepCountIs, streamText, tool } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { z } from 'zod';
import { CULPRIT, deploys } from './deploys.js';
import { tell } from './tell.js';

const counts = { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 };
const usage = { inputTokens: counts, outputTokens: { total: 0, text: 0, reasoning: 0 } };
const read: string[] = [];

/** A scripted model: calls a tool, asks for the original behind its short result, answers. */
const scripted = new MockLanguageModelV3({
  doStream: async ({ prompt }) => {
    read.push(JSON.stringify(prompt));
    const hash = /hash=([0-9a-f]{24})/.exec(read.at(-1) ?? '')?.[1];
    const call = (toolCallId: string, toolName: string, input: object) =>
      ({ type: 'tool-call', toolCallId, toolName, input: JSON.stringify(input) }) as const;
    const say = (delta: string) =>
      [
        { type: 'text-start', id: '1' },
        { type: 'text-delta', id: '1', delta },
        { type: 'text-end', id: '1' },
      ] as const;
    const parts =
      read.length === 1
        ? [call('c1', 'listDeploys', {})]
        : read.length === 2 && hash
          ? [...say('Looking closer. '), call('c2', 'headroom_retrieve', { hash, query: 'failed' })]
          : say(read.at(-1)?.includes(CULPRIT) ? `Roll back ${CULPRIT}.` : 'Nothing to do.');
    const unified = parts.some(({ type }) => type === 'tool-call') ? ('tool-calls' as const) : ('stop' as const);
    const finish = { type: 'finish', usage, finishReason: { unified, raw: undefined } } as const;
    return { stream: simulateReadableStream({ chunks: [...parts, finish] }) };
  },
});

const question = 'Which deploy failed, and why?';
const { textStream, steps } = streamText({
  model: withHeadroom(scripted, { model: 'gpt-4o' }),
  tools: { listDeploys: tool({ inputSchema: z.object({}), execute: async () => JSON.parse(deploys()) }) },
  stopWhen: stepCountIs(5),
  prompt: question,
});
let text = '';
for await (const words of textStream) text += words;

assert.match(text, new RegExp(`Roll back ${CULPRIT}`));
assert.equal((await steps).flatMap(({ toolCalls }) => toolCalls).length, 1, 'the caller sees its own tool only');
assert.ok(read[1]?.includes('migration 0042'), 'what the question asks for is still there');
assert.ok((read[1]?.length ?? 0) < deploys().length * 0.5, 'less than half arrives at the model');

await tell({ question, original: deploys(), arrived: read[1], answer: text });
