import type { Breaks } from '../model/pass.js';
import { messagesOf } from './result.js';

/** What providers bind to all that stands before it: signed or encrypted reasoning, in every dialect. */
const REASONING = /^(?:(?:redacted_)?thinking$|reasoning)/;
const SIGNATURES = ['signature', 'thoughtSignature', 'thought_signature', 'encrypted_content'] as const;
const COMPACTION = /^(?:context_)?compaction/;
const DEEPEST = 8;

/**
 * Reads from a request where what was sent may still be rewritten: not where reasoning stands behind it, for that is bound to
 * every byte before it and would be refused or dropped. A provider's own compaction ends what stands before it.
 */
export function readBreaks(body: unknown, isAllowed: boolean): Breaks {
  let read: Positions | undefined;
  const positions = () => {
    read ??= positionsIn(body);
    return read;
  };
  return {
    isOpen(at, now) {
      if (isAllowed) return true;
      const { bound, compacted } = positions();
      return lastUpTo(bound, now) < Math.max(at, lastUpTo(compacted, now));
    },
    isCompacted: (after, now) => lastUpTo(positions().compacted, now) > after,
    isLatest: (turn) => turn >= positions().lastReply,
  };
}

interface Positions {
  /** Indexes of the entries that hold reasoning, and of those that hold a compaction, rising. */
  readonly bound: readonly number[];
  readonly compacted: readonly number[];
  /** Where the model's latest answer begins; it may be more than one entry. */
  readonly lastReply: number;
}

function positionsIn(body: unknown): Positions {
  const bound: number[] = [];
  const compacted: number[] = [];
  let lastReply = -1;
  let wasReply = false;
  for (const [i, entry] of messagesOf(body).entries()) {
    const isReplying = isReply(entry);
    if (isReplying && !wasReply) lastReply = i;
    wasReply = isReplying;
    if (isCompaction(entry)) compacted.push(i);
    if (isBound(entry, 0)) bound.push(i);
  }
  return { bound, compacted, lastReply };
}

function isReply(entry: unknown): boolean {
  const { role, type } = fieldsOf(entry);
  if (typeof role === 'string') return role === 'assistant' || role === 'model';
  return typeof type === 'string' && !type.endsWith('_output');
}

function isCompaction(entry: unknown): boolean {
  const { type, content, parts } = fieldsOf(entry);
  if (isOfType(type, COMPACTION)) return true;
  return [content, parts].some(
    (list) => Array.isArray(list) && list.some((part) => isOfType(fieldsOf(part).type, COMPACTION)),
  );
}

function isBound(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some((item) => isBound(item, depth + 1));
  const fields = fieldsOf(value);
  if (isOfType(fields.type, COMPACTION)) return false;
  if (isOfType(fields.type, REASONING)) return true;
  if (SIGNATURES.some((name) => typeof fields[name] === 'string' && fields[name] !== '')) return true;
  return Object.values(fields).some((item) => isBound(item, depth + 1));
}

function isOfType(type: unknown, pattern: RegExp): boolean {
  return typeof type === 'string' && pattern.test(type);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The last of rising numbers that is not above a limit, or -1. */
function lastUpTo(rising: readonly number[], limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return rising[low - 1] ?? -1;
}
