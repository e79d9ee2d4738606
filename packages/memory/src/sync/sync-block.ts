import { HeadroomError, type TokenCounter } from '@headroom/core';
import type { Memory } from '../model/memory.js';
import type { MemoryRecord } from '../model/record.js';
import { checkScope, type Scope } from '../model/scope.js';
import { chosenFacts, currentFacts, type EverKnown, everKnown, factLine, isUnfit, lineCost } from './known-facts.js';
import { block, type MarksProblem } from './memory-block.js';
import { factHash } from './written-fact.js';

/** What is synchronized, and how. */
export interface SyncOptions {
  readonly memory: Memory;
  /** Facts of it and of the scopes around it are written; what is new in the file is remembered in it. */
  readonly scope: Scope;
  readonly counter: TokenCounter;
  /** Most tokens of what is ours in a file. */
  readonly budget: number;
  /** Says what would be done, and does not touch the memory. */
  readonly dryRun?: boolean;
  readonly now?: () => number;
}

/** What came of it, as counts and texts for whoever asked. */
export interface SyncReport {
  /** Texts taken into the memory, or that would be. */
  readonly remembered: readonly string[];
  /** Corrected in the memory, since they were edited in the file. */
  readonly updated: readonly string[];
  /** Lines that were taken out of the file, since they say what is known to hold no longer: forgotten, replaced or corrected. */
  readonly dropped: readonly string[];
  /** Forgotten, since they were deleted from the folder. */
  readonly forgotten: readonly string[];
  /** Facts that stand in the file now. */
  readonly written: number;
  /** Facts that did not fit the budget. */
  readonly over: number;
  /** Facts and lines that were left where they are, since they give orders or are too long. */
  readonly unfit: number;
}

/** A file as it is to be, or why it is left alone. */
export type SyncedBlock =
  | { readonly bytes: Uint8Array; readonly changed: boolean; readonly report: SyncReport }
  | { readonly problem: MarksProblem };

const HEAD = [
  '## Remembered',
  '',
  'Kept by `headroom memory sync`: facts about this project and its people, not orders. Lines added or edited here are remembered.',
  '',
];

/**
 * Brings the block of a file and a memory together. New and edited lines are taken in, facts are written; what stands outside of the
 * marks stays to the byte. A line carries the hash of its text, so one that was written by us is neither taken in again, nor brought
 * back after it was forgotten.
 *
 * @param bytes the file as it is, undefined where there is none
 * @param name what the file is called in sources of records, as `CLAUDE.md`
 */
export async function syncBlock(
  bytes: Uint8Array | undefined,
  name: string,
  options: SyncOptions,
): Promise<SyncedBlock> {
  const { memory, scope, counter, budget, now = Date.now } = options;
  checkSync(options);
  const marked = block.read(bytes);
  if (typeof marked === 'string') return { problem: marked };
  const before = await currentFacts(memory, scope, now());
  const read = factsIn(marked.lines ?? []);
  const plan = await planOf(read, before, () => everKnown(memory, scope));
  if (!options.dryRun) {
    for (const { record, text } of plan.updates) await memory.update(scope, record.id, { text }, `edited in ${name}`);
    for (const record of plan.doubles) await memory.forget(scope, record.id, `edited in ${name} to what is known`);
    const source = { agent: name };
    if (plan.fresh.length > 0) await memory.rememberAll(plan.fresh.map((text) => ({ scope, text, source })));
  }
  const isNews = plan.fresh.length + plan.updates.length + plan.doubles.length > 0;
  const known = !isNews
    ? before
    : options.dryRun
      ? foreseen(plan, before, scope, now())
      : await currentFacts(memory, scope, now());
  // Of those that are written alike only what is fit counts: another may hide something.
  const facts = known.filter(({ text }) => !isUnfit(text));
  const fit = [...new Map(facts.map((record) => [factHash(record.text), record])).values()];
  const room = budget - counter.count(HEAD.join('\n'));
  const chosen = chosenFacts(fit, room, ({ text }) => lineCost(counter, factLine(text)));
  const lines = [...chosen.map(({ text }) => factLine(text)), ...plan.left];
  const isNew = marked.lines === undefined;
  const after = isNew && lines.length === 0 ? Buffer.from(bytes ?? []) : block.put(marked, [...HEAD, ...lines]);
  const report = {
    remembered: plan.fresh,
    updated: plan.updates.map(({ text }) => text),
    dropped: plan.dropped,
    forgotten: [],
    written: chosen.length,
    over: fit.length - chosen.length,
    unfit: known.length - facts.length + plan.left.length,
  };
  return { bytes: after, changed: bytes === undefined ? lines.length > 0 : !after.equals(bytes), report };
}

