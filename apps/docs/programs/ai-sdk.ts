import { openai } from '@ai-sdk/openai';
import { withHeadroom } from '@headroom/ai-sdk';
import type { Saving } from '@headroom/core';
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';

const listRequests = () =>
  Array.from({ length: 500 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 377 ? 'failed' : 'ok',
    ms: 20 + (id % 9),
  }));
const onSaved = ({ tokensBefore, tokensAfter }: Saving) => console.log(`${tokensBefore} tokens became ${tokensAfter}`);

const { text } = await generateText({
  model: withHeadroom(openai('gpt-4o'), { onSaved }),
  tools: {
    list_requests: tool({
      description: 'The requests of the last hour.',
      inputSchema: z.object({}),
      execute: async () => listRequests(),
    }),
  },
  stopWhen: stepCountIs(5),
  prompt: 'Which host failed?',
});
console.log(text);
