/** A tool as a model is told of it; `parameters` is a JSON Schema. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: object;
}

export interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One entry of a conversation. What the provider sent is sent again as it came (`raw`). */
export type Turn =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly Call[]; readonly raw: unknown }
  | { readonly role: 'tool'; readonly results: readonly { readonly call: Call; readonly text: string }[] };

/** What a model is asked. */
export interface Chat {
  readonly model: string;
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly tools: readonly ToolSpec[];
  /** Most tokens of the answer. */
  readonly maxTokens: number;
  readonly temperature?: number | undefined;
}

export interface Reply {
  readonly text: string;
  readonly calls: readonly Call[];
  readonly raw: unknown;
  /** The answer ended because it might be no longer. */
  readonly isCut: boolean;
}

/** Tokens as they are billed: uncached input, read from the cache, put into it, answered. */
export interface Usage {
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly output: number;
}

/** One provider's way to write all that. */
export interface Wire {
  readonly name: 'openai' | 'anthropic' | 'gemini';
  /** The provider's own address. */
  readonly url: string;
  /** Environment variables that may hold its key, in order. */
  readonly keys: readonly string[];
  path(model: string): string;
  headers(key: string): Readonly<Record<string, string>>;
  body(chat: Chat): object;
  /** @throws an error where a response has no answer in it. */
  reply(response: unknown): Reply;
  usage(response: unknown): Usage;
  /** The same request with the texts of tool results rewritten; each is told with its place among them and their number. */
  mapResults(body: unknown, change: (text: string, at: number, count: number) => string): unknown;
}

export const NO_USAGE: Usage = { input: 0, cached: 0, written: 0, output: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cached: a.cached + b.cached,
    written: a.written + b.written,
    output: a.output + b.output,
  };
}

/** The texts of tool results in a request. */
export function resultTexts(wire: Wire, body: unknown): string[] {
  const texts: string[] = [];
  wire.mapResults(body, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}
