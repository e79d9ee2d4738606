import type { Saving } from '../account/saving.js';
import { memory } from '../ccr/memory-store.js';
import { RETRIEVE_TOOL } from '../ccr/tool.js';
import { createLedger, type Ledger } from '../ledger/ledger.js';
import type { Compressor, Mode } from '../model/compressor.js';
import { HeadroomError } from '../model/errors.js';
import type { Format } from '../model/format.js';
import type { Pass } from '../model/pass.js';
import type { PictureRouter } from '../model/picture.js';
import type { Warning } from '../model/report.js';
import type { SharedStore } from '../model/shared-store.js';
import type { Store } from '../model/store.js';
import type { Workers } from '../model/workers.js';
import { MAX_GLOB_CHARACTERS } from '../reading/match-glob.js';
import { harmless } from './harmless.js';
import type { Hooks } from './hooks.js';

/** Everything that can be set, for an instance or for one call. */
export interface HeadroomOptions {
  /** Model id; chooses the token counter. Default: `gpt-4o`'s `o200k_base`. */
  readonly model?: string;
  /** Where originals are kept. Default: in memory, 24 hours. */
  readonly store?: Store;
  /**
   * Upper limit for the tokens of all texts together. New tool results shrink further to meet it; older ones only where
   * {@link HeadroomOptions.onBreak} lets them.
   */
  readonly tokenBudget?: number;
  /**
   * The model's context window in tokens. Without a `tokenBudget` the texts are kept under nine tenths of it, which leaves room
   * for the tools and the answer.
   */
  readonly modelLimit?: number;
  /**
   * When a budget may rewrite results that were already sent. `wait` (default): only where that breaks nothing, because no
   * signed or encrypted reasoning stands behind them or the provider has compacted what did. `allow`: whenever the budget asks
   * for it; providers may then refuse the request or drop reasoning. Either way in one large step, with the warning
   * `prefix_rewritten`.
   */
  readonly onBreak?: 'wait' | 'allow';
  /** The question, where it should not be taken from the user's latest words. */
  readonly query?: string;
  /** `lossless` drops nothing, `balanced` (default) trims with care, `aggressive` goes as far as the question allows. */
  readonly mode?: Mode;
  /** Tools whose results are never touched; `*` and `?` are wildcards, letter case does not matter, 256 characters at most. */
  readonly excludeTools?: readonly string[];
  /** Compressors tried besides the built-in ones. */
  readonly compressors?: readonly Compressor[];
  /**
   * Threads that do the work on long texts, `workers()` of `@headroom/core/workers`; without them it is done in the calling thread,
   * in turns of a few milliseconds. Not used by synchronous calls, nor with `compressors` that do not say where threads make them.
   */
  readonly workers?: Workers;
  /** Looks at the pictures of a request: `imageRouter()` of `@headroom/image`. Default: pictures stay as they are. */
  readonly pictures?: PictureRouter;
  /** Passes that run after the built-in ones, before savings are verified. */
  readonly passes?: readonly Pass[];
  readonly hooks?: Hooks;
  /** Knows a shape of request that core does not, such as a framework's own messages. Asked before the built-in formats. */
  readonly format?: Format;
  /** Also compress what the user wrote. Default false. */
  readonly compressUserMessages?: boolean;
  /** Also compress system and developer messages. Default false. */
  readonly compressSystemMessages?: boolean;
  /** The first so many messages stay as they are. Default 0. */
  readonly frozenMessageCount?: number;
  /** Messages, by index, whose texts are only changed losslessly. Default none. */
  readonly losslessTurns?: readonly number[];
  /** Smaller texts stay as they are. Default 150 tokens. */
  readonly minTokens?: number;
  /** After so many milliseconds no further text is started. A last resort: results then depend on the machine. Default 20,000. */
  readonly timeBudgetMs?: number;
  /**
   * How long a call waits for its store in all; its writes go out together. What is not stored by then is only packed, or left
   * whole. A store that failed twice in a row is left alone for five seconds. Default 1,000.
   */
  readonly storeTimeoutMs?: number;
  /** When aborted, the request comes back unchanged with a warning. */
  readonly signal?: AbortSignal;
  /**
   * Who can ask for originals. `tool`: the caller offers the model `headroom_retrieve` in this very call, so markers name it.
   * `summary` (default): markers say what is missing and carry the hash for the program. `none`: only lossless changes.
   */
  readonly retrieval?: 'tool' | 'summary' | 'none';
  /**
   * The retrieve tool's name as the model sees it, where an agent shows it under another one, such as
   * `mcp__headroom__headroom_retrieve`: markers name it so, and its results are never touched. Letters, digits and `_ . : / -`, 128
   * at most. Default `headroom_retrieve`.
   */
  readonly retrieveTool?: string;
  /**
   * The name of the conversation, thread or session, unique among those that share the store. Outcomes are then recorded in the
   * store, and what was sent once is repeated byte for byte: across processes, options and versions of this package.
   */
  readonly conversation?: string;
  /** Whether outcomes are recorded. Default: true where a `conversation` is named, else false. */
  readonly record?: boolean;
  /** Called for every warning, besides its place in the result. */
  readonly onWarning?: (warning: Warning) => void;
  /** Called after every call that saved tokens, with names and numbers only. What it throws is ignored. */
  readonly onSaved?: (saving: Saving) => void;
  /**
   * Books that processes share: every call and every retrieval is booked there too. `true` opens the books of the store, which then
   * must be a shared one (`memory()`, `sqlite()`, `redis()`).
   */
  readonly ledger?: Ledger | true;
  /** The name under which calls are booked: `api`, `nightly-report` … */
  readonly door?: string;
  /** `true` writes one line a call to standard error, without anything of the prompt; a function gets the line. */
  readonly log?: boolean | ((line: string) => void);
}

