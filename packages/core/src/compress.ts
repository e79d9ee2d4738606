import { Account, type HeadroomStats } from './account/account.js';
import { type RetrieveOptions, type RetrieveResult, retrieve as retrieveFrom } from './ccr/retrieve.js';
import { isFixedList } from './edit/fixed-values.js';
import type { JsonReading } from './edit/json-reading.js';
import { KnownJson } from './edit/known-json.js';
import { HAS_OWN_FILES } from './files/own-file.js';
import type { Edit } from './model/edit.js';
import { HeadroomError } from './model/errors.js';
import type { MaybePromise } from './model/path.js';
import type { Warning } from './model/report.js';
import type { Store } from './model/store.js';
import { afterwards, askBiases, askMessages } from './pipeline/ask-hooks.js';
import { CallCounter } from './pipeline/call-counter.js';
import { CallTime } from './pipeline/call-time.js';
import { type JsonResult, readBody, rewriteResult, spliceResult } from './pipeline/compress-json.js';
import { type TextOptions, type TextResult, textRequest, textResult } from './pipeline/compress-text.js';
import { drive, isPromise, type Steps } from './pipeline/drive.js';
import type { FixedRequest } from './pipeline/fixed-request.js';
import { BoundedMemo } from './pipeline/memo.js';
import { type HeadroomOptions, resolveOptions, type Settings } from './pipeline/options.js';
import { PictureMemo } from './pipeline/pictures/picture-memo.js';
import { routePictures } from './pipeline/pictures/route-pictures.js';
import { StoredOriginals } from './pipeline/pictures/stored-originals.js';
import { type CompressResult, makeResult, messagesOf, unchangedResult, withPictures } from './pipeline/result.js';
import { applyRun, formatOf, run } from './pipeline/run.js';
import { Sessions } from './pipeline/sessions.js';
import { canCount, howToCount, loadCounter, steppedCounterFor } from './tokens/counter-for.js';

/** An engine with its own store, memory of results and configuration. */
export interface Headroom {
  /** Where this instance keeps originals. */
  readonly store: Store;
  /**
   * Compresses a list of messages or a whole request body. The result has the same shape; only named strings differ, and
   * with nothing to change the same reference comes back. Never rejects for what is in a request.
   *
   * @throws HeadroomError for misuse: unknown or contradictory options.
   */
  compress<Input extends object>(request: Input, options?: HeadroomOptions): Promise<CompressResult<Input>>;
  /** The same without a promise; asynchronous compressors and stores are skipped with a warning. */
  compressSync<Input extends object>(request: Input, options?: HeadroomOptions): CompressResult<Input>;
  /** A dry run: the same report and result, nothing stored. */
  simulate<Input extends object>(request: Input, options?: HeadroomOptions): Promise<CompressResult<Input>>;
  /** Compresses the JSON text of a request body; outside the changed strings every byte stays. */
  compressJson(json: string, options?: HeadroomOptions): Promise<JsonResult>;
  /** Compresses one text of any kind, as if a tool had returned it. */
  compressText(text: string, options?: TextOptions): Promise<TextResult>;
  /** The same without a promise. */
  compressTextSync(text: string, options?: TextOptions): TextResult;
  /** The original behind a hash, or the asked part of it. A miss says what to do instead; it never throws. */
  retrieve(hash: string, options?: RetrieveOptions): Promise<RetrieveResult>;
  /** The name under which its calls are counted, where it was given one (`door`). */
  readonly door?: string | undefined;
  /** What this engine saved since it was made, through whichever doors: tokens and money by day, tool, compressor and model. */
  stats(): HeadroomStats;
}

class Engine implements Headroom {
  readonly #memo = new BoundedMemo();
  readonly #account = new Account();
  readonly #sessions = new Sessions();
  readonly #known = new KnownJson();
  readonly #pictures = new PictureMemo();
  readonly #originals = new StoredOriginals();

  constructor(private readonly settings: Settings) {}

  get store(): Store {
    return this.settings.store;
  }

  get door(): string | undefined {
    return this.settings.door;
  }

