import type { DraftBlock } from '../model/pass.js';
import type { BlockReport, PictureReport, Warning } from '../model/report.js';
import { canCount } from '../tokens/counter-for.js';
import type { CallCounter } from './call-counter.js';
import type { Steps } from './drive.js';
import type { Settings } from './options.js';
import type { Run } from './run.js';
import type { ShorterTexts, Totals } from './totals.js';

/** The element type of a list of messages; `unknown` inside a request body. */
type MessageOf<Input> = Input extends readonly (infer Message)[] ? Message : unknown;

/** What came out, and what was done. */
export interface CompressResult<Input = unknown> {
  /** The request in the shape it came in. The same reference when nothing changed. */
  readonly body: Input;
  /** The messages: the request itself when it was a list, else the list inside it. */
  readonly messages: MessageOf<Input>[];
  /** Tokens of all texts in the request. */
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly tokensSaved: number;
  /** After / before; 1 means nothing was saved. */
  readonly compressionRatio: number;
  readonly savingsPercent: number;
  /** `router:smart_crusher:0.20`, one per changed text, with tokens after / before. */
  readonly transformsApplied: readonly string[];
  /** Keys of the originals of trimmed texts. */
  readonly ccrHashes: readonly string[];
  readonly compressed: boolean;
  /**
   * What counted the tokens: an exact vocabulary (`o200k_base`), the one of another family (`o200k_base (estimate)`, for models
   * without a public one), or `estimate` where no vocabulary could be loaded.
   */
  readonly counter: string;
  readonly warnings: readonly Warning[];
  readonly blocks: readonly BlockReport[];
  /** What became of the pictures, where a router looked at any. */
  readonly pictures?: readonly PictureReport[];
}

/** How a result comes about. */
interface Made {
  readonly settings: Settings;
  readonly tokens: CallCounter;
  readonly warnings: readonly Warning[];
  readonly written: boolean;
}

/** A report, and what is new in it. */
export interface Reported<Input> {
  readonly result: CompressResult<Input>;
  /** Reports on texts that may not have been sent before. */
  readonly fresh: readonly BlockReport[];
  /** The sums over all others that became shorter. */
  readonly again: readonly ShorterTexts[];
}

/** Collects the report of a run. `written` is false when the edits could not be applied. */
export function* makeResult<Input>(body: Input, run: Run, made: Made): Steps<Reported<Input>> {
  if (run.totals && made.written && run.totals.count <= run.blocks.length)
    return yield* goOn(body, run, made, run.totals);
  const { tokens } = made;
  for (const one of run.blocks) if (!reports.has(one)) yield* tokens.counted(one.block.text);
  const blocks = run.blocks.map((one) => reportOf(one, made.written, tokens));
  const tokensBefore = blocks.reduce((sum, block) => sum + block.tokensBefore, 0);
  const tokensAfter = blocks.reduce((sum, block) => sum + block.tokensAfter, 0);
  const result = {
    ...sumsOf(body, tokensBefore, tokensAfter, made),
    transformsApplied: blocks
      .filter((block) => block.outcome !== 'kept')
      .map((block) => `router:${block.compressor}:${(block.tokensAfter / block.tokensBefore).toFixed(2)}`),
    ccrHashes: [...new Set(blocks.flatMap((block) => block.hash ?? []))],
    compressed: blocks.some((block) => block.outcome !== 'kept'),
    warnings: made.warnings,
    blocks,
  };
  return { result, fresh: blocks, again: [] };
}

function savings(tokensBefore: number, tokensAfter: number) {
  const ratio = tokensBefore === 0 ? 1 : tokensAfter / tokensBefore;
  return {
    tokensBefore,
    tokensAfter,
    tokensSaved: tokensBefore - tokensAfter,
    compressionRatio: ratio,
    savingsPercent: Math.round((1 - ratio) * 1000) / 10,
  };
}

function sumsOf<Input>(body: Input, tokensBefore: number, tokensAfter: number, { settings, tokens }: Made) {
  return {
    body,
    messages: messagesOf(body) as MessageOf<Input>[],
    ...savings(tokensBefore, tokensAfter),
    counter: canCount(settings.model) ? tokens.name : 'estimate',
  };
}

