import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { ChatOpenAI } from '@langchain/openai';
import { headLines } from '../../../tooling/testing/head-lines.js';

/** False on the earlier major, for what came with the current one. */
export const isCurrent = '_streamChatModelEvents' in BaseChatModel.prototype;

/** Options under which only the compressor for tests changes anything. */
export const OPTIONS = { compressors: [headLines()], minTokens: 50 };

/** A model that records what it reads, messages and options, and says what a script wants. */
export class RecordingModel extends BaseChatModel {
  readonly reads: BaseMessage[][] = [];
  readonly options: Record<string, unknown>[] = [];
  readonly model = 'gpt-4o';

  constructor(private readonly script: (read: BaseMessage[], index: number) => AIMessage = () => new AIMessage('ok')) {
    super({});
  }
  override _llmType(): string {
    return 'recording';
  }
  override async _generate(messages: BaseMessage[], options: Record<string, unknown>) {
    const message = this.#record(messages, options);
    return { generations: [{ message, text: String(message.content) }] };
  }
  override async *_streamResponseChunks(messages: BaseMessage[], options: Record<string, unknown>) {
    const { content, tool_calls = [] } = this.#record(messages, options);
    for (const piece of String(content).match(/.{1,4}/g) ?? [])
      yield new ChatGenerationChunk({ text: piece, message: new AIMessageChunk(piece) });
    if (tool_calls.length > 0) {
      const tool_call_chunks = tool_calls.map(({ id, name, args }, index) => ({
        ...(id && { id }),
        name,
        args: JSON.stringify(args),
        index,
      }));
      yield new ChatGenerationChunk({ text: '', message: new AIMessageChunk({ content: '', tool_call_chunks }) });
    }
  }
  override bindTools(tools: unknown[], kwargs: object = {}) {
    return this.withConfig({ tools, ...kwargs } as object);
  }
  #record(messages: BaseMessage[], options: Record<string, unknown>): AIMessage {
    this.reads.push(messages);
    this.options.push(options);
    return this.script(messages, this.reads.length - 1);
  }
}

/** The real client against a provider on this machine. */
export function openaiModel(baseURL: string): ChatOpenAI {
  return new ChatOpenAI({ model: 'gpt-4o', apiKey: 'none', maxRetries: 0, configuration: { baseURL } });
}
