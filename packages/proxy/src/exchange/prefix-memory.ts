import { createHash } from 'node:crypto';
import type { Dialect } from '@headroom/core';
import type { Prefix } from './exchange.js';

type Fields = Readonly<Record<string, unknown>>;

/** So many beginnings are kept; of older ones nothing is said any more. */
const MOST_KEPT = 50_000;

interface Beginning {
  /** What was sent for it, as a digest. */
  readonly sent: string;
  /** Whether a request ended here. */
  isEnd: boolean;
}

/**
 * Knows how requests began, as digests: each beginning of a conversation as the client said it, with what was sent for it. So it can say
 * whether a provider got the same bytes again. One process knows what it sent itself.
 */
export class PrefixMemory {
  readonly #known = new Map<string, Beginning>();

  /** Judges a request of a session, and keeps it. Both are bodies of the same shape, parsed. */
  judge(session: string, wire: Dialect, original: unknown, sent: unknown): Prefix | undefined {
    const said = partsOf(wire, original);
    const went = partsOf(wire, sent);
    if (!said || !went) return undefined;
    const steps = chain(session, said, went);
    let deepest = steps.length;
    while (deepest > 0 && !this.#known.has(steps[deepest - 1]?.said ?? '')) deepest--;
    const found = steps[deepest - 1];
    const before = found && this.#known.get(found.said);
    // The head of a request (system prompt and tools) alone is no conversation.
    const verdict =
      !before || deepest === 1 ? 'first' : before.sent !== found.sent ? 'changed' : before.isEnd ? 'kept' : 'rewritten';
    for (const [at, step] of steps.entries()) this.#keep(step, at === steps.length - 1);
    return verdict;
  }

  #keep({ said, sent }: Step, isEnd: boolean): void {
    const wasEnd = this.#known.get(said)?.isEnd ?? false;
    this.#known.delete(said);
    this.#known.set(said, { sent, isEnd: isEnd || wasEnd });
    if (this.#known.size > MOST_KEPT) this.#known.delete(this.#known.keys().next().value as string);
  }
}

interface Step {
  readonly said: string;
  readonly sent: string;
}

/** A digest for each beginning, of what was said and of what was sent. */
function chain(session: string, said: readonly string[], sent: readonly string[]): readonly Step[] {
  let [one, two] = [session, ''];
  return said.map((part, at) => {
    one = digest(one, part);
    two = digest(two, sent[at] ?? '');
    return { said: one, sent: two };
  });
}

function digest(before: string, part: string): string {
  return createHash('sha1').update(before).update('\n').update(part).digest('base64');
}

/** What providers keep in their order: the head, and each message. Undefined where a request goes on from what the provider holds. */
function partsOf(wire: Dialect, body: unknown): readonly string[] | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { system, tools, messages, instructions, input, contents, systemInstruction, previous_response_id } =
    body as Fields;
  if (wire === 'openai-responses' && typeof previous_response_id === 'string') return undefined;
  const list = wire === 'gemini' ? contents : wire === 'openai-responses' ? input : messages;
  if (typeof list !== 'string' && !Array.isArray(list)) return undefined;
  const head = [tools, system, instructions, systemInstruction];
  return [head, ...(typeof list === 'string' ? [list] : list)].map(bytesOf);
}

/** Marks for the cache move from turn to turn, and are no part of what is cached. */
function bytesOf(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => (key === 'cache_control' ? undefined : value)) ?? '';
}
