import { guardOf, type StorePatience } from '../ccr/store-guard.js';
import { defaultCompressors } from '../compressors/index.js';
import { editObject } from '../edit/edit-object.js';
import { formats, geminiEnvelope } from '../formats/index.js';
import type { Block } from '../model/block.js';
import type { Compressor, Task } from '../model/compressor.js';
import type { Edit } from '../model/edit.js';
import type { Format } from '../model/format.js';
import type { Breaks, Context, DraftBlock, Memo, Pass, RouteChanges } from '../model/pass.js';
import type { MaybePromise } from '../model/path.js';
import type { Warning } from '../model/report.js';
import { canCount } from '../tokens/counter-for.js';
import { readBreaks } from './bound-turns.js';
import { type CallCounter, pressed } from './call-counter.js';
import { type CallTime, TimeUpError } from './call-time.js';
import { Sheet, type SheetTerms } from './draft.js';
import { drive, isPromise, type Steps, wait } from './drive.js';
import { type FixedRequest, Following } from './fixed-request.js';
import type { Settings } from './options.js';
import { preset } from './preset.js';
import { type Routed, route } from './route.js';
import { placesOf, routeElsewhere, WORTH_SENDING } from './route-elsewhere.js';
import { Session, type Sessions } from './sessions.js';
import type { Totals } from './totals.js';
import { unreadTexts } from './unread.js';

/** One call through the passes, before anything is written to the request. */
export interface Run {
  readonly format: Format | undefined;
  readonly blocks: readonly DraftBlock[];
  readonly warnings: readonly Warning[];
  readonly edits: readonly Edit[];
  /** The sums over all texts but the latest, where they are kept. */
  readonly totals?: Totals | undefined;
  /** Leaves the conversation to the next call; only when nothing more is done with its blocks. */
  readonly keep?: () => void;
}

/** How a call is made, besides its settings. */
export interface RunOptions {
  readonly sync: boolean;
  readonly dryRun: boolean;
  readonly memo: Memo;
  readonly sessions: Sessions;
  readonly biases: ReadonlyMap<number, number>;
  readonly time: CallTime;
  readonly tokens: CallCounter;
  /** The request, where it cannot change. */
  readonly fixed?: FixedRequest | undefined;
}

/** The format that knows a request by its shape; a caller's own is asked first. */
export function formatOf(body: unknown, own?: Format): Format | undefined {
  return [...(own ? [own] : []), ...formats, geminiEnvelope].find((format) => format.matches(body));
}

/** Reads the texts of a request, sends them through all passes and says what would change. Never throws. */
export function* run(body: unknown, settings: Settings, options: RunOptions): Steps<Run> {
  const format = formatOf(body, settings.format);
  const nothing = (code: Warning['code'], message: string): Run => ({
    format,
    blocks: [],
    warnings: [{ code, message }],
    edits: [],
  });
  if (!format)
    return nothing(
      'unknown_shape',
      'The messages have no shape that is known: openai-chat, openai-responses, anthropic or gemini',
    );
  let session: Session;
  let unread: number;
  try {
    ({ session, unread } = yield* read(body, format, settings, options));
  } catch (error) {
    return nothing('format_failed', `The request could not be read as ${format.name} (${nameOf(error)})`);
  }
  const { sheet, passes } = session;
  const before = sheet.warnings.splice(0);
  if (unread > 0)
    sheet.warn(
      'unread_text',
      `${unread} long ${unread === 1 ? 'text stands' : 'texts stand'} where ${format.name} has none; left as they are`,
    );
  sheet.warnings.push(...before);
  const context = makeContext(sheet, settings, options, readBreaks(body, settings.onBreak === 'allow'));
  for (const pass of passes) {
    if (settings.signal?.aborted) break;
    yield* wait(options.time.rest());
    yield* runPass(pass, sheet, context, settings, options);
  }
  if (settings.signal?.aborted) {
    sheet.warn('aborted', 'The call was aborted; nothing was changed');
    for (const block of sheet.blocks) if (block.shorter) block.withdraw('run', 'aborted');
  }
  const edits = editsOf(body, format, session);
  sheet.close();
  const warnings = [...sheet.warnings];
  const totals = session.isClean ? session.following?.totals : undefined;
  const keep = () => {
    if (mayGoOn(settings, options)) options.sessions.keep(session, options.fixed);
  };
  return { format, blocks: sheet.blocks, warnings, edits, totals, keep };
}