/** Options with every default filled in. */
export interface Settings {
  readonly model: string | undefined;
  readonly store: Store;
  readonly tokenBudget: number | undefined;
  readonly onBreak: 'wait' | 'allow';
  readonly query: string | undefined;
  readonly mode: Mode;
  readonly excludeTools: readonly string[];
  readonly compressors: readonly Compressor[];
  readonly workers: Workers | undefined;
  readonly pictures: PictureRouter | undefined;
  readonly passes: readonly Pass[];
  readonly hooks: Hooks;
  readonly format: Format | undefined;
  readonly compressUserMessages: boolean;
  readonly compressSystemMessages: boolean;
  readonly frozenMessageCount: number;
  readonly losslessTurns: readonly number[];
  readonly minTokens: number;
  readonly timeBudgetMs: number;
  readonly storeTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly retrieval: 'tool' | 'summary' | 'none';
  readonly retrieveTool: string;
  readonly conversation: string | undefined;
  /** Undefined: as the conversation is named or not. */
  readonly record: boolean | undefined;
  readonly onWarning: ((warning: Warning) => void) | undefined;
  readonly onSaved: ((saving: Saving) => void) | undefined;
  readonly ledger: Ledger | undefined;
  readonly door: string | undefined;
  readonly log: ((line: string) => void) | undefined;
}

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' ? undefined : 'a string');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const callable: Check = (value) => (typeof value === 'function' ? undefined : 'a function');
const oneOf =
  (...allowed: string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? undefined : `one of ${allowed.map((word) => `'${word}'`).join(', ')}`;
const count =
  (least: number): Check =>
  (value) =>
    typeof value === 'number' && value >= least && !Number.isNaN(value) ? undefined : `a number of at least ${least}`;
const listOf =
  (what: string, fits: (item: unknown) => boolean): Check =>
  (value) =>
    Array.isArray(value) && value.every(fits) ? undefined : `a list of ${what}`;
const having =
  (...methods: string[]) =>
  (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');

/** What every provider takes as a tool's name, and nothing that a marker is written with. */
const TOOL_NAME = /^[\w.:/-]{1,128}$/;

const CHECKS: Readonly<Record<keyof HeadroomOptions, Check>> = {
  model: text,
  store: (value) => (having('get', 'set', 'delete')(value) ? undefined : 'a store with get, set and delete'),
  tokenBudget: count(1),
  modelLimit: count(1),
  onBreak: oneOf('wait', 'allow'),
  query: text,
  mode: oneOf('lossless', 'balanced', 'aggressive'),
  excludeTools: listOf(
    `tool names or globs of at most ${MAX_GLOB_CHARACTERS} characters`,
    (item) => typeof item === 'string' && item.length <= MAX_GLOB_CHARACTERS,
  ),
  compressors: listOf('compressors ({ name, match, compress })', having('match', 'compress')),
  workers: (value) =>
    having('run', 'close')(value) ? undefined : 'threads made by `workers({ threads: 2 })` of `@headroom/core/workers`',
  pictures: (value) => (having('route', 'cut')(value) ? undefined : 'a router of pictures ({ name, route, cut })'),
  passes: listOf('passes ({ name, run })', having('run')),
  hooks: (value) => (typeof value === 'object' && value !== null ? undefined : 'an object of hook functions'),
  format: (value) =>
    having('matches', 'blocks', 'offer')(value) ? undefined : 'a format ({ name, matches, blocks, offer })',
  compressUserMessages: flag,
  compressSystemMessages: flag,
  frozenMessageCount: count(0),
  losslessTurns: listOf('message indexes', (item) => Number.isInteger(item) && (item as number) >= 0),
  minTokens: count(0),
  timeBudgetMs: count(1),
  storeTimeoutMs: count(1),
  signal: (value) => (typeof (value as AbortSignal | null)?.aborted === 'boolean' ? undefined : 'an AbortSignal'),
  retrieval: oneOf('tool', 'summary', 'none'),
  retrieveTool: (value) => (typeof value === 'string' && TOOL_NAME.test(value) ? undefined : 'the name of a tool'),
  conversation: (value) => (typeof value === 'string' && value !== '' ? undefined : 'a name'),
  record: flag,
  onWarning: callable,
  onSaved: callable,
  ledger: (value) =>
    value === true || having('record', 'recordRetrieval')(value) ? undefined : 'a ledger of createLedger(), or true',
  door: text,
  log: (value) => (typeof value === 'boolean' || typeof value === 'function' ? undefined : 'true, false or a function'),
};

const REMOTE = new Set(['baseUrl', 'apiKey', 'timeout', 'fallback', 'retries', 'client', 'stack']);

/**
 * Checks options and fills in defaults. An option given as `undefined` counts as not given. `also` are the names of a door's own options,
 * for whoever misspells one.
 *
 * @throws HeadroomError `unknown_option`, `invalid_option` or `contradictory_options`, naming the option.
 */
export function resolveOptions(options: HeadroomOptions, base?: Settings, also: readonly string[] = []): Settings {
  if (typeof options !== 'object' || options === null)
    throw new HeadroomError('invalid_argument', 'Options must be an object', 'options');
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof HeadroomOptions] : undefined;
    if (!check) throw unknownOption(name, also);
    const expected = value === undefined ? undefined : check(value);
    if (expected) throw new HeadroomError('invalid_option', `Option \`${name}\` must be ${expected}`, name);
  }
  const store = options.store ?? base?.store ?? memory();
  const settings: Settings = {
    model: options.model ?? base?.model,
    store,
    tokenBudget: options.tokenBudget ?? roomIn(options.modelLimit) ?? base?.tokenBudget,
    onBreak: options.onBreak ?? base?.onBreak ?? 'wait',
    query: options.query ?? base?.query,
    mode: options.mode ?? base?.mode ?? 'balanced',
    excludeTools: options.excludeTools ?? base?.excludeTools ?? [],
    compressors: options.compressors ?? base?.compressors ?? [],
    workers: options.workers ?? base?.workers,
    pictures: options.pictures ?? base?.pictures,
    passes: options.passes ?? base?.passes ?? [],
    hooks: options.hooks ?? base?.hooks ?? {},
    format: options.format ?? base?.format,
    compressUserMessages: options.compressUserMessages ?? base?.compressUserMessages ?? false,
    compressSystemMessages: options.compressSystemMessages ?? base?.compressSystemMessages ?? false,
    frozenMessageCount: options.frozenMessageCount ?? base?.frozenMessageCount ?? 0,
    losslessTurns: options.losslessTurns ?? base?.losslessTurns ?? [],
    minTokens: options.minTokens ?? base?.minTokens ?? 150,
    timeBudgetMs: options.timeBudgetMs ?? base?.timeBudgetMs ?? 20_000,
    storeTimeoutMs: options.storeTimeoutMs ?? base?.storeTimeoutMs ?? 1000,
    signal: options.signal ?? base?.signal,
    retrieval: options.retrieval ?? base?.retrieval ?? 'summary',
    retrieveTool: options.retrieveTool ?? base?.retrieveTool ?? RETRIEVE_TOOL,
    conversation: options.conversation ?? base?.conversation,
    record: options.record ?? base?.record,
    onWarning: options.onWarning ? harmless(options.onWarning) : base?.onWarning,
    onSaved: options.onSaved ?? base?.onSaved,
    ledger: options.ledger === true ? ledgerOf(store) : (options.ledger ?? base?.ledger),
    door: options.door ?? base?.door,
    log: options.log === undefined ? base?.log : toLog(options.log),
  };
  refuseContradictions(settings, options);
  return settings;
}

