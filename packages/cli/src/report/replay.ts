import { isShortenedByHook } from '@headroom/agents';
import { contentText, forgetTexts, isInSight, type Message, type Need, planOf } from '@headroom/agents/replay';
import type { Conversation, UsageEvent } from '@headroom/agents/sessions';
import { type BlockReport, counterFor, createHeadroom, type HeadroomOptions, whyLeft } from '@headroom/core';
import { asRequest } from './as-request.js';

/** How many of how many. */
export type Count = readonly [kept: number, all: number];

/** One result of a tool, as it came and as it would be sent. */
export interface ReplayedResult {
  readonly tool: string;
  /** What the call said, as JSON. */
  readonly input: string;
  readonly before: string;
  readonly after: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** In how many requests it was sent. */
  readonly requests: number;
  /** The compressor whose text is used; undefined where it stays as it came. */
  readonly kind: string | undefined;
  /** Why it stays as it came, in a word. */
  readonly left: string | undefined;
  /** What later steps took from it and nowhere else, and whether that is still in sight. */
  readonly taken: readonly { readonly text: string; readonly isInSight: boolean }[];
}

/** Tokens of input by how a provider with a cache of prefixes bills them. */
export interface Input {
  readonly read: number;
  readonly written: number;
}

/** What one conversation was and would have been. */
export interface Replayed {
  readonly conversation: Conversation;
  readonly requests: number;
  readonly before: Input;
  readonly after: Input;
  /** What `headroom wrap` gives by the agent's own hook alone, which must leave some tools' outputs whole. */
  readonly byHook: Input;
  /** System prompt and tools, which transcripts do not tell: what the provider counted beyond what they do. In every request. */
  readonly unseen: number;
  /** What the provider counted, summed over all requests. */
  readonly counted: Omit<UsageEvent, 'type' | 'line'> | undefined;
  readonly used: Count;
  readonly anchors: Count;
  readonly said: Count;
  /** Nothing that a call or an edit needed was missing. */
  readonly isWhole: boolean;
  readonly results: readonly ReplayedResult[];
}

const LONG_MS = 300_000;

/**
 * Sends a recorded conversation through the engine and counts what each request would have been. All at once: what the engine
 * makes of a text depends on nothing that comes later, so the requests are the beginnings of the last one.
 */
export async function replay(conversation: Conversation, options: HeadroomOptions = {}): Promise<Replayed> {
  const { messages, model } = conversation;
  const { request, read } = asRequest(conversation);
  const engine = createHeadroom({ ...(model === undefined ? {} : { model }), timeBudgetMs: LONG_MS, ...options });
  // A dry run: nobody goes on with it, so nothing is stored and nothing is kept of it for a next turn.
  const { messages: answer, blocks } = await engine.simulate(request);
  const sent = read(answer);
  const steps = planOf(messages);
  const { tokens, tokensSent } = countAll(messages, sent, model);
  const ends = steps.map(({ end }) => end);
  const unseen = unseenOf(conversation, tokens, ends);
  const counts = { used: [0, 0], anchor: [0, 0], said: [0, 0] } as Record<Need['where'], [number, number]>;
  const taken = new Map<number, { text: string; isInSight: boolean }[]>();
  for (const { end, needs } of steps) {
    const [before, after] = [messages.slice(0, end), sent.slice(0, end)];
    for (const need of needs) {
      const isThere = isInSight(need, before, after);
      counts[need.where][1] += 1;
      if (isThere) counts[need.where][0] += 1;
      const from = need.sources.at(-1);
      const text = need.strings[0]?.text ?? need.lines[0]?.trim() ?? '';
      if (from !== undefined) taken.set(from, [...(taken.get(from) ?? []), { text, isInSight: isThere }]);
    }
  }
  forgetTexts();
  const { used, anchor: anchors, said } = counts;
  return {
    conversation,
    requests: steps.length,
    before: inputOf(tokens, ends, unseen),
    after: inputOf(tokensSent, ends, unseen),
    byHook: inputOf(hookTokens(conversation, tokens, tokensSent), ends, unseen),
    unseen,
    counted: countedBy(conversation),
    used: [used[0] + anchors[0], used[1] + anchors[1]],
    anchors,
    said,
    isWhole: used[0] === used[1] && anchors[0] === anchors[1],
    results: resultsOf(messages, sent, { tokens, tokensSent, ends, taken, blocks: byCall(request, blocks) }),
  };
}

/** What a message costs besides its texts. */
const FRAME = 4;

