import type { Compressor, Licence, Shorter, Task } from '../model/compressor.js';
import type { Content } from '../model/content.js';
import { HeadroomError } from '../model/errors.js';
import type { InTurns } from '../model/in-turns.js';
import type { MaybePromise } from '../model/path.js';
import type { WarningCode } from '../model/report.js';
import { packNumberedView } from '../packs/numbered-view.js';
import { createContent, readAhead } from '../reading/content.js';
import { absentNames } from './absent-names.js';
import { type CallTime, TimeUpError } from './call-time.js';
import { drive, isPromise, type Steps, wait } from './drive.js';
import { guard, questionOf } from './guard/guard.js';
import { BEGINNING, endOfBeginning, LONG_TEXT, readLongText, SHORT_BEGINNING } from './long-text/read-long-text.js';
import { writeLongText } from './long-text/write-long-text.js';
import { findPrinted } from './printed-literal.js';
import { type Section, splitBlocks, splitSections } from './split-sections.js';

/** A shorter text and the name of what made it. */
export interface Routed {
  readonly by: string;
  readonly shorter: Shorter;
}

/** What routing needs besides the text. */
export interface RouteOptions {
  readonly compressors: readonly Compressor[];
  readonly sync: boolean;
  readonly warn: (code: WarningCode, message: string) => void;
  /** The time of the call: between two pieces of work others get a turn, and all work ends when it is over. */
  readonly time?: CallTime;
  /** Counts a long text in steps, so that `tokens.count` knows it afterwards. */
  readonly counted?: (text: string) => Steps<boolean>;
}

/** A trimmed text must be this much shorter, or the risk of a second look is not worth it; short texts have less to save. */
const WORTH_TRIMMING = 0.8;
const SHORT = 2000;
const WORTH_TRIMMING_SHORT = 0.75;
const LICENCES: ReadonlySet<Licence> = new Set(['repeats', 'rows', 'passages', 'words']);
const TRIES = 3;
const MAX_NESTING = 2;
const CERTAIN = 0.9;
/** When the best match leaves a text alone, only one that knows it about as well may try: code is never cut as prose. */
const ABOUT_AS_SURE = 0.1;
/** Nobody knows a text for which all are less sure. */
const UNKNOWN = 0.4;

/**
 * Finds the compressor that knows a text best and lets it work; mixed texts are split and each part goes its own way.
 *
 * @throws TimeUpError when the time of the call is over.
 */
export function route(text: string, task: Task, options: RouteOptions): MaybePromise<Routed | undefined> {
  return drive(routeWhole(text, task, options));
}

function* routeWhole(text: string, task: Task, options: RouteOptions): Steps<Routed | undefined> {
  const routed = yield* routeSteps(text, task, options, 0);
  if (routed?.shorter.kind !== 'trimmed') return routed;
  const absent = absentNames(task.query, text);
  if (absent.length === 0) return routed;
  const { omitted } = routed.shorter;
  const summary = `${omitted.summary}; ${absent.join(', ')} ${absent.length === 1 ? 'does' : 'do'} not occur in it`;
  return { ...routed, shorter: { ...routed.shorter, omitted: { ...omitted, summary } } };
}

function* routeSteps(text: string, task: Task, options: RouteOptions, depth: number): Steps<Routed | undefined> {
  const once = yield* routeOnce(text, task, options, depth);
  if (once?.shorter.kind !== 'packed' || depth > 0) return once;
  // Packed text carries no seal, so it must be a fixed point: what would pack again is packed now. It is never trimmed:
  // what another compressor takes for lines of its own are its packer's words. Where one would, the text stays as it came.
  const packing: Task = { ...task, mode: 'lossless' };
  let best = once;
  for (let round = 0; round < 4; round++) {
    const again = yield* routeOnce(best.shorter.text, packing, options, depth);
    if (!again || task.tokens.count(again.shorter.text) >= task.tokens.count(best.shorter.text)) {
      const cut = task.mode === 'lossless' ? undefined : yield* routeOnce(best.shorter.text, task, options, depth);
      return cut?.shorter.kind === 'trimmed' ? undefined : best;
    }
    best = { by: best.by, shorter: again.shorter };
  }
  options.warn('unstable', 'A text kept shrinking when packed again and was left as it is');
  return undefined;
}

