import { createOpenAI } from '@ai-sdk/openai';
import { withHeadroom } from '@headroom/ai-sdk';
import { generateText, stepCountIs, tool } from 'ai';
import { z } from 'zod';
import { judge, log, startModel } from './model.js';

async function main(): Promise<void> {
  const provider = await startModel();
  const openai = createOpenAI({ baseURL: provider.url, apiKey: 'none' });
  const { text } = await generateText({
    model: withHeadroom(openai.chat('gpt-4o')),
    tools: { read_log: tool({ description: 'Reads the log.', inputSchema: z.object({}), execute: async () => log }) },
    stopWhen: stepCountIs(20),
    prompt: 'Which request failed?',
  });
  console.log(text);
  judge(provider.seen);
  provider.close();
}
void main();
