import type { TokenCounter } from '@headroom/core';
import type { Memory } from '../model/memory.js';
import type { MemoryRecord } from '../model/record.js';
import { Scope, type ScopeNames } from '../model/scope.js';
import { safeText } from '../pack/safe-text.js';
import { factHash, LONGEST_FACT, writtenFact } from './written-fact.js';

/** True for what must not stand in a file that agents obey: it gives orders, or looks like a frame. */
export function isUnfit(text: string): boolean {
  return text.length > LONGEST_FACT || safeText(withoutCodeSigns(text)).flagged;
}

/** Without the angle brackets of code and of types, as in `Map<string, number>`, which open no frame. */
function withoutCodeSigns(text: string): string {
  const plain = (code: string) => code.replace(/[<>]/g, ' ');
  return text.replace(/`[^`]*`/g, plain).replace(/(?<=\w)<[\w\s,.|[\]]{1,80}>/g, plain);
}

/** Facts that hold now for a scope and those around it, oldest first. */
export async function currentFacts(memory: Memory, scope: Scope, now: number): Promise<readonly MemoryRecord[]> {
  const found = await memory.list({ scope, limit: Number.MAX_SAFE_INTEGER });
  return found.filter(({ kind, validFrom }) => kind === 'fact' && validFrom <= now).reverse();
}

/** The texts that a scope has known, by their hashes. */
export interface EverKnown {
  /** It was known once: also what was forgotten, replaced or corrected since. */
  has(hash: string): boolean;
  /** Something else holds now in the place of what it says. */
  isReplaced(hash: string): boolean;
}

interface Line {
  readonly id: string;
  readonly text?: string;
  readonly state: MemoryRecord['state'];
  readonly supersededBy?: string;
  readonly scope?: ScopeNames;
  readonly events?: readonly { readonly before?: { readonly text?: unknown } }[];
}

export async function everKnown(memory: Memory, scope: Scope): Promise<EverKnown> {
  const saidBy = new Map<string, string[]>();
  const records = new Map<string, Pick<Line, 'state' | 'supersededBy'>>();
  const add = (text: string, id: string) => {
    const hash = factHash(text);
    saidBy.set(hash, [...(saidBy.get(hash) ?? []), id]);
  };
  for await (const line of memory.export(Scope.user(scope.user))) {
    const { id, text, state, supersededBy, scope: names, events = [] } = JSON.parse(line) as Line;
    if (text === undefined || !Scope.of(names ?? {})?.holds(scope)) continue;
    records.set(id, { state, ...(supersededBy !== undefined && { supersededBy }) });
    add(text, id);
    for (const { before } of events) if (typeof before?.text === 'string') add(before.text, id);
  }
  /** Whether a record, or what took its place, or what took the place of that, holds now. */
  const holds = (id: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = records.get(at)?.supersededBy) {
      if (records.get(at)?.state === 'current') return true;
      seen.add(at);
    }
    return false;
  };
  return {
    has: (hash) => saidBy.has(hash),
    isReplaced: (hash) => saidBy.get(hash)?.some(holds) ?? false,
  };
}

/** No line costs less, its hash or its link included. */
const LEAST_LINE = 8;
const HALVED_EVERY = 30 * 86_400_000;

/**
 * What of some facts fits a budget, in their order. By importance, halved every 30 days since they were said or changed: that puts any
 * two in the same order at all times, so the same facts are chosen until one changes.
 */
export function chosenFacts(
  facts: readonly MemoryRecord[],
  budget: number,
  cost: (record: MemoryRecord) => number,
  most = facts.length,
): readonly MemoryRecord[] {
  const rank = ({ importance, saidAt, changedAt }: MemoryRecord) =>
    Math.log2(Math.max(importance, 1e-6)) * HALVED_EVERY + Math.max(saidAt, changedAt);
  const chosen = new Set<MemoryRecord>();
  let left = budget;
  for (const record of [...facts].sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1))) {
    const tokens = cost(record);
    if (chosen.size >= most || left < LEAST_LINE) break;
    if (tokens > left) continue;
    left -= tokens;
    chosen.add(record);
  }
  return facts.filter((record) => chosen.has(record));
}

/** Tokens of a line and the end of it. */
export const lineCost = (counter: TokenCounter, line: string) => counter.count(`${line}\n`);

export const factLine = (text: string) => `- ${writtenFact(text)} <!-- ${factHash(text)} -->`;
