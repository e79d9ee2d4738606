import type { Block } from '../model/block.js';
import type { Draft, DraftBlock, SentText } from '../model/pass.js';
import { contentHash, sha256Hex } from './hash.js';

const LONGEST_NAME = 64;

/**
 * One key a text: the conversation it belongs to, all texts before it, the call it answers, the question, and itself. Neither
 * options nor a version of this package: what was sent is repeated whatever they are. Undefined where a call cannot be written
 * down.
 */
export class SentKeys {
  #before: string;

  constructor(owner: string) {
    this.#before = sha256Hex(JSON.stringify(['conversation', owner]));
  }

  /** The key of the next text. */
  next({ text, role, call, query }: Block): string | undefined {
    const before = this.#before;
    this.#before = sha256Hex(`${before} ${contentHash(text)}`);
    return keyOf([before, role, contentHash(text), call?.tool ?? '', call?.input ?? '', contentHash(query)]);
  }
}

function keyOf(parts: readonly unknown[]): string | undefined {
  try {
    return `sent-${sha256Hex(JSON.stringify(parts))}`;
  } catch {
    return undefined;
  }
}

/** A text as it was sent, to be stored. The original is not in it: who holds it can read the entry, and nobody else can use it. */
function printSent(sent: SentText): string {
  if (sent.kind === 'kept') return JSON.stringify({ kind: sent.kind });
  const { kind, by, text } = sent;
  return JSON.stringify({ kind, by: by.slice(0, LONGEST_NAME), text, digest: contentHash(text) });
}

/** Reads an entry back; undefined for what is damaged, or of a form that is not known. */
export function readSent(entry: string, original: string): SentText | undefined {
  let value: unknown;
  try {
    value = JSON.parse(entry);
  } catch {
    return undefined;
  }
  const { kind, by, text, digest } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (kind === 'kept') return { kind };
  if (kind !== 'packed' && kind !== 'trimmed') return undefined;
  if (typeof text !== 'string' || text.trim() === '' || digest !== contentHash(text)) return undefined;
  if (typeof by !== 'string' || by.length > LONGEST_NAME) return undefined;
  // What was left out must be on its way back: a trimmed text names its own original.
  if (kind === 'trimmed' && !text.includes(contentHash(original))) return undefined;
  return { kind, by, text };
}

/** What is to be stored so that the outcomes of this call can be repeated: those that are new, or were rewritten. */
export function outcomesToStore(draft: Draft): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [block, { key, sent }] of draft.sent) {
    const now = outcomeOf(block);
    if (sent?.kind !== now.kind || textOf(sent) !== textOf(now)) entries.set(key, printSent(now));
  }
  return entries;
}

/** An outcome as the store holds it. */
export interface SentEntry {
  readonly key: string;
  readonly entry: string;
}

/** What the store holds of the last text of a call, once its outcomes are recorded. */
export function latestEntry({ blocks, sent }: Draft): SentEntry | undefined {
  const last = blocks.at(-1);
  const found = last && sent.get(last);
  return found && { key: found.key, entry: printSent(outcomeOf(last)) };
}

function outcomeOf({ shorter, by, text }: DraftBlock): SentText {
  return shorter ? { kind: shorter.kind, by: by ?? '', text } : { kind: 'kept' };
}

function textOf(sent: SentText): string | undefined {
  return sent.kind === 'kept' ? undefined : sent.text;
}
