import type { MemoryView, Place, StoredRecord } from '../model/store.js';
import type { Gathering } from './gather.js';
import type { Scored } from './score.js';
import type { Weights } from './weights.js';

/** So many of the best bring their neighbours in, though these share no word with the question; more where there is room for more. */
const BRING = 14;
const MOST_BROUGHT = 80;
const BRING_PER_READ = 0.1;
const AWAY = 3;
const FURTHER = 2;

/**
 * Adds what stands around: a turn is worth more beside a turn that fits (most missed evidence lies within two turns of a found one),
 * and in a conversation that fits.
 */
export async function placed(
  view: MemoryView,
  gathering: Gathering,
  base: readonly Scored[],
  weights: Weights,
  most: number,
): Promise<readonly Scored[]> {
  const scores = new Map(base.map(({ record, score }) => [record.seq, score]));
  const records = new Map(base.map(({ record }) => [record.seq, record]));
  for (const record of await neighbours(view, gathering, base, most)) records.set(record.seq, record);
  const places = new Places(records.values());
  const near = (record: StoredRecord, away: number): number => {
    const other = places.beside(record, away);
    if (!other) return 0;
    const score = scores.get(other.seq) ?? 0;
    if (Math.abs(away) === FURTHER) return weights.further * score;
    if (away > 0) return weights.after * score;
    return weights.before * score * (asks(other) ? weights.asking : 1);
  };
  const prior = conversationPrior(base, weights);
  return [...records.values()].map((record) => {
    const own = scores.get(record.seq) ?? 0;
    const conversation = conversationOf(record);
    if (conversation === undefined) return { record, score: own };
    const inherited = near(record, -1) + near(record, 1) + near(record, -FURTHER) + near(record, FURTHER);
    return { record, score: own + inherited + (prior.get(conversation) ?? 0) };
  });
}

/** Turns by their places in their conversations. */
export class Places {
  readonly #conversations = new Map<string, Map<number, StoredRecord>>();
  readonly #of = new Map<StoredRecord, ReadonlyMap<number, StoredRecord>>();

  constructor(records: Iterable<StoredRecord>) {
    for (const record of records) {
      const conversation = conversationOf(record);
      if (conversation === undefined) continue;
      const turns = this.#conversations.get(conversation) ?? new Map<number, StoredRecord>();
      this.#conversations.set(conversation, turns.set(record.place, record));
      this.#of.set(record, turns);
    }
  }

  /** The turn so many places after another (before, when negative), if it was read. */
  beside(record: StoredRecord, away: number): StoredRecord | undefined {
    return this.#of.get(record)?.get(record.place + away);
  }
}

/** True for a turn that ends as a question does. */
export function asks(record: StoredRecord): boolean {
  return /\?\s*$/.test(record.text);
}

/** The conversation that a turn belongs to; a fact stands by itself. */
export function conversationOf(record: StoredRecord): string | undefined {
  const { conversation } = record.source;
  return record.kind === 'turn' && conversation !== undefined ? `${record.scope} ${conversation}` : undefined;
}

async function neighbours(
  view: MemoryView,
  gathering: Gathering,
  base: readonly Scored[],
  most: number,
): Promise<readonly StoredRecord[]> {
  const bring = Math.min(MOST_BROUGHT, Math.ceil(BRING + most * BRING_PER_READ));
  const best = [...base].sort((a, b) => b.score - a.score || b.record.seq - a.record.seq).slice(0, bring);
  const known = new Map<string, Set<number>>();
  for (const { record } of base) {
    const key = conversationOf(record);
    if (key !== undefined) known.set(key, (known.get(key) ?? new Set()).add(record.place));
  }
  const places = new Map<string, Place[]>();
  for (const { record } of best) {
    const key = conversationOf(record);
    if (key === undefined) continue;
    const ranges = places.get(key) ?? [];
    const conversation = record.source.conversation as string;
    for (let at = Math.max(1, record.place - AWAY); at <= record.place + AWAY; at++)
      if (!known.get(key)?.has(at)) ranges.push({ scope: record.scope, conversation, from: at, to: at });
    places.set(key, ranges);
  }
  const wanted = [...places.values()].flatMap(joined);
  return wanted.length === 0 ? [] : gathering.add(await view.places(wanted));
}

/** Ranges of one conversation without overlaps. */
function joined(ranges: readonly Place[]): Place[] {
  const found: Place[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && range.from <= last.to + 1) found[found.length - 1] = { ...last, to: Math.max(last.to, range.to) };
    else found.push(range);
  }
  return found;
}

function conversationPrior(base: readonly Scored[], weights: Weights): ReadonlyMap<string, number> {
  const by = new Map<string, number[]>();
  let top = 0;
  for (const { record, score } of base) {
    top = Math.max(top, score);
    const key = conversationOf(record);
    if (key === undefined) continue;
    const scores = by.get(key);
    if (scores) scores.push(score);
    else by.set(key, [score]);
  }
  const means = new Map<string, number>();
  for (const [key, scores] of by) {
    const best = scores.sort((a, b) => b - a).slice(0, weights.best);
    means.set(key, best.reduce((sum, score) => sum + score, 0) / weights.best);
  }
  const most = Math.max(Number.EPSILON, ...means.values());
  return new Map([...means].map(([key, mean]) => [key, (weights.conversation * top * mean) / most]));
}