function* routeOnce(text: string, task: Task, options: RouteOptions, depth: number): Steps<Routed | undefined> {
  yield* pause(text, options);
  if (text.length >= LONG_TEXT && task.mode !== 'lossless' && !task.failed) {
    const long = yield* routeLong(text, task, options, depth);
    if (long) return long.routed;
  }
  const content = createContent(text);
  yield* inTurns(readAhead(content), options);
  const all = yield* rank(content, task, options);
  const mayTrim = task.mode !== 'lossless';
  const ranked = mayTrim ? all.filter(({ compressor }) => !compressor.packsOnly) : all;
  const nested = { ...task, ...nestedRoute(task, options, depth) };
  const best = ranked[0]?.score ?? 0;
  const printed = depth < MAX_NESTING ? yield* routePrinted(content, task, options, depth) : undefined;
  if (printed) return printed;
  if (best < CERTAIN && depth < MAX_NESTING) {
    const mixed = yield* routeSections(splitSections(text), text, nested, options, depth);
    if (mixed) return mixed;
  }
  for (const { compressor, score } of ranked.slice(0, TRIES)) {
    if (score < best - ABOUT_AS_SURE) break;
    const routed =
      (yield* attempt(compressor, content, nested, options)) ??
      (mayTrim ? yield* attempt(compressor, content, { ...nested, mode: 'lossless' }, options) : undefined);
    if (routed) return routed;
    // Packed text is its packer's alone.
    if (score === 1 && !content.json) return undefined;
  }
  if (!mayTrim) return undefined;
  // The outputs of several commands are of no kind together.
  if (best < UNKNOWN && depth < MAX_NESTING) {
    const mixed = yield* routeSections(splitBlocks(text), text, nested, options, depth);
    if (mixed) return mixed;
  }
  for (const { compressor } of all.filter(({ compressor: { packsOnly } }) => packsOnly)) {
    const routed = yield* attempt(compressor, content, { ...nested, mode: 'lossless' }, options);
    if (routed) return routed;
  }
  return undefined;
}

/**
 * A long text whose lines repeat is shaped by its beginning; undefined for any other. Where the beginning stays as it is, so does
 * all of it.
 */
function* routeLong(
  text: string,
  task: Task,
  options: RouteOptions,
  depth: number,
): Steps<{ readonly routed: Routed | undefined } | undefined> {
  const end = endOfBeginning(text, BEGINNING);
  if (end === undefined) return undefined;
  const head = yield* routeOnce(text.slice(0, end), task, options, depth);
  const isPacked = head?.shorter.kind === 'packed';
  // What packs well is packed to its end; of what hardly packs less is shown.
  if (isPacked && head.shorter.text.length < end * WORTH_TRIMMING) return undefined;
  const shown = (isPacked ? endOfBeginning(text, SHORT_BEGINNING) : end) ?? end;
  const long = yield* inTurns(readLongText(text, shown, questionOf(task)), options);
  if (!long) return undefined;
  if (!head) return { routed: undefined };
  const shorter = writeLongText(head.shorter, long, task.firstLine);
  yield* pause(shorter.text, options);
  return { routed: pays(shorter, text, task) ? { by: head.by, shorter } : undefined };
}

/** Who knows the text, best first. The first that is certain is not compared with others; who cannot come near the best is not asked. */
function* rank(
  content: Content,
  { mode }: Task,
  options: RouteOptions,
): Steps<{ compressor: Compressor; score: number }[]> {
  const ranked: { compressor: Compressor; score: number; place: number }[] = [];
  let best = 0;
  const hopeful = [...options.compressors.entries()].sort(([, a], [, b]) => ceilingOf(b) - ceilingOf(a));
  for (const [place, compressor] of hopeful) {
    if (compressor.modes?.includes(mode) === false) continue;
    if (ceilingOf(compressor) < best - ABOUT_AS_SURE && !compressor.packsOnly) continue;
    try {
      const score = compressor.match(content);
      if (score >= 1) return [{ compressor, score }];
      if (score > 0) ranked.push({ compressor, score, place });
      if (!compressor.packsOnly) best = Math.max(best, score);
    } catch (error) {
      options.warn('compressor_failed', `${compressor.name}.match threw ${nameOf(error)}`);
    }
    yield* wait(options.time?.pause());
  }
  return ranked.sort((a, b) => b.score - a.score || a.place - b.place);
}

