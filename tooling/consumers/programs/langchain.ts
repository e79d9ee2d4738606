import { createHeadroom } from '@headroom/core';
import { HeadroomChatModel, headroomMiddleware, headroomTool } from '@headroom/langchain';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent } from 'langchain';
import { z } from 'zod';
import { judge, log, startModel } from './model.js';

async function main(): Promise<void> {
  const provider = await startModel();
  const headroom = createHeadroom();
  const search = tool(async () => log, { name: 'read_log', description: 'Reads the log.', schema: z.object({}) });
  const model = new ChatOpenAI({ model: 'gpt-4o', apiKey: 'none', configuration: { baseURL: provider.url } });
  const agent = createAgent({ model, tools: [search], middleware: [headroomMiddleware({ headroom })] });
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Which request failed?' }] });
  console.log(messages.at(-1)?.content);
  const llm = new HeadroomChatModel(
    new ChatOpenAI({ model: 'gpt-4o', apiKey: 'none', configuration: { baseURL: provider.url } }),
    { headroom },
  ).bindTools([search, headroomTool(headroom)]);
  const first = await llm.invoke('Which request failed?');
  console.log(first.tool_calls?.length, headroom.stats().calls);
  judge(provider.seen.slice(0, 2), headroom);
  provider.close();
}
void main();
