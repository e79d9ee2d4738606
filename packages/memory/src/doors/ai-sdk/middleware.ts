import { modelTurn } from '../fetch/wire-turns.js';
import type { PlaceOptions } from '../placing/door-options.js';
import { Placing } from '../placing/placing.js';
import type { ToldTurn } from '../placing/told-turn.js';

type Fields = Readonly<Record<string, unknown>>;

/** One call of a model, or of a tool, for whoever finds out whose it is. */
export interface AiSdkCall {
  /** What the call was given for providers; a name of your own, as `memory: { user }`, reaches no provider. */
  readonly providerOptions?: Readonly<Record<string, Fields>> | undefined;
  /** A tool's context: `experimental_context` of AI SDK 6, `context` of 7. */
  readonly context?: unknown;
}

/** The least that a message has, in the prompt of a model (specification v2 to v4). */
interface Message {
  readonly role: string;
  readonly content: unknown;
}

/** The part of a model's call options that is read. */
interface CallOptions {
  readonly prompt: readonly Message[];
  readonly abortSignal?: AbortSignal | undefined;
  readonly providerOptions?: Readonly<Record<string, Fields>> | undefined;
}

/** A middleware for `wrapLanguageModel` of AI SDK 6 and 7; it fits models of specification v2, v3 and v4. */
export interface MemoryMiddleware {
  readonly specificationVersion: 'v3';
  transformParams<Options extends CallOptions>(call: { params: Options }): Promise<Options>;
}

/**
 * Puts what is remembered at the end of the newest user message on its way to the model. Everything else reaches the model as it
 * came; when memory fails or is slow, that does too.
 *
 * @example
 * ```ts
 * const middleware = memoryMiddleware({ memory, scope: Scope.user('ann') });
 * const model = wrapLanguageModel({ model: openai('gpt-4o'), middleware });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryMiddleware(options: PlaceOptions<AiSdkCall>): MemoryMiddleware {
  const placing = new Placing(options, 'memoryMiddleware');
  return {
    specificationVersion: 'v3',
    async transformParams({ params }) {
      const { prompt, abortSignal: signal, providerOptions } = params;
      const places = await placing.places(prompt.map(toldTurn), { call: { providerOptions }, signal });
      if (places.size === 0) return params;
      const placed = prompt.map((message, i) => withText(message, places.get(i)));
      return { ...params, prompt: placed };
    },
  };
}

function toldTurn({ role, content }: Message): ToldTurn {
  if (role === 'assistant' || role === 'tool') return modelTurn(content);
  return role === 'user' ? { role: 'user', text: wordsOf(content) } : { role: 'aside', text: '' };
}

function wordsOf(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : '';
  const texts = content.map((part: Fields | null) => (part?.type === 'text' ? part.text : undefined));
  return texts.filter((text) => typeof text === 'string').join('\n');
}

function withText(message: Message, text: string | undefined): Message {
  if (text === undefined) return message;
  const { content } = message;
  const parts = Array.isArray(content) ? content : [{ type: 'text', text: content }];
  return { ...message, content: [...parts, { type: 'text', text }] };
}
