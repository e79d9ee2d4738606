import { counterFor, createHeadroom, type TokenCounter } from '@headroom/core';
import { publishedCounter } from './published.js';
import type { Scenario } from './scenarios.js';
import type { Message } from './shapes/conversation.js';
import { type Spent, spent, spentNow } from './spent.js';

export const MODEL = 'gpt-4o';

const own = counterFor(MODEL);
const published = publishedCounter();

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function parseOrSplit(text: string): unknown {
  const first = text.trimStart()[0];
  if (first === '[' || first === '{') {
    try {
      return JSON.parse(text);
    } catch {}
  }
  return text.split('\n');
}

/**
 * What one JSON.parse (or line split) and one exact token count of every text take. The texts are told apart from what
 * was compressed, and from each other, by spaces at the end, so that remembered counts do not help.
 */
function limitWith(tokens: TokenCounter, messages: readonly Message[], spaces: number): Spent {
  const texts = messages.flatMap(({ content }) => (typeof content === 'string' ? [content + ' '.repeat(spaces)] : []));
  return spentNow(() => {
    for (const text of texts) {
      parseOrSplit(text);
      tokens.count(text);
    }
  });
}

/** The limit with our own counter, and with the published encoder alone. */
export function limitsOf(messages: readonly Message[], spaces = 1): { readonly own: Spent; readonly published: Spent } {
  return { own: limitWith(own, messages, spaces), published: limitWith(published, messages, spaces) };
}

/**
 * What one compress() on a new engine takes, and what it saved. Garbage is not collected in between by force: that would
 * throw compiled code away and measure the compiler.
 */
export async function compressOnce(messages: Message[], options: object = {}) {
  const engine = createHeadroom({ model: MODEL, ...options });
  let result: Awaited<ReturnType<typeof engine.compress>> | undefined;
  const took = await spent(async () => {
    result = await engine.compress(messages);
  });
  const { tokensBefore, tokensAfter, warnings } = result as NonNullable<typeof result>;
  return { took, tokensBefore, tokensAfter, warnings: warnings.length };
}

export interface Measure {
  readonly name: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly ms: number;
  readonly limitMs: number;
  /** Time as a multiple of the limit. */
  readonly multiple: number;
  /** The limit counted by the published encoder, and time as a multiple of it. */
  readonly publishedMs: number;
  readonly publishedMultiple: number;
  /** Time of the processor, and as a multiple of that of the published limit. */
  readonly cpuMs: number;
  readonly cpuMultiple: number;
}

/** The median over several texts of a scenario, none of which was seen before; the limit now before, now after. */
export async function measure(scenario: Scenario, seeds: readonly number[]): Promise<Measure> {
  const times: Spent[] = [];
  const limits: ReturnType<typeof limitsOf>[] = [];
  let sizes = { tokensBefore: 0, tokensAfter: 0 };
  for (const [i, seed] of seeds.entries()) {
    const messages = scenario.make(seed);
    if (i % 2 === 0) limits.push(limitsOf(messages));
    const { took, tokensBefore, tokensAfter } = await compressOnce(messages);
    times.push(took);
    if (i % 2 === 1) limits.push(limitsOf(messages));
    sizes = { tokensBefore, tokensAfter };
  }
  return { name: scenario.name, ...sizes, ...against(times, limits) };
}

/** The medians of times beside those of their limits. */
export function against(times: readonly Spent[], limits: readonly ReturnType<typeof limitsOf>[]) {
  const ms = median(times.map(({ wall }) => wall));
  const limitMs = median(limits.map(({ own }) => own.wall));
  const publishedMs = median(limits.map(({ published }) => published.wall));
  const cpuMs = median(times.map(({ cpu }) => cpu));
  const cpuMultiple = cpuMs / median(limits.map(({ published }) => published.cpu));
  return { ms, limitMs, multiple: ms / limitMs, publishedMs, publishedMultiple: ms / publishedMs, cpuMs, cpuMultiple };
}