function ceilingOf({ ceiling = 1 }: Compressor): number {
  return ceiling;
}

function* attempt(
  compressor: Compressor,
  content: Content,
  task: Task,
  options: RouteOptions,
): Steps<Routed | undefined> {
  let shorter: Shorter | undefined;
  try {
    const result = compressor.inTurns
      ? yield* inTurns(compressor.inTurns(content, task), options)
      : compressor.compress(content, task);
    if (isPromise(result)) {
      if (options.sync) {
        result.catch(() => undefined);
        throw new AsyncSkipped();
      }
      shorter = yield* wait(options.time?.within(result) ?? result);
    } else shorter = result;
  } catch (error) {
    if (error instanceof TimeUpError) throw error;
    if (error instanceof AsyncSkipped)
      options.warn('async_skipped', `${compressor.name} works asynchronously and was skipped by a synchronous call`);
    else options.warn('compressor_failed', `${compressor.name} threw ${nameOf(error)}`);
    return undefined;
  }
  yield* pause(typeof shorter?.text === 'string' ? shorter.text : '', options);
  if (shorter === undefined || shorter.text === content.text) return undefined;
  const wrong = problem(shorter, content.text, task);
  if (wrong) options.warn('compressor_invalid', `${compressor.name} returned ${wrong}`);
  if (wrong) return undefined;
  if (task.failed && shorter.kind === 'trimmed' && shorter.licence !== 'repeats') return undefined;
  const guarded = shorter.kind === 'trimmed' ? yield* inTurns(guard(shorter, content, task), options) : shorter;
  if (!guarded || !pays(guarded, content.text, task)) return undefined;
  return { by: compressor.name, shorter: guarded.kind === 'trimmed' ? withFewNumbers(guarded) : guarded };
}

/** What is left of a file shown with line numbers needs them as little as all of it does. */
function withFewNumbers(trimmed: Extract<Shorter, { kind: 'trimmed' }>): Shorter {
  const { text } = trimmed;
  return { ...trimmed, text: packNumberedView(text.split('\n'), text) ?? text };
}

function problem(shorter: Shorter, text: string, task: Task): string | undefined {
  if (shorter === null || typeof shorter !== 'object' || typeof shorter.text !== 'string')
    return 'something that is not a text';
  if (shorter.kind !== 'packed' && shorter.kind !== 'trimmed') return 'an unknown kind of result';
  if (shorter.text.trim() === '') return 'an empty text';
  if (shorter.kind === 'trimmed' && task.mode === 'lossless')
    return 'a trimmed text although only lossless changes were asked for';
  if (shorter.kind === 'trimmed' && !LICENCES.has(shorter.licence)) return 'a trimmed text without a licence to cut';
  if (shorter.kind === 'trimmed' && shorter.licence === 'words' && task.mode !== 'aggressive')
    return "a text without single words although mode is not 'aggressive'";
  if (shorter.kind === 'trimmed' && typeof shorter.omitted?.summary !== 'string')
    return 'a trimmed text without saying what is missing';
  if (!shorter.text.isWellFormed() && text.isWellFormed()) return 'a text cut inside a character';
  return undefined;
}

function pays(shorter: Shorter, text: string, task: Task): boolean {
  if (shorter.text.length > text.length * 1.5) return false;
  const before = task.tokens.count(text);
  const share = shorter.kind === 'packed' ? 1 : before < SHORT ? WORTH_TRIMMING_SHORT : WORTH_TRIMMING;
  return task.tokens.count(shorter.text) < before * share;
}