/** The same, with sums over all texts but those that are new; the reports on single texts are made when somebody asks for them. */
function* goOn<Input>(body: Input, run: Run, made: Made, totals: Totals): Steps<Reported<Input>> {
  const { tokens } = made;
  const again = [...totals.shorter.values()].map((of) => ({ ...of }));
  const fresh: BlockReport[] = [];
  for (const one of run.blocks.slice(totals.count)) {
    if (!reports.has(one)) yield* tokens.counted(one.block.text);
    const report = reportOf(one, true, tokens);
    fresh.push(report);
    totals.add(report);
  }
  const { count } = totals;
  let all: readonly BlockReport[] | undefined;
  const result: CompressResult<Input> = {
    ...sumsOf(body, totals.tokensBefore, totals.tokensAfter, made),
    transformsApplied: [...totals.transforms],
    ccrHashes: [...totals.hashes],
    compressed: totals.transforms.length > 0,
    warnings: made.warnings,
    get blocks() {
      all ??= run.blocks.slice(0, count).map((one) => reportOf(one, true, tokens));
      return all;
    },
  };
  return { result, fresh, again };
}

/** Of texts that come again with the next request of a conversation. */
const reports = new WeakMap<DraftBlock, BlockReport>();

function reportOf(one: DraftBlock, written: boolean, tokens: CallCounter): BlockReport {
  const known = reports.get(one);
  const { at } = one.block;
  // Reports belong to whoever gets them.
  // The outcome of a settled text stands, whatever is noted about it later.
  if (known && written && known.outcome === (one.shorter?.kind ?? 'kept'))
    return { ...known, at, decisions: one.decisions };
  const { block, by, shorter, hash, decisions, isRepeated } = one;
  const tokensBefore = known?.tokensBefore ?? tokens.count(block.text);
  const changed = written && shorter !== undefined;
  const report: BlockReport = {
    at,
    turn: block.turn,
    role: block.role,
    ...(block.call ? { tool: block.call.tool } : {}),
    ...(changed && by ? { compressor: by } : {}),
    ...(changed && shorter.kind === 'trimmed' && !isRepeated ? { licence: shorter.licence } : {}),
    outcome: changed ? shorter.kind : 'kept',
    tokensBefore,
    tokensAfter: changed ? tokens.count(one.text) : tokensBefore,
    ...(changed && hash ? { hash } : {}),
    decisions,
  };
  if (written && tokens.knows(block.text) && tokens.knows(one.text)) reports.set(one, report);
  return { ...report };
}

/** The report of a call that left a request alone because it could not even be read. */
export function unchangedResult<Input>(body: Input, warnings: readonly Warning[]): CompressResult<Input> {
  return {
    body,
    messages: (Array.isArray(body) ? body : []) as MessageOf<Input>[],
    tokensBefore: 0,
    tokensAfter: 0,
    tokensSaved: 0,
    compressionRatio: 1,
    savingsPercent: 0,
    transformsApplied: [],
    ccrHashes: [],
    compressed: false,
    counter: 'estimate',
    warnings,
    blocks: [],
  };
}

/** The report with what became of the pictures. */
export function withPictures<Input>(made: Reported<Input>, pictures: readonly PictureReport[]): Reported<Input> {
  if (pictures.length === 0) return made;
  const changed = pictures.filter(({ outcome }) => outcome !== 'kept');
  const { result } = made;
  const before = pictures.reduce((sum, { tokensBefore }) => sum + tokensBefore, result.tokensBefore);
  const after = pictures.reduce((sum, { tokensAfter }) => sum + tokensAfter, result.tokensAfter);
  const more = {
    ...savings(before, after),
    pictures,
    compressed: result.compressed || changed.length > 0,
    ccrHashes: [...new Set([...result.ccrHashes, ...changed.flatMap(({ hash }) => hash ?? [])])],
    transformsApplied: [...result.transformsApplied, ...changed.map(({ outcome }) => `pictures:${outcome}`)],
  };
  // The reports on single texts are made when somebody asks for them, and not by copying.
  const all = { ...Object.getOwnPropertyDescriptors(result), ...Object.getOwnPropertyDescriptors(more) };
  return { ...made, result: Object.defineProperties({}, all) as CompressResult<Input> };
}

/** The list of messages in a request of any format. */
export function messagesOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  const { messages, input, contents } = (body ?? {}) as Record<string, unknown>;
  for (const list of [messages, input, contents]) if (Array.isArray(list)) return list;
  return [];
}
