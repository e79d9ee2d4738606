import { counterFor } from '@headroom/core';
import { createMemory, type Recollection, Scope, sqliteMemory } from '../../../packages/memory/src/index.js';
import type { MemoryStore } from '../../../packages/memory/src/model/store.js';
import type { Weights } from '../../../packages/memory/src/rank/weights.js';
import { recall } from '../../../packages/memory/src/read/recall.js';
import { type Asked, type Conversation, KINDS } from './load.js';

export const BUDGETS = [512, 1024, 4096] as const;

/** What share of questions had all, or any, of its evidence in the text. */
export interface Share {
  readonly questions: number;
  readonly all: readonly number[];
  readonly any: readonly number[];
}

export interface Opened {
  readonly conversation: Conversation;
  readonly store: MemoryStore;
  readonly scope: Scope;
  recall(question: string, budget: number): Promise<Recollection>;
  close(): Promise<void>;
}

/** Remembers every turn of a conversation, as an agent does that listens. */
export async function open(conversation: Conversation): Promise<Opened> {
  const store = sqliteMemory({ path: ':memory:' });
  const memory = createMemory({ store });
  const scope = Scope.user(conversation.name);
  await memory.rememberAll(
    conversation.turns.map(({ id, session, speaker, text, saidAt }) => ({
      scope,
      kind: 'turn' as const,
      text,
      saidAt,
      source: { conversation: `${session}`, message: id, speaker },
    })),
  );
  return {
    conversation,
    store,
    scope,
    recall: (question, budget) => memory.recall({ scope, question, budget }),
    close: () => memory.close(),
  };
}

/** The same memory, ranked by other weights than those that ship. */
export function withWeights(one: Opened, weights: Weights): Opened {
  const { store, scope } = one;
  const reader = { store, tenant: '', counter: counterFor(), now: Date.now, embedder: undefined, weights };
  return { ...one, recall: (question, budget) => recall(reader, { scope, question, budget }) };
}

/** Which of a question's evidence stands in the text: its turn does, and every word of the answer that the turn has. */
export async function evidenceIn(one: Opened, asked: Asked, budget: number): Promise<number> {
  const { records, tokens, text } = await one.recall(asked.question, budget);
  const { conversation } = one;
  if (tokens > budget) throw new Error('over the budget');
  const lines = new Map(records.map(({ record, line }) => [record.source.message, line]));
  const answer = words(asked.answer);
  return asked.evidence.filter((id) => {
    const line = lines.get(id);
    if (line === undefined || !text.includes(line)) return false;
    const turn = conversation.turns.find((one) => one.id === id);
    const needed = [...words(turn?.text ?? '')].filter((word) => answer.has(word));
    const kept = words(line);
    return needed.every((word) => kept.has(word));
  }).length;
}

const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** How many questions of a kind had all or any of their evidence, a budget each. */
export type Sums = ReadonlyMap<
  string,
  { readonly questions: number; readonly all: readonly number[]; readonly any: readonly number[] }
>;

/** Asks every question of a conversation. */
export async function measure(one: Opened): Promise<Sums> {
  const sums = new Map<string, { questions: number; all: number[]; any: number[] }>();
  for (const asked of one.conversation.asked) {
    const found: number[] = [];
    for (const budget of BUDGETS) found.push(await evidenceIn(one, asked, budget));
    for (const kind of ['all', asked.kind]) {
      const sum = sums.get(kind) ?? { questions: 0, all: [0, 0, 0], any: [0, 0, 0] };
      sums.set(kind, sum);
      sum.questions++;
      for (const [i, many] of found.entries()) {
        if (many === asked.evidence.length) sum.all[i] = (sum.all[i] ?? 0) + 1;
        if (many > 0) sum.any[i] = (sum.any[i] ?? 0) + 1;
      }
    }
  }
  return sums;
}

/** Shares in per cent, of some conversations together. */
export function shares(parts: readonly Sums[]): Readonly<Record<string, Share>> {
  const share = (many: number, of: number) => Math.round((1000 * many) / of) / 10;
  return Object.fromEntries(
    ['all', ...KINDS].flatMap((kind) => {
      const found = parts.flatMap((part) => part.get(kind) ?? []);
      const questions = found.reduce((sum, one) => sum + one.questions, 0);
      if (questions === 0) return [];
      const of = (name: 'all' | 'any') =>
        BUDGETS.map((_, i) =>
          share(
            found.reduce((sum, one) => sum + (one[name][i] ?? 0), 0),
            questions,
          ),
        );
      return [[kind, { questions, all: of('all'), any: of('any') }]];
    }),
  );
}

/** Prints the shares of some conversations together. */
export function print(parts: readonly Sums[]): void {
  const said = (numbers: readonly number[]) => numbers.map((number) => number.toFixed(1)).join(' / ');
  console.log(`share of questions with all evidence (any) within ${BUDGETS.join(' / ')} tokens`);
  for (const [kind, { questions, all, any }] of Object.entries(shares(parts)))
    console.log(`  ${kind.padEnd(12)} ${String(questions).padStart(5)}   ${said(all)}   (${said(any)})`);
}