/** The text in an object that a language has printed, or in a JSON string, as its own kind is shown. */
function* routePrinted(
  { text, json }: Content,
  task: Task,
  options: RouteOptions,
  depth: number,
): Steps<Routed | undefined> {
  const found = json === undefined || text.startsWith('"') ? findPrinted(text) : undefined;
  if (!found || (task.mode === 'lossless' && !found.isEncoded)) return undefined;
  const inner = yield* routeOnce(found.text, task, options, depth + 1);
  if (!inner || (inner.shorter.kind === 'packed' && !found.isEncoded)) return undefined;
  const shown = inner.shorter.text;
  const shorter: Shorter = {
    ...inner.shorter,
    text: found.isEncoded ? shown : `${found.before}\n${shown}\n${found.after}`,
  };
  return shorter.text.isWellFormed() && pays(shorter, text, task) ? { by: inner.by, shorter } : undefined;
}

function* routeSections(
  sections: readonly Section[] | undefined,
  text: string,
  task: Task,
  options: RouteOptions,
  depth: number,
): Steps<Routed | undefined> {
  if (!sections) return undefined;
  const parts: string[] = [];
  const omitted: string[] = [];
  let licence: Licence = 'repeats';
  let changed = false;
  let firstLine = task.firstLine ?? 1;
  for (const section of sections) {
    firstLine += breaksIn(section.before);
    const routed = section.plain
      ? undefined
      : yield* routeOnce(section.text, { ...task, firstLine }, options, depth + 1);
    firstLine += breaksIn(section.text);
    const shown = routed?.shorter.text ?? section.text;
    // What follows must not be glued to the last line.
    const isGlued = section.text.endsWith('\n') && !shown.endsWith('\n');
    parts.push(section.before, shown, isGlued && section !== sections.at(-1) ? '\n' : '');
    if (routed) changed = true;
    if (routed?.shorter.kind !== 'trimmed') continue;
    omitted.push(routed.shorter.omitted.summary);
    licence = routed.shorter.licence;
  }
  if (!changed) return undefined;
  const joined = parts.join('');
  const shorter: Shorter =
    omitted.length > 0
      ? { kind: 'trimmed', licence, text: joined, omitted: { summary: omitted.join('; ') } }
      : { kind: 'packed', text: joined };
  return pays(shorter, text, task) ? { by: 'mixed', shorter } : undefined;
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** How a compressor asks for a text inside its own; what was asked for in turns is known when it is asked for at once. */
function nestedRoute(
  { firstLine: _, ...task }: Task,
  options: RouteOptions,
  depth: number,
): Required<Pick<Task, 'nested' | 'nestedInTurns'>> {
  if (depth >= MAX_NESTING) return { nested: () => undefined, *nestedInTurns() {} };
  const { time, counted: __, ...still } = { ...options, sync: true, warn: () => undefined };
  const known = new Map<string, Shorter | undefined>();
  return {
    nested: (text) => {
      if (known.has(text)) return known.get(text);
      const result = drive(routeSteps(text, task, still, depth + 1));
      return isPromise(result) ? undefined : result?.shorter;
    },
    *nestedInTurns(text) {
      const routed = yield* routeSteps(text, task, { ...still, ...(time && { time }) }, depth + 1);
      known.set(text, routed?.shorter);
    },
  };
}

/** Does long work; where it lets others have their turn they get it, or the work ends with the call. */
function* inTurns<T>(work: InTurns<T>, { time, sync }: RouteOptions): Steps<T> {
  try {
    let known: unknown;
    for (;;) {
      const step = work.next(known);
      if (step.done) return step.value;
      if (step.value && sync) {
        step.value.catch(() => undefined);
        throw new AsyncSkipped();
      }
      known = step.value ? yield* wait(time?.within(step.value) ?? step.value) : undefined;
      yield* wait(time?.pause());
    }
  } finally {
    // What ended in the middle gives back what it holds.
    work.return(undefined as never);
  }
}

/** Work of a synchronous call that would have to wait. */
class AsyncSkipped extends Error {}

/** Gives others a turn and counts the text that comes next, as long as there is time. */
function* pause(text: string, { time, counted }: RouteOptions): Steps<void> {
  yield* wait(time?.pause());
  if (counted) yield* counted(text);
  time?.check();
}

/** The error's class only: its message may quote the text it stumbled over. */
function nameOf(error: unknown): string {
  if (HeadroomError.isInstance(error) && error.code === 'missing_file') return `${error.name}: ${error.message}`;
  return error instanceof Error ? error.name : typeof error;
}