/** True for a file that was synchronized, be its block whole or not; prose that tells of the marks does not count. */
export function hasBlock(bytes: Uint8Array): boolean {
  return block.has(bytes);
}

/** A file without its block. */
export function removeBlock(bytes: Uint8Array): { readonly bytes: Uint8Array } | { readonly problem: MarksProblem } {
  const marked = block.read(bytes);
  return typeof marked === 'string' ? { problem: marked } : { bytes: block.takeOut(marked) };
}

export function checkSync({ memory, scope, budget }: SyncOptions): void {
  checkScope(scope);
  if (typeof memory?.remember !== 'function')
    throw new HeadroomError('invalid_option', '`memory` is made by createMemory()', 'memory');
  if (!Number.isSafeInteger(budget) || budget < 0)
    throw new HeadroomError('invalid_option', '`budget` is a whole number of tokens', 'budget');
}

interface ReadFact {
  readonly line: string;
  readonly text: string;
  readonly hash: string | undefined;
}

/** The facts between the marks: every line but ours at the top; what is indented belongs to the line above. */
function factsIn(lines: readonly string[]): readonly ReadFact[] {
  const found: string[] = [];
  for (const line of lines) {
    if (line.trim() === '' || HEAD.includes(line.trim())) continue;
    const last = found.at(-1);
    if (/^\s{2,}[^\s*-]/.test(line) && last !== undefined) found[found.length - 1] = `${last} ${line.trim()}`;
    else found.push(line);
  }
  return found.map(readFact).filter(({ text }) => text !== '');
}

const MARK_LENGTH = '<!-- 0123456789 -->'.length;

function readFact(line: string): ReadFact {
  const trimmed = line.trim();
  const hash = /<!-- ([0-9a-f]{10}) -->$/.exec(trimmed)?.[1];
  const rest = hash === undefined ? trimmed : trimmed.slice(0, -MARK_LENGTH).trimEnd();
  const text = rest === '-' || rest === '*' ? '' : /^[-*] /.test(rest) ? rest.slice(2).trim() : rest;
  return { line, text, hash };
}

interface Plan {
  /** Texts that are to be remembered. */
  readonly fresh: readonly string[];
  readonly updates: readonly { readonly record: MemoryRecord; readonly text: string }[];
  /** Records that were edited into what is known in another scope. */
  readonly doubles: readonly MemoryRecord[];
  /** Lines that stay as they are, since they cannot be taken in. */
  readonly left: readonly string[];
  /** Texts that hold no longer. */
  readonly dropped: readonly string[];
}

async function planOf(
  read: readonly ReadFact[],
  current: readonly MemoryRecord[],
  ever: () => Promise<EverKnown>,
): Promise<Plan> {
  const fit = current.filter((record) => !isUnfit(record.text));
  const byHash = new Map(fit.map((record) => [factHash(record.text), record]));
  const taken = new Set(byHash.keys());
  const updates: { record: MemoryRecord; text: string }[] = [];
  const doubles: MemoryRecord[] = [];
  const [fresh, left, dropped]: [string[], string[], string[]] = [[], [], []];
  let known: EverKnown | undefined;
  for (const { line, text, hash } of read) {
    const now = factHash(text);
    const edited = hash !== undefined && hash !== now ? byHash.get(hash) : undefined;
    if (taken.has(now)) {
      const known = byHash.get(now);
      // In one scope they become one record, with the sources and keys of both.
      if (edited && (known ?? edited).scope.path === edited.scope.path) updates.push({ record: edited, text });
      else if (edited) doubles.push(edited);
      continue;
    }
    if (isUnfit(text)) {
      left.push(line);
      continue;
    }
    if (!edited) {
      known ??= await ever();
      // A line of ours says what is not known any more. What a person wrote anew is meant, unless something else holds in its place.
      if (hash === now ? known.has(now) : known.isReplaced(now)) {
        dropped.push(text);
        continue;
      }
    }
    taken.add(now);
    if (edited) updates.push({ record: edited, text });
    else fresh.push(text);
  }
  return { fresh, updates, doubles, left, dropped };
}

function foreseen(plan: Plan, current: readonly MemoryRecord[], scope: Scope, now: number): readonly MemoryRecord[] {
  const updates = new Map(plan.updates.map(({ record, text }) => [record, text]));
  const kept = current.filter((record) => !plan.doubles.includes(record));
  const like = (text: string): MemoryRecord => ({
    ...{
      id: factHash(text),
      text,
      kind: 'fact',
      scope,
      state: 'current',
      saidAt: now,
      validFrom: now,
      importance: 0.5,
    },
    ...{ source: {}, otherSources: [], tags: [], metadata: {}, createdAt: now, changedAt: now },
  });
  return [...kept.map((record) => ({ ...record, text: updates.get(record) ?? record.text })), ...plan.fresh.map(like)];
}
