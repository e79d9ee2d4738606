/** Tokens of one answer as the provider counted them, each in one place only. */
export interface Usage {
  /** Input that no cache had and none was given. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** What was read of an answer. */
export interface Metered {
  /** Undefined where the provider said nothing of it. */
  readonly usage: Usage | undefined;
  /** The model that answered, in the provider's words. */
  readonly model: string | undefined;
  /** Events of a stream: without a word of the provider's, each is about a token. */
  readonly events: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** A longer line, or a longer answer that is no stream, is not read: its usage is then estimated. */
const LONGEST = 16_000_000;

/** Reads what an answer cost out of its bytes, in whichever wire: events of a stream, or one JSON text. */
export class UsageReader {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #isTooLong = false;
  #counts: Fields = {};
  #model: string | undefined;
  #events = 0;

  constructor(private readonly isStream: boolean) {}

  push(bytes: Uint8Array): void {
    if (this.#isTooLong) return;
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    if (this.isStream) this.#takeLines();
    if (this.#rest.length <= LONGEST) return;
    this.#rest = '';
    this.#isTooLong = !this.isStream;
  }

  end(): Metered {
    if (this.isStream) this.#takeLine(this.#rest);
    else this.#read(this.#rest);
    this.#rest = '';
    return { usage: usageOf(this.#counts), model: this.#model, events: this.#events };
  }

  #takeLines(): void {
    let from = 0;
    for (let end = this.#rest.indexOf('\n'); end >= 0; end = this.#rest.indexOf('\n', from)) {
      this.#takeLine(this.#rest.slice(from, end));
      from = end + 1;
    }
    this.#rest = this.#rest.slice(from);
  }

  #takeLine(line: string): void {
    if (!line.startsWith('data:')) return;
    this.#events++;
    if (this.#model === undefined || line.includes('"usage')) this.#read(line.slice(5));
  }

  #read(json: string): void {
    const data = parsed(json);
    for (const owner of [data, data.message, data.response]) {
      if (!isFields(owner)) continue;
      const { model, modelVersion, usage, usageMetadata } = owner;
      if (this.#model === undefined && typeof (model ?? modelVersion) === 'string')
        this.#model = String(model ?? modelVersion);
      const counts = usage ?? usageMetadata;
      // Later events repeat what earlier ones said, or say it better.
      if (isFields(counts)) this.#counts = { ...this.#counts, ...said(counts) };
    }
  }
}

/** What a text of JSON says of an answer's cost. */
export function meteredJson(json: string): Metered {
  const reader = new UsageReader(false);
  reader.push(Buffer.from(json));
  return reader.end();
}

/** Each provider's names; those that count cached tokens among the input say so. */
function usageOf(counts: Fields): Usage | undefined {
  const count = (...names: readonly string[]) => names.reduce((sum, name) => sum + numberAt(counts, name), 0);
  const inside = (list: string, name: string) => numberAt(isFields(counts[list]) ? counts[list] : {}, name);
  if (Object.keys(counts).length === 0) return undefined;
  const output = count('output_tokens', 'completion_tokens', 'candidatesTokenCount', 'thoughtsTokenCount');
  const among =
    inside('input_tokens_details', 'cached_tokens') +
    inside('prompt_tokens_details', 'cached_tokens') +
    count('cachedContentTokenCount');
  const written = inside('prompt_tokens_details', 'cache_write_tokens');
  const all = count('input_tokens', 'prompt_tokens', 'promptTokenCount', 'toolUsePromptTokenCount');
  return {
    input: Math.max(0, all - among - written),
    cacheRead: among + count('cache_read_input_tokens'),
    cacheWrite: written + count('cache_creation_input_tokens'),
    output,
  };
}

function said(counts: Fields): Fields {
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== null && value !== undefined));
}

function numberAt(owner: Fields, name: string): number {
  const value = owner[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function parsed(json: string): Fields {
  try {
    const value: unknown = JSON.parse(json);
    // Without `alt=sse`, Gemini streams one list.
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    return isFields(last) ? last : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
