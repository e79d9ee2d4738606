import type { Dialect } from '@headroom/core';
import type { Usage } from './exchange.js';

type Fields = Readonly<Record<string, unknown>>;

/** Longer lines and bodies are not read for figures. */
const LONGEST = 32_000_000;
const WORDS: Readonly<Record<Dialect, string>> = {
  anthropic: '"usage"',
  'openai-chat': '"usage"',
  'openai-responses': '"usage"',
  gemini: 'sageMetadata"',
};

/** Reads what a provider counted from the bytes of an answer, as they pass, in whatever pieces they come. */
export class UsageReader {
  readonly #decoder = new TextDecoder();
  #found: Partial<Usage> | undefined;
  #text = '';
  #isGivenUp = false;

  constructor(
    private readonly wire: Dialect,
    /** Events, or one body of JSON. */
    private readonly kind: 'events' | 'json',
  ) {}

  /** Never throws. */
  push(bytes: Uint8Array): void {
    if (this.#isGivenUp) return;
    this.#take(this.#decoder.decode(bytes, { stream: true }));
  }

  /** What was counted in all that came. */
  end(): Usage | undefined {
    this.#take(this.#decoder.decode());
    if (!this.#isGivenUp) this.#read(this.#text);
    this.#text = '';
    return this.#found && { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, ...this.#found };
  }

  #take(piece: string): void {
    if (this.kind === 'json') this.#text += piece;
    else {
      const lines = piece.split(/[\r\n]/);
      const last = lines.pop() ?? '';
      for (const [at, line] of lines.entries()) this.#read(at === 0 ? this.#text + line : line);
      this.#text = lines.length === 0 ? this.#text + last : last;
    }
    if (this.#text.length <= LONGEST) return;
    this.#text = '';
    this.#isGivenUp = true;
  }

  #read(text: string): void {
    const data = this.kind === 'json' ? text : /^data:(.*)$/s.exec(text)?.[1];
    if (!data?.includes(WORDS[this.wire])) return;
    try {
      const value: unknown = JSON.parse(data);
      for (const part of Array.isArray(value) ? value : [value]) this.#note(COUNTS[this.wire](fieldsOf(part)));
    } catch {
      // What is no JSON counts nothing.
    }
  }

  #note(counted: Partial<Usage> | undefined): void {
    if (counted) this.#found = { ...this.#found, ...counted };
  }
}

/** What one event, or the whole body, counts: later ones say the sum so far. */
const COUNTS: Readonly<Record<Dialect, (value: Fields) => Partial<Usage> | undefined>> = {
  anthropic: ({ usage, message }) => {
    const said = fieldsOf(usage ?? fieldsOf(message).usage);
    return counts({
      input: said.input_tokens,
      cacheRead: said.cache_read_input_tokens,
      cacheWrite: said.cache_creation_input_tokens,
      output: said.output_tokens,
    });
  },
  'openai-chat': ({ usage }) => {
    const said = fieldsOf(usage);
    const details = fieldsOf(said.prompt_tokens_details);
    return withoutCached(said.prompt_tokens, details.cached_tokens, said.completion_tokens, details.cache_write_tokens);
  },
  'openai-responses': ({ usage, response }) => {
    const said = fieldsOf(usage ?? fieldsOf(response).usage);
    return withoutCached(said.input_tokens, fieldsOf(said.input_tokens_details).cached_tokens, said.output_tokens);
  },
  gemini: (value) => {
    const inner = isFields(value.response) ? value.response : value;
    const said = fieldsOf(inner.usageMetadata ?? inner.usage_metadata);
    const output = numberOf(said.candidatesTokenCount) + numberOf(said.thoughtsTokenCount);
    const input = numberOf(said.promptTokenCount) + numberOf(said.toolUsePromptTokenCount);
    return withoutCached(said.promptTokenCount === undefined ? undefined : input, said.cachedContentTokenCount, output);
  },
};

/** Of providers that count what their cache had as a part of all input. */
function withoutCached(all: unknown, cached: unknown, output: unknown, written?: unknown): Partial<Usage> | undefined {
  if (!isCount(all)) return undefined;
  const cacheRead = Math.min(all, numberOf(cached));
  const cacheWrite = Math.min(all - cacheRead, numberOf(written));
  return { input: all - cacheRead - cacheWrite, cacheRead, cacheWrite, output: numberOf(output) };
}

function counts(said: Readonly<Record<keyof Usage, unknown>>): Partial<Usage> | undefined {
  const known = Object.entries(said).filter(([, value]) => isCount(value));
  return known.length === 0 ? undefined : (Object.fromEntries(known) as Partial<Usage>);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const numberOf = (value: unknown): number => (isCount(value) ? value : 0);

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}