/** A request with the session it belongs to, and how many long texts its format has not listed. @throws what a format throws */
function* read(
  body: unknown,
  format: Format,
  settings: Settings,
  options: RunOptions,
): Steps<{ readonly session: Session; readonly unread: number }> {
  const { query } = settings;
  const fixed = query === undefined && format.follow && mayGoOn(settings, options) ? options.fixed : undefined;
  const session = fixed && (yield* goneOn(fixed, settings, options));
  if (session?.following) return { session, unread: session.following.unread.count };
  const following = fixed && format.follow ? new Following(format.follow(body), fixed.frame) : undefined;
  let blocks = fixed && following ? following.readAll(body, fixed) : [...format.blocks(body)];
  if (query !== undefined) blocks = blocks.map((block) => ({ ...block, query }));
  const found = yield* sessionOf(blocks, settings, options);
  found.following = following;
  return { session: found, unread: following ? following.unread.count : unreadTexts(body, blocks) };
}

/** The session that knows the beginning of a request that cannot change, gone on with what is new in it. */
function* goneOn(fixed: FixedRequest, settings: Settings, options: RunOptions): Steps<Session | undefined> {
  const terms = termsOf(settings, options);
  const found = options.sessions.takeFixed(fixed, terms, settingsKey(settings, options), settings.store);
  if (!found?.following || !(yield* isStillRecorded(found, settings, options))) return undefined;
  found.readOn(found.following, fixed, terms);
  return found;
}

function termsOf(settings: Settings, { biases }: RunOptions): SheetTerms {
  return {
    biases,
    audience: settings.retrieval === 'tool' ? { tool: settings.retrieveTool } : 'summary',
    lossless: new Set(settings.losslessTurns),
  };
}

/** The conversation that a request goes on with, or a new one. */
function* sessionOf(blocks: readonly Block[], settings: Settings, options: RunOptions): Steps<Session> {
  const terms = termsOf(settings, options);
  const key = settingsKey(settings, options);
  const known = mayGoOn(settings, options) ? options.sessions.take(blocks, terms, key, settings.store) : undefined;
  if (!known || !(yield* isStillRecorded(known, settings, options)))
    return new Session(
      new Sheet(blocks, terms),
      preset(settings.passes),
      key,
      settings.store,
      isRecorded(settings) ? (settings.conversation ?? '') : undefined,
    );
  known.goOn(blocks, terms);
  return known;
}

/** False where the store has lost what this process sent, or another one has sent something else since. */
function* isStillRecorded({ latest }: Session, settings: Settings, { sync }: RunOptions): Steps<boolean> {
  if (!isRecorded(settings)) return true;
  if (!latest) return false;
  const { store, storeTimeoutMs: ms, signal } = settings;
  const { values } = yield* wait(guardOf(store).read([latest.key], { ms, sync, signal }));
  return values.get(latest.key) === latest.entry;
}

function isRecorded({ record, conversation }: Settings): boolean {
  return record ?? conversation !== undefined;
}

/** What others wrote may look at all texts at every call; a budget rewrites old ones; and where nothing is stored, nothing was sent. */
function mayGoOn({ passes, compressors, tokenBudget, store }: Settings, { dryRun }: RunOptions): boolean {
  return !dryRun && passes.length + compressors.length === 0 && tokenBudget === undefined && !guardOf(store).away;
}

/** The settings that the outcome of a text depends on, besides the text and what stands before it. */
function settingsKey(settings: Settings, { sync, tokens }: RunOptions): string {
  const { mode, retrieval, retrieveTool, minTokens, excludeTools, frozenMessageCount, conversation, record } = settings;
  const { compressUserMessages, compressSystemMessages, model } = settings;
  return JSON.stringify([
    ...[tokens.name, canCount(model), mode, retrieval, retrieveTool, minTokens, excludeTools, frozenMessageCount],
    ...[conversation, record, compressUserMessages, compressSystemMessages, sync],
  ]);
}

