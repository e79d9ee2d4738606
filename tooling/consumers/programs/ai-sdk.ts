import { createOpenAI } from '@ai-sdk/openai';
import { withHeadroom } from '@headroom/ai-sdk';
import { createHeadroom } from '@headroom/core';
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';
import { judge, log, startModel } from './model.js';

async function main(): Promise<void> {
  const provider = await startModel();
  const headroom = createHeadroom();
  const openai = createOpenAI({ baseURL: provider.url, apiKey: 'none' });
  const { text } = await generateText({
    model: withHeadroom(openai.chat('gpt-4o'), { headroom }),
    tools: { read_log: tool({ description: 'Reads the log.', inputSchema: z.object({}), execute: async () => log }) },
    stopWhen: stepCountIs(20),
    prompt: 'Which request failed?',
  });
  console.log(text);
  judge(provider.seen, headroom);
  provider.close();
}
void main();
