import { createHeadroom, type HeadroomOptions } from '@headroom/core';
import { Agent, ImageBlock, JsonBlock, Message, ReasoningBlock, TextBlock, tool } from '@strands-agents/sdk';
import { OpenAIModel } from '@strands-agents/sdk/models/openai';
import { startProvider } from '../tooling/testing/fake-provider.js';
import { HeadroomProcessor } from './mastra-processor.js';
import { HeadroomPlugin } from './strands-plugin.js';

/** A conversation before and after a door. */
export interface Passage {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
}

/** A model's prompt through the processor for Mastra. */
export async function throughMastra(options: HeadroomOptions, prompt: readonly unknown[]): Promise<Passage> {
  const processor = new HeadroomProcessor(createHeadroom(options));
  const given = { prompt, model: { modelId: 'gpt-4o' }, state: { retrieval: 'tool' } } as never;
  const { prompt: after = prompt } = (await processor.processLLMRequest(given)) ?? {};
  return { before: prompt, after: after as readonly unknown[] };
}

const image = () => new ImageBlock({ format: 'png', source: { bytes: new Uint8Array([1, 2, 3]) } });

/** What an agent of Strands has in its conversation after a tool gave every kind of block and another failed. */
async function strandsMessages(text: string, plugins: HeadroomPlugin[]): Promise<readonly unknown[]> {
  const provider = await startProvider((_, index) => {
    const name = ['search', 'fails'][index];
    return name ? { calls: [{ id: name, name, args: {} }] } : { text: 'All searched.' };
  });
  const described = { description: 'Searches.', inputSchema: { type: 'object' } } as const;
  const agent = new Agent({
    model: new OpenAIModel({ api: 'chat', modelId: 'gpt-4o', apiKey: 'none', clientConfig: { baseURL: provider.url } }),
    systemPrompt: text,
    messages: [
      new Message({ role: 'user', content: [new TextBlock(text), image()] }),
      new Message({ role: 'assistant', content: [new ReasoningBlock({ text, signature: 's' }), new TextBlock(text)] }),
    ],
    tools: [
      tool({
        name: 'search',
        ...described,
        callback: () => [new TextBlock(text), new JsonBlock({ json: { text } }), image()] as never,
      }),
      tool({
        name: 'fails',
        ...described,
        callback: () => {
          throw new Error(text);
        },
      }),
    ],
    plugins,
    printer: false,
  });
  await agent.invoke('Where is the secret?');
  await provider.stop();
  return agent.messages;
}

/** The same run of an agent without the plugin for Strands and with it. */
export async function throughStrands(options: HeadroomOptions, text: string): Promise<Passage> {
  const plugin = new HeadroomPlugin(createHeadroom(options));
  return { before: await strandsMessages(text, []), after: await strandsMessages(text, [plugin]) };
}