/** Our own passes end by themselves when the time is over; a caller's is waited for no longer than that. */
function* runPass(pass: Pass, sheet: Sheet, context: Context, settings: Settings, { time }: RunOptions): Steps<void> {
  const own = settings.passes.includes(pass);
  if (own && context.expired()) return;
  try {
    const running = pass.run(sheet, context);
    yield* wait(own && isPromise(running) ? time.within(running) : running);
  } catch (error) {
    if (error instanceof TimeUpError) {
      if (!settings.signal?.aborted) sheet.warn('time_budget', `Pass ${pass.name} did not end within the time budget`);
    } else
      sheet.warn('pass_failed', `Pass ${pass.name} threw ${error instanceof Error ? error.name : 'an unknown error'}`);
    undo(sheet, pass.name);
  }
}

/** The edits that write every proposal; a format that fails at it leaves the request as it is. */
function editsOf(body: unknown, format: Format, session: Session): readonly Edit[] {
  const { sheet, following } = session;
  const write = ({ block, text }: DraftBlock): Edit =>
    format.write?.(body, block, text) ?? { kind: 'replace', at: block.at, value: text };
  const changed = sheet.blocks.slice(session.isClean ? following?.edited : 0).filter((block) => block.shorter);
  try {
    const edits = changed.map(write);
    if (!following || !session.isClean) return edits;
    // The same edits as before, so that it can be seen that nothing else is to be written.
    following.edits.push(...edits);
    following.edited = sheet.blocks.length;
    return [...following.edits];
  } catch (error) {
    sheet.warn('format_failed', `The changes could not be written as ${format.name} (${nameOf(error)})`);
    for (const block of changed) block.withdraw('run', 'format_failed');
    return [];
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}

/** Writes the edits of a run to a request; without edits the same reference comes back. */
export function applyRun(body: unknown, edits: readonly Edit[], warn: (warning: Warning) => void): unknown {
  try {
    return editObject(body, edits);
  } catch (error) {
    warn({
      code: 'edit_failed',
      message: `The changes could not be written (${error instanceof Error ? error.name : 'unknown error'}); nothing was changed`,
    });
    return body;
  }
}

/** A failed pass changes nothing: what it proposed is withdrawn, and without protection nothing may change at all. */
function undo(sheet: Sheet, pass: string): void {
  for (const block of sheet.blocks) {
    if (pass === 'protect') block.pin(pass, 'pass_failed');
    else if (block.decisions.at(-1)?.pass === pass && block.shorter) block.withdraw(pass, 'pass_failed');
  }
}

const STORE_GRACE_MS = 50;

function makeContext(sheet: Sheet, settings: Settings, options: RunOptions, breaks: Breaks): Context {
  const { time, tokens } = options;
  const counted = (text: string) => tokens.counted(text);
  const forCompressors = pressed(tokens, time);
  const guard = guardOf(settings.store);
  const { away } = guard;
  if (away && sheet.blocks.some(({ block }) => block.role === 'tool'))
    sheet.warn('store_failed', 'The store is away; only lossless changes are made until it answers again');
  const lossless = away || settings.retrieval === 'none' || settings.mode === 'lossless';
  const losslessTurns = new Set(settings.losslessTurns);
  const compressors: readonly Compressor[] = [...settings.compressors, ...defaultCompressors()];
  const places = placesOf(settings.compressors);
  let warned = false;
  let patience = settings.storeTimeoutMs;
  /** All that a call asks of its store shares one deadline; what was made in time may still be stored for a moment after it. */
  const askStore = <T>(ask: (asked: StorePatience) => MaybePromise<T>): MaybePromise<T> => {
    const until = performance.now() + patience;
    const spend = (answer: T): T => {
      patience = Math.max(STORE_GRACE_MS, until - performance.now());
      return answer;
    };
    const ms = Math.min(patience, Math.max(time.left(), STORE_GRACE_MS));
    const answer = ask({ ms, sync: options.sync, signal: settings.signal });
    return isPromise(answer) ? answer.then(spend) : spend(answer);
  };
  return {
    mode: lossless ? 'lossless' : settings.mode,
    retrieval: away ? 'none' : settings.retrieval,
    retrieveTool: settings.retrieveTool,
    sync: options.sync,
    dryRun: options.dryRun,
    store: settings.store,
    tokens,
    minTokens: settings.minTokens,
    ...(settings.tokenBudget === undefined ? {} : { tokenBudget: settings.tokenBudget }),
    breaks,
    frozenMessageCount: settings.frozenMessageCount,
    excludeTools: settings.excludeTools,
    compressUserMessages: settings.compressUserMessages,
    compressSystemMessages: settings.compressSystemMessages,
    expired() {
      if (settings.signal?.aborted) return true;
      if (!time.over()) return false;
      if (!warned)
        sheet.warn(
          'time_budget',
          `The time budget of ${settings.timeBudgetMs} ms was spent; the remaining texts were left whole, their tokens are estimated`,
        );
      warned = true;
      return true;
    },
    ...(isRecorded(settings) ? { conversation: settings.conversation ?? '' } : {}),
    keep: (originals) => askStore((asked) => guard.keep(originals, asked)),
    fetch: (keys) => askStore((asked) => guard.read(keys, asked)),
    pause: () => time.rest(),
    counted: (text) => drive(counted(text)),
    route(block, changes = {}) {
      const { text = block.block.text } = changes;
      const mode = lossless || losslessTurns.has(block.block.turn) ? 'lossless' : settings.mode;
      const task: Task = {
        ...taskFor(block, changes, mode, forCompressors, settings.signal),
        retrievable: settings.retrieval === 'tool',
      };
      const key = settings.compressors.length > 0 ? undefined : keyOf(task, options.sync);
      const known = key === undefined ? undefined : options.memo.get(text, key);
      if (known) return known.value;
      let clean = true;
      const warn: Sheet['warn'] = (code, message) => {
        clean = false;
        sheet.warn(code, message);
      };
      const here = () => route(text, task, { compressors, sync: options.sync, warn, time, counted });
      const { workers, model } = settings;
      const mayGo = workers && !options.sync && places && text.length >= WORTH_SENDING;
      const steps = mayGo ? routeElsewhere(text, task, { workers, time, model, tokens, warn, places }) : nowhere();
      return drive(
        inTime(steps, here, (value) => {
          if (key !== undefined && clean) options.memo.set(text, key, value);
        }),
      );
    },
  };
}

// biome-ignore lint/correctness/useYield: steps that take none
function* nowhere(): Steps<undefined> {
  return undefined;
}

/** What comes of work that ends with the time of the call; nothing, and nothing remembered, when that was too short. */
function* inTime(
  elsewhere: Steps<{ readonly routed: Routed | undefined } | undefined>,
  here: () => MaybePromise<Routed | undefined>,
  keep: (value: Routed | undefined) => void,
): Steps<Routed | undefined> {
  try {
    const found = yield* elsewhere;
    const value = found ? found.routed : yield* wait(here());
    keep(value);
    return value;
  } catch (error) {
    if (error instanceof TimeUpError) return undefined;
    throw error;
  }
}

function taskFor(
  block: DraftBlock,
  changes: RouteChanges,
  mode: Task['mode'],
  tokens: Task['tokens'],
  signal: AbortSignal | undefined,
): Task {
  const { call, query } = block.block;
  return {
    query,
    ...(call ? { tool: call.tool, input: call.input } : {}),
    mode: mode === 'lossless' ? 'lossless' : (changes.mode ?? mode),
    bias: block.bias,
    ...(block.block.isError ? { failed: true as const } : {}),
    tokens,
    ...(changes.firstLine === undefined ? {} : { firstLine: changes.firstLine }),
    ...(changes.budget === undefined ? {} : { budget: changes.budget }),
    ...(signal ? { signal } : {}),
  };
}

/** Everything a compressor may look at, as text; undefined when it cannot be written down. */
function keyOf(task: Task, sync: boolean): string | undefined {
  try {
    return JSON.stringify([
      task.query,
      task.tool,
      task.input,
      task.mode,
      task.bias,
      task.budget,
      task.firstLine,
      task.failed,
      task.retrievable,
      task.tokens.name,
      sync,
    ]);
  } catch {
    return undefined;
  }
}