  async compress<Input extends object>(request: Input, options: HeadroomOptions = {}): Promise<CompressResult<Input>> {
    const settings = this.#resolve(options, request);
    return (await drive(this.#steps(request, settings, { sync: false, dryRun: false }))).result;
  }

  compressSync<Input extends object>(request: Input, options: HeadroomOptions = {}): CompressResult<Input> {
    const settings = this.#resolve(options, request);
    return now(drive(this.#steps(request, settings, { sync: true, dryRun: false }))).result;
  }

  async simulate<Input extends object>(request: Input, options: HeadroomOptions = {}): Promise<CompressResult<Input>> {
    const settings = this.#resolve(options, request);
    return (await drive(this.#steps(request, settings, { sync: false, dryRun: true }))).result;
  }

  async compressJson(json: string, options: HeadroomOptions = {}): Promise<JsonResult> {
    const body = readBody(json);
    const settings = this.#resolve(options, body);
    if (!body) return { json, result: undefined };
    const { result, replaced, edits } = await drive(this.#steps(body, settings, { sync: false, dryRun: false }));
    return replaced ? rewriteResult(json, result) : spliceResult(json, result, edits);
  }

  async compressText(text: string, options: TextOptions = {}): Promise<TextResult> {
    const { request, rest } = textRequest(text, options);
    return textResult(text, await this.compress(request, rest));
  }

  compressTextSync(text: string, options: TextOptions = {}): TextResult {
    const { request, rest } = textRequest(text, options);
    return textResult(text, this.compressSync(request, rest));
  }

  async retrieve(hash: string, options: RetrieveOptions = {}): Promise<RetrieveResult> {
    const answer = await retrieveFrom(this.settings.store, hash, options, this.settings.pictures);
    this.#account.addRetrieval(answer, this.settings);
    return answer;
  }

  stats(): HeadroomStats {
    return this.#account.stats();
  }

  /** {@link compress}, but says what to change and changes nothing; undefined where others may look at the request. */
  async shape(
    request: object,
    options: HeadroomOptions,
    { entries: list, frame }: Pick<JsonReading, 'entries' | 'frame'>,
  ): Promise<Shaped | undefined> {
    if (!this.reader(options)) return undefined;
    const settings = this.#resolve(options, request);
    // Where hidden turns were put back, the conversation is another one than was read.
    const fixed = isFixedList(list) && messagesOf(request) === list ? { list, frame } : undefined;
    const how = { sync: false, dryRun: false, isRead: true, fixed };
    const { result, edits } = await drive(this.#steps(request, settings, how));
    return { result, edits };
  }

  /** What reads the JSON of requests; undefined where what is read can get into the hands of others, who may change it. */
  reader({ hooks, passes, compressors, format }: HeadroomOptions): KnownJson | undefined {
    const all = [this.settings, { hooks: hooks ?? {}, passes: passes ?? [], compressors: compressors ?? [], format }];
    const isOurs = all.every(
      (one) => Object.keys(one.hooks).length + one.passes.length + one.compressors.length === 0 && !one.format,
    );
    return isOurs ? this.#known : undefined;
  }

  /** Options of the call over those of the instance; the request's own model counts where neither names one. */
  #resolve(options: HeadroomOptions, request: unknown): Settings {
    const settings = resolveOptions(options, this.settings);
    const model = settings.model ?? modelOf(request);
    return typeof model === 'string' ? { ...settings, model } : settings;
  }

  *#load({ model }: Settings, time: CallTime): Steps<void> {
    if (canCount(model)) return;
    yield time.within(loadCounter(model)).catch(() => undefined);
  }

  /** All of a call. Nothing that a request, a hook or a listener does makes it throw. */
  *#steps<Input extends object>(request: Input, settings: Settings, how: How): Steps<Outcome<Input>> {
    if (typeof request !== 'object' || request === null) {
      throw new HeadroomError('invalid_argument', 'compress() takes an array of messages or a request body', 'request');
    }
    const warnings: Warning[] = [];
    let outcome: Outcome<Input>;
    try {
      outcome = yield* this.#work(request, settings, how, warnings);
    } catch (error) {
      if (HeadroomError.isInstance(error)) throw error;
      const name = error instanceof Error ? error.name : 'unknown error';
      warnings.push({ code: 'format_failed', message: `The request could not be read (${name}); nothing was changed` });
      outcome = { result: unchangedResult(request, warnings), replaced: false, edits: [] };
    }
    for (const warning of warnings) settings.onWarning?.(warning);
    return outcome;
  }

  *#work<Input extends object>(
    request: Input,
    settings: Settings,
    how: How,
    warnings: Warning[],
  ): Steps<Outcome<Input>> {
    const began = Date.now();
    const time = new CallTime(settings.timeBudgetMs, settings.signal, how.sync);
    if (!how.sync) yield* this.#load(settings, time);
    const warn = (warning: Warning) => void warnings.push(warning);
    if (HAS_OWN_FILES && !canCount(settings.model)) {
      warn({ code: 'tokenizer_missing', message: `Tokens are estimated: ${howToCount(settings.model)}` });
    }
    const { model, workers } = settings;
    const elsewhere = workers && !how.sync ? { workers, time, model } : undefined;
    const tokens = new CallCounter(steppedCounterFor(model), time, elsewhere);
    const format = formatOf(request, settings.format);
    const hooked = { format, settings, sync: how.sync, time, warn };
    const asked = yield* askMessages(request, hooked);
    const biases = yield* askBiases(asked, hooked);
    const outcome = yield* run(asked, settings, {
      ...how,
      memo: this.#memo,
      sessions: this.#sessions,
      biases,
      time,
      tokens,
      fixed: how.fixed,
    });
    warnings.push(...outcome.warnings);
    const looked = { settings, time, warn, memo: this.#pictures, held: this.#originals, name: format?.name, ...how };
    const { edits, reports } = yield* routePictures(asked, { ...looked, edits: outcome.edits });
    const body = how.isRead ? asked : (applyRun(asked, edits, warn) as Input);
    const written = how.isRead || body !== asked || edits.length === 0;
    const made = yield* makeResult(body, outcome, { settings, tokens, warnings, written });
    const reported = written ? withPictures(made, reports) : made;
    outcome.keep?.();
    const { result } = reported;
    yield* afterwards(result, asked, hooked);
    if (!how.dryRun) this.#account.add(reported, { settings, format: format?.name, began });
    return { result, replaced: asked !== request, edits };
  }
}

interface Outcome<Input> {
  readonly result: CompressResult<Input>;
  /** True when a hook put other messages in the place of those given. */
  readonly replaced: boolean;
  readonly edits: readonly Edit[];
}

/** How a call is made. */
interface How {
  readonly sync: boolean;
  readonly dryRun: boolean;
  /** Whoever calls writes the edits himself. */
  readonly isRead?: boolean;
  /** The request, where it was read from its text and stands as it was read. */
  readonly fixed?: FixedRequest | undefined;
}

/** What a call would change. */
export interface Shaped {
  /** The report; the request in it is as it came. */
  readonly result: CompressResult;
  readonly edits: readonly Edit[];
}

/** What an engine would change in a request that was read; undefined where others may look at it. */
export async function shapeRequest(
  engine: Headroom,
  request: object,
  options: HeadroomOptions,
  reading: Pick<JsonReading, 'entries' | 'frame'>,
): Promise<Shaped | undefined> {
  return engine instanceof Engine ? engine.shape(request, options, reading) : undefined;
}

/** What reads requests for an engine's doors and remembers them; undefined where that would not be safe. */
export function readerOf(engine: Headroom, options: HeadroomOptions): KnownJson | undefined {
  return engine instanceof Engine ? engine.reader(options) : undefined;
}

function modelOf(request: unknown): unknown {
  try {
    return (request as { model?: unknown } | null)?.model;
  } catch {
    return undefined;
  }
}

function now<T>(value: MaybePromise<T>): T {
  if (isPromise(value))
    throw new HeadroomError('invalid_argument', 'A pass answered asynchronously in a synchronous call', 'passes');
  return value;
}

/**
 * Makes an engine of its own: own store, own configuration.
 *
 * @example
 * ```ts
 * const headroom = createHeadroom({ model: 'claude-sonnet-4-5', retrieval: 'tool' });
 * const { messages } = await headroom.compress(conversation);
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function createHeadroom(options: HeadroomOptions = {}): Headroom {
  return new Engine(resolveOptions(options));
}

let shared: Headroom | undefined;

/** The instance behind the free functions, made at the first use. */
export function defaultHeadroom(): Headroom {
  shared ??= createHeadroom();
  return shared;
}

/**
 * Shrinks the tool outputs of a conversation or request body before a model reads them.
 *
 * @example
 * ```ts
 * const { messages, tokensSaved } = await compress(conversation, { model: 'gpt-4o' });
 * ```
 * @throws HeadroomError for misuse; never for what is in a request.
 */
export function compress<Input extends object>(
  request: Input,
  options?: HeadroomOptions,
): Promise<CompressResult<Input>> {
  return defaultHeadroom().compress(request, options);
}

/** {@link compress} without a promise, for callers that cannot wait. */
export function compressSync<Input extends object>(request: Input, options?: HeadroomOptions): CompressResult<Input> {
  return defaultHeadroom().compressSync(request, options);
}

/** What {@link compress} would do, with nothing stored. */
export function simulate<Input extends object>(
  request: Input,
  options?: HeadroomOptions,
): Promise<CompressResult<Input>> {
  return defaultHeadroom().simulate(request, options);
}

/** The original behind a hash that the free functions handed out, or the asked part of it. */
export function retrieve(hash: string, options?: RetrieveOptions): Promise<RetrieveResult> {
  return defaultHeadroom().retrieve(hash, options);
}