/** One ledger a store, so that calls which open it again add to the same. */
const ledgers = new WeakMap<Store, Ledger>();

function ledgerOf(store: Store): Ledger {
  if (typeof (store as Partial<SharedStore>).group !== 'function')
    throw new HeadroomError(
      'invalid_option',
      'Option `ledger: true` needs a shared `store` beside it: `memory()`, or one of @headroom/stores',
      'ledger',
    );
  const ledger = ledgers.get(store) ?? createLedger({ store: store as SharedStore });
  ledgers.set(store, ledger);
  return ledger;
}

function toLog(log: boolean | ((line: string) => void)): ((line: string) => void) | undefined {
  if (typeof log === 'function') return log;
  return log ? (line) => console.error(line) : undefined;
}

function roomIn(modelLimit: number | undefined): number | undefined {
  return modelLimit === undefined ? undefined : Math.max(1, Math.floor(modelLimit * 0.9));
}

function unknownOption(name: string, also: readonly string[]): HeadroomError {
  const hint = REMOTE.has(name)
    ? `Option \`${name}\` belongs to a client of a remote proxy; this library works in your process and sends nothing anywhere. Remove it.`
    : `Unknown option \`${name}\`. Known options: ${[...also, ...Object.keys(CHECKS)].join(', ')}`;
  return new HeadroomError('unknown_option', hint, name);
}

function refuseContradictions(settings: Settings, given: HeadroomOptions): void {
  if (given.mode === 'aggressive' && settings.retrieval === 'none') {
    throw new HeadroomError(
      'contradictory_options',
      "mode 'aggressive' drops text, retrieval 'none' allows only lossless changes: choose one",
      'mode',
    );
  }
  if (given.retrieval === 'none' && settings.mode === 'aggressive') {
    throw new HeadroomError(
      'contradictory_options',
      "retrieval 'none' allows only lossless changes, mode 'aggressive' drops text: choose one",
      'retrieval',
    );
  }
}