function countAll(messages: readonly Message[], sent: readonly Message[], model: string | undefined) {
  const counter = counterFor(model);
  const tokensOf = ({ content, tool_calls: calls = [] }: Message): number =>
    calls.reduce(
      (sum, { function: call }) => sum + counter.count(call.name) + counter.count(call.arguments),
      FRAME + counter.count(contentText(content)),
    );
  const tokens = messages.map(tokensOf);
  const tokensSent = sent.map((message, i) => (message === messages[i] ? (tokens[i] ?? 0) : tokensOf(message)));
  return { tokens, tokensSent };
}

/** Claude Code's hook sees passed calls of tools whose outputs it may change; the other agents' doors see all. */
function hookTokens({ agent, messages, failed }: Conversation, tokens: readonly number[], sent: readonly number[]) {
  if (agent !== 'claude-code') return sent;
  const calls = new Map(
    messages.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id, function: { name } }) => [id, name])),
  );
  const isOurs = (id: string) => !failed.has(id) && isShortenedByHook(calls.get(id) ?? '');
  return sent.map((count, i) => (isOurs(messages[i]?.tool_call_id ?? '') ? count : (tokens[i] ?? count)));
}

const sumTo = (tokens: readonly number[], end: number): number =>
  tokens.slice(0, end).reduce((sum, count) => sum + count, 0);

/** Each request begins with the one before it, which the cache has. */
function inputOf(tokens: readonly number[], ends: readonly number[], unseen: number): Input {
  let [read, written, last] = [0, 0, 0];
  for (const end of ends) {
    const total = unseen + sumTo(tokens, end);
    read += last;
    written += total - last;
    last = total;
  }
  return { read, written };
}

/** By the first request whose tokens the transcript tells. */
function unseenOf({ messages, usage }: Conversation, tokens: readonly number[], ends: readonly number[]): number {
  for (const end of ends) {
    const told = usage.get(messages[end] as Message);
    if (told) return Math.max(0, told.input + told.cached + told.written - sumTo(tokens, end));
  }
  return 0;
}

function countedBy({ usage }: Conversation): Replayed['counted'] {
  const sum = { input: 0, cached: 0, written: 0, output: 0 };
  for (const { input, cached, written, output } of usage.values()) {
    sum.input += input;
    sum.cached += cached;
    sum.written += written;
    sum.output += output;
  }
  return usage.size === 0 ? undefined : sum;
}

/** The report on the result of a call, by the call's id. */
function byCall(request: object, blocks: readonly BlockReport[]): ReadonlyMap<string, BlockReport> {
  const found = new Map<string, BlockReport>();
  for (const block of blocks) {
    if (block.role !== 'tool') continue;
    let at: unknown = request;
    let id: unknown;
    for (const step of block.at[0] === 'messages' ? block.at.slice(1) : block.at) {
      at = (at as Record<string, unknown> | undefined)?.[step as string];
      const { tool_call_id, tool_use_id } = (at ?? {}) as Record<string, unknown>;
      id ??= tool_call_id ?? tool_use_id;
    }
    if (typeof id === 'string') found.set(id, block);
  }
  return found;
}

interface Around {
  readonly tokens: readonly number[];
  readonly tokensSent: readonly number[];
  readonly ends: readonly number[];
  readonly taken: ReadonlyMap<number, ReplayedResult['taken']>;
  readonly blocks: ReadonlyMap<string, BlockReport>;
}

function resultsOf(messages: readonly Message[], sent: readonly Message[], around: Around): ReplayedResult[] {
  const calls = new Map(
    messages.flatMap(({ tool_calls = [] }) => tool_calls.map((call) => [call.id, call.function] as const)),
  );
  return messages.flatMap((message, i): ReplayedResult[] => {
    if (message.role !== 'tool') return [];
    const id = message.tool_call_id ?? '';
    const block = around.blocks.get(id);
    return [
      {
        tool: calls.get(id)?.name ?? 'unknown',
        input: calls.get(id)?.arguments ?? '',
        before: contentText(message.content),
        after: contentText(sent[i]?.content),
        tokensBefore: (around.tokens[i] ?? 0) - FRAME,
        tokensAfter: (around.tokensSent[i] ?? 0) - FRAME,
        requests: around.ends.filter((end) => end > i).length,
        kind: sent[i] === message ? undefined : (block?.compressor ?? 'other'),
        left: sent[i] === message ? ((block && whyLeft(block)) ?? 'other') : undefined,
        taken: around.taken.get(i) ?? [],
      },
    ];
  });
}
