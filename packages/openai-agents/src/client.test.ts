import { createHeadroom } from '@headroom/core';
import { withHeadroom } from '@headroom/core/fetch';
import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Arrived, type Say, startProvider } from '../../../tooling/testing/fake-provider.js';
import { headLines, listing } from '../../../tooling/testing/head-lines.js';

const search = tool({
  name: 'search',
  description: 'Lists a room.',
  parameters: z.object({ room: z.string() }),
  execute: async ({ room }) => listing(room),
});

/** A model that looks up one room, asks for the original three times, and answers. */
function script({ text }: Arrived, index: number): Say {
  if (index === 0) return { calls: [{ id: 'c0', name: 'search', args: { room: 'attic' } }] };
  if (index > 3) return { text: 'It is in bin 4711.' };
  const hash = /hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'no hash';
  return { calls: [{ id: `r${index}`, name: 'headroom_retrieve', args: { hash, lines: `${index}` } }] };
}

it.each([false, true])('retrievals behind a client cost a run no turns (responses: %s)', async (useResponses) => {
  const provider = await startProvider(script);
  try {
    const headroom = createHeadroom({ compressors: [headLines()], minTokens: 50 });
    const client = new OpenAI({ apiKey: 'none', baseURL: provider.url, maxRetries: 0 });
    const openAIClient = withHeadroom(client, { headroom, retrieve: true });
    const runner = new Runner({
      modelProvider: new OpenAIProvider({ openAIClient: openAIClient as never, useResponses }),
      tracingDisabled: true,
    });
    const agent = new Agent({ name: 'searcher', model: 'gpt-4o', tools: [search] });
    const { finalOutput } = await runner.run(agent, 'Where is the secret?', { maxTurns: 2 });
    expect(finalOutput).toBe('It is in bin 4711.');
    expect(provider.arrived).toHaveLength(5);
    expect(headroom.stats().total.retrievals).toBe(3);
  } finally {
    await provider.stop();
  }
});
