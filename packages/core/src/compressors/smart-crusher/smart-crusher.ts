import type { Compressor, Shorter, Task } from '../../model/compressor.js';
import type { Content, JsonValue } from '../../model/content.js';
import type { InTurns } from '../../model/in-turns.js';
import { atOnce } from '../../reading/in-turns.js';
import { printJson } from '../../reading/parse-json.js';
import { decode } from './decode.js';
import { dropAddresses } from './drop-addresses.js';
import { isKeptWhole, isSelfSimilar } from './licence.js';
import { isTree, type Plan, planOf } from './plan.js';
import { printDocument } from './print.js';
import { isOwnNotation, looksLikeLines, placeBlock, readSource, type Source } from './source.js';
import { trim } from './trim.js';

const MIN_LENGTH = 240;
/** Packed texts below this many tokens are shown whole: rows left out would save little. */
const SMALL = 900;
const LARGE = 12_000;
const SAMPLE = 20_000;
const FEW_RECORDS = 40;
const LONG_TEXT = 100_000;
const FEW_SHARE = 0.5;
/** JSON stays JSON, to be quoted as it is, where another notation saves less than this. */
const WORTH_REWORDING = 0.9;

/** Makes JSON smaller: tables instead of repeated keys, and of long tables the rows that matter. */
export function smartCrusher(): Compressor {
  return {
    name: 'smart_crusher',
    ceiling: 1,
    match,
    compress: (content, task) => atOnce(compress(content, task)),
    inTurns: compress,
  };
}

function match(content: Content): number {
  const { json } = content;
  if (json) return json.type === 'array' || json.type === 'object' ? 1 : 0;
  if (looksLikeLines(content)) return 0.95;
  if (readSource(content)) return 0.92;
  return isOwnNotation(content) ? 1 : 0;
}

function* compress(content: Content, task: Task): InTurns<Shorter | undefined> {
  if (content.text.length < MIN_LENGTH) return undefined;
  const source = readSource(content);
  if (!source) return undefined;
  const before = task.tokens.count(content.text);
  if (before < 100) return undefined;
  yield;
  const mayTrim = task.mode !== 'lossless' && !isKeptWhole(source.value);
  const plan = yield* planOf(source.value, task.mode === 'lossless' ? task.query : undefined);
  // What is far above any budget is trimmed without printing all of it first.
  if (mayTrim && before > LARGE) {
    const trimmed = yield* trimDocument(source, plan, task, {
      tokensPerCharacter: densityOf(content.text, task),
      packed: before * 0.45,
    });
    if (trimmed) return trimmed;
  }
  yield;
  const block = printDocument(plan);
  yield;
  const readable = placeBlock(source, block);
  const plain = printPlain(source);
  const shorter = !isTree(plan) && readable.length < plain.length * WORTH_REWORDING ? readable : plain;
  yield;
  const after = task.tokens.count(shorter);
  if (mayTrim && after > SMALL) {
    const trimmed = yield* trimDocument(source, plan, task, {
      tokensPerCharacter: after / shorter.length,
      packed: after,
    });
    if (trimmed) return trimmed;
  }
  // The readable notation is used only once it has been read back to the same value.
  const packed = shorter === plain || (yield* isProved(block, source.value)) ? shorter : plain;
  return task.tokens.count(packed) < before ? { kind: 'packed', text: packed } : undefined;
}

/** JSON on one line, or one a line, with its own spaces around colons: what a reader quotes from it stands in the original. */
function printPlain({ kind, value, before, after, spacing }: Source): string {
  return kind === 'lines' && value.type === 'array'
    ? value.items.map((item) => printJson(item, spacing)).join('\n') + after
    : before + printJson(value, spacing) + after;
}

function* isProved(block: string, value: JsonValue): InTurns<boolean> {
  try {
    yield;
    const decoded = decode(block);
    yield;
    const printed = printJson(decoded);
    yield;
    return printed === printJson(value);
  } catch {
    return false;
  }
}

/** A document before it is trimmed. */
interface Measured {
  readonly tokensPerCharacter: number;
  /** Tokens of the packed document. */
  readonly packed: number;
}

function* trimDocument(
  source: Source,
  whole: Plan,
  task: Task,
  { tokensPerCharacter, packed }: Measured,
): InTurns<Shorter | undefined> {
  const usual = task.mode === 'aggressive' ? clamp(packed * 0.12, 400, 1200) : clamp(packed * 0.35, 900, 3200);
  // Few large records are no rows of one kind: a catalogue of tools, a list of services.
  const isFew = recordsIn(source.value) <= FEW_RECORDS && !isSelfSimilar(source.value);
  const least = task.mode !== 'aggressive' && isFew ? packed * FEW_SHARE : 0;
  const budget = (task.budget ?? Math.max(usual, least)) * task.bias;
  if (packed <= budget) return undefined;
  const nested = task.nested && ((text: string) => task.nested?.(text)?.text);
  yield;
  const lean = dropAddresses(source.value, task);
  yield* routeLongTexts(lean.value, task);
  const plan = lean.value === source.value ? whole : yield* planOf(lean.value);
  const { view, omitted } = yield* trim(plan, { task, budget, tokensPerCharacter, nested });
  yield;
  const printed = placeBlock(source, printDocument(plan, { ...view, spacing: source.spacing }));
  const left = omitted();
  const plain = left.length === 0 ? printPlain({ ...source, value: lean.value }) : printed;
  const text = left.length > 0 || (!isTree(plan) && printed.length < plain.length * WORTH_REWORDING) ? printed : plain;
  if (lean.dropped > 0) left.push(`${lean.dropped} addresses that begin like one beside them`);
  if (left.length === 0 || task.tokens.count(text) > packed * 0.85) return undefined;
  return { kind: 'trimmed', licence: 'rows', text, omitted: { summary: left.join('; ') } };
}

/** Texts so long inside a value are shortened ahead, in turns. */
function* routeLongTexts(value: JsonValue, task: Task): InTurns<void> {
  if (!task.nestedInTurns) return;
  const texts: string[] = [];
  collectLong(value, texts);
  for (const text of texts) yield* task.nestedInTurns(text);
}

function collectLong(value: JsonValue, texts: string[]): void {
  if (value.type === 'string') {
    if (value.value.length >= LONG_TEXT) texts.push(value.value);
  } else if (value.type === 'array') for (const item of value.items) collectLong(item, texts);
  else if (value.type === 'object') for (const [, item] of value.entries) collectLong(item, texts);
}

/** Tokens of a character where nothing is indented. */
function densityOf(text: string, { tokens }: Task): number {
  const sample = text.slice(0, SAMPLE).replace(/\n\s*/g, '');
  return tokens.count(sample) / Math.max(1, sample.length);
}

/** How many items the largest list at the top of a document has. */
function recordsIn(value: JsonValue): number {
  if (value.type === 'array') return value.items.length;
  if (value.type !== 'object') return 0;
  return value.entries.reduce((most, [, one]) => Math.max(most, one.type === 'array' ? one.items.length : 0), 0);
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
