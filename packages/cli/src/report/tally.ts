import type { AgentName } from '@headroom/agents/sessions';
import type { Digest, ResultDigest } from './digest.js';
import type { Count, Input } from './replay.js';

/** What a cache of prefixes takes for a token it reads and for one it is given, where nothing else is known: shares of the price. */
export const CACHE_SHARES = { read: 0.1, written: 1.25 } as const;

/** Sums over conversations: of one agent, or of all. */
export interface Figures {
  readonly conversations: number;
  readonly subAgents: number;
  readonly requests: number;
  /** Tokens of input sent over all requests. */
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** The same in tokens at the uncached price: {@link CACHE_SHARES}. */
  readonly billBefore: number;
  readonly billAfter: number;
  /** By the agents' own hooks alone, which must leave some tools' outputs whole. */
  readonly billByHook: number;
  /** Of the tokens sent before, those of system prompts and tools, which transcripts do not tell. */
  readonly tokensUnseen: number;
  /** Strings that calls used, texts that edits replaced, strings that answers said: still in sight, and all. */
  readonly used: Count;
  readonly anchors: Count;
  readonly said: Count;
  readonly whole: Count;
  /** What the providers counted, where transcripts say it. */
  readonly counted: {
    readonly input: number;
    readonly cached: number;
    readonly written: number;
    readonly output: number;
  };
}

/** Sums over the results of one tool, or of one kind of text. */
export interface ResultFigures {
  readonly results: number;
  /** Tokens of the results, each counted once. */
  readonly tokens: number;
  readonly tokensAfter: number;
  /** Tokens over all requests that carried them. */
  readonly sent: number;
  readonly sentAfter: number;
  /** What later steps took from them and nowhere else: still in sight, and all. */
  readonly taken: Count;
  /** Tokens of those from which no later step took a word. */
  readonly tokensUnused: number;
}

/** What was sent to one model, in dollars of its list price; undefined where that is not known. */
export interface ModelFigures {
  readonly requests: number;
  readonly counter: string;
  readonly dollarsBefore: number | undefined;
  readonly dollarsAfter: number | undefined;
}

/** All figures of a report: names and numbers, nothing of what was said. */
export interface Totals {
  readonly total: Figures;
  readonly agents: Readonly<Partial<Record<AgentName, Figures>>>;
  readonly tools: Readonly<Record<string, ResultFigures>>;
  readonly kinds: Readonly<Record<string, ResultFigures>>;
  readonly left: Readonly<Record<string, ResultFigures>>;
  readonly models: Readonly<Record<string, ModelFigures>>;
}

const NOTHING: Count = [0, 0];
const NO_FIGURES: Figures = {
  conversations: 0,
  subAgents: 0,
  requests: 0,
  tokensBefore: 0,
  tokensAfter: 0,
  billBefore: 0,
  billAfter: 0,
  billByHook: 0,
  tokensUnseen: 0,
  used: NOTHING,
  anchors: NOTHING,
  said: NOTHING,
  whole: NOTHING,
  counted: { input: 0, cached: 0, written: 0, output: 0 },
};
const NO_RESULTS: ResultFigures = {
  results: 0,
  tokens: 0,
  tokensAfter: 0,
  sent: 0,
  sentAfter: 0,
  taken: NOTHING,
  tokensUnused: 0,
};

/** Adds records of numbers, of lists of numbers and of such records, field by field. */
function plus<T>(a: T, b: T): T {
  if (typeof a === 'number' && typeof b === 'number') return (a + b) as T;
  const entries = Object.entries(a as object).map(([key, value]) => [key, plus(value, (b as never)[key])]);
  return (Array.isArray(a) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}

const sumOf = ({ read, written }: Input) => read + written;
const billOf = ({ read, written }: Input) => read * CACHE_SHARES.read + written * CACHE_SHARES.written;

function figuresOf(one: Digest): Figures {
  return {
    conversations: 1,
    subAgents: one.isSubAgent ? 1 : 0,
    requests: one.requests,
    tokensBefore: sumOf(one.before),
    tokensAfter: sumOf(one.after),
    billBefore: billOf(one.before),
    billAfter: billOf(one.after),
    billByHook: billOf(one.byHook),
    tokensUnseen: one.unseen * one.requests,
    used: one.used,
    anchors: one.anchors,
    said: one.said,
    whole: [one.isWhole ? 1 : 0, 1],
    counted: { ...NO_FIGURES.counted, ...one.counted },
  };
}

function resultFigures({ tokensBefore, tokensAfter, requests, taken }: ResultDigest): ResultFigures {
  return {
    results: 1,
    tokens: tokensBefore,
    tokensAfter,
    sent: tokensBefore * requests,
    sentAfter: tokensAfter * requests,
    taken,
    tokensUnused: taken[1] === 0 ? tokensBefore : 0,
  };
}

/** Adds up what was replayed, conversation by conversation; nothing of their texts is kept. */
export class Tally {
  readonly #agents = new Map<AgentName, Figures>();
  readonly #tools = new Map<string, ResultFigures>();
  readonly #kinds = new Map<string, ResultFigures>();
  readonly #left = new Map<string, ResultFigures>();
  readonly #models = new Map<string, ModelFigures>();
  #total = NO_FIGURES;

  add(one: Digest): void {
    const { agent } = one;
    const figures = figuresOf(one);
    this.#total = plus(this.#total, figures);
    this.#agents.set(agent, plus(this.#agents.get(agent) ?? NO_FIGURES, figures));
    for (const result of one.results) {
      const more = resultFigures(result);
      for (const [sums, name] of [
        [this.#tools, result.tool],
        [this.#kinds, result.kind],
        [this.#left, result.left],
      ] as const)
        if (name !== undefined) sums.set(name, plus(sums.get(name) ?? NO_RESULTS, more));
    }
    this.#addModel(one);
  }

  totals(): Totals {
    const bySent = (sums: ReadonlyMap<string, ResultFigures>) =>
      Object.fromEntries([...sums].sort(([, a], [, b]) => b.sent - a.sent));
    return {
      total: this.#total,
      agents: Object.fromEntries(this.#agents),
      tools: bySent(this.#tools),
      kinds: bySent(this.#kinds),
      left: bySent(this.#left),
      models: Object.fromEntries([...this.#models].sort(([, a], [, b]) => b.requests - a.requests)),
    };
  }

  #addModel({ model = 'unknown', counter, requests, dollars }: Digest): void {
    const so = this.#models.get(model);
    const plusSo = (sum: number | undefined, more: number | undefined) =>
      more === undefined ? undefined : (sum ?? 0) + more;
    this.#models.set(model, {
      counter,
      requests: (so?.requests ?? 0) + requests,
      dollarsBefore: plusSo(so?.dollarsBefore, dollars?.before),
      dollarsAfter: plusSo(so?.dollarsAfter, dollars?.after),
    });
  }
}
