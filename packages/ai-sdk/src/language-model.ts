/** A message or part of any specification version: what is not named here is carried, never looked at. */
export interface Fields {
  readonly [key: string]: unknown;
}

/** The least that a part of a message has. */
export interface Part extends Fields {
  readonly type: string;
}

/** The least that a message has, in the prompt of a model (specification v2 to v4) or in the SDK's own `ModelMessage`. */
export interface Message {
  readonly role: string;
  readonly content: unknown;
}

/** The part of `LanguageModelV3CallOptions` and `LanguageModelV4CallOptions` that a middleware of ours reads. */
export interface CallOptions {
  readonly prompt: readonly Message[];
  readonly tools?: readonly { readonly type: string; readonly name: string }[] | undefined;
  readonly toolChoice?: { readonly type: string; readonly toolName?: string } | undefined;
  readonly responseFormat?: { readonly type: string } | undefined;
  readonly abortSignal?: AbortSignal | undefined;
  readonly providerOptions?: Readonly<Record<string, Fields>> | undefined;
}

/** Token counts of one model call; every field may be missing. */
export interface Usage {
  readonly inputTokens: { readonly [kind: string]: number | undefined };
  readonly outputTokens: { readonly [kind: string]: number | undefined };
  readonly raw?: unknown;
}

/** Why a model stopped. */
export interface FinishReason {
  readonly unified: string;
  readonly raw: string | undefined;
}

/** The answer of `doGenerate`, as far as it is looked at. */
export interface GenerateResult {
  readonly content: readonly { readonly type: string }[];
  readonly finishReason: FinishReason;
  readonly usage: object;
  readonly warnings: readonly unknown[];
}

/** The answer of `doStream`, as far as it is looked at. */
export interface StreamResult {
  readonly stream: ReadableStream<{ readonly type: string }>;
}

/** A language model as a middleware sees it. */
export interface Model<Options, Generated, Streamed> {
  readonly modelId: string;
  doGenerate(options: Options): PromiseLike<Generated>;
  doStream(options: Options): PromiseLike<Streamed>;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a message; a bare string counts as one text part, as the SDK itself reads it. */
export function partsOf(message: Message | undefined): readonly Part[] {
  const content = message?.content;
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter((part): part is Part => isFields(part)) : [];
}
