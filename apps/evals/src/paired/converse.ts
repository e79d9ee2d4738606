import type { Fetch } from '../arms/arm.js';
import type { Item, Outcome, World } from '../items/item.js';
import type { Call, Chat, Reply, Turn } from '../wire/chat.js';
import type { Provider } from './provider.js';

/** The provider refused the request: the arm's doing, unless the baseline is refused too. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface ConverseOptions {
  /** First words of the system prompt, so that no arm reads what another put into the provider's cache. */
  readonly salt: string;
  readonly maxTokens: number;
  readonly temperature?: number | undefined;
}

const SYSTEM =
  'You answer from what the tools return, and from nothing else where tools are offered. Be brief. If the tools do not tell, say "unknown".';
const STEPS = 8;

async function ask(chat: Chat, { wire, url, key }: Provider, fetch: Fetch): Promise<Reply> {
  const response = await fetch(`${url}${wire.path(chat.model)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...wire.headers(key) },
    body: JSON.stringify(wire.body(chat)),
  });
  if (!response.ok) throw new Refused(`status ${response.status}: ${(await response.text()).slice(0, 200)}`);
  const answer: unknown = await response.json();
  try {
    return wire.reply(answer);
  } catch (error) {
    // Such as what a filter of the provider's held back.
    throw new Refused(error instanceof Error ? error.message : 'no answer');
  }
}

type Results = Extract<Turn, { role: 'tool' }>['results'];

/** What the world answers to calls, and the calls that it leaves to the item's checker: with any of those the conversation ends. */
async function answerCalls(calls: readonly Call[], world: World): Promise<{ results: Results; left: readonly Call[] }> {
  const results: { call: Call; text: string }[] = [];
  const left: Call[] = [];
  for (const call of calls) {
    const text = await world.call(call.name, call.input);
    if (text === undefined) left.push(call);
    else results.push({ call, text });
  }
  return { results, left };
}

/** Holds the conversation of an item with a model, through an arm's `fetch`, and returns what it ended with. */
export async function converse(
  item: Item,
  world: World,
  provider: Provider,
  fetch: Fetch,
  options: ConverseOptions,
): Promise<Outcome> {
  const { salt, ...rest } = options;
  const system = `Conversation ${salt}. ${item.system ?? SYSTEM}`;
  const turns: Turn[] = [];
  let text = '';
  for (const said of item.says) {
    turns.push({ role: 'user', text: said });
    for (let step = 0; step < (item.maxSteps ?? STEPS); step++) {
      const reply = await ask({ model: provider.model, system, turns, tools: item.tools, ...rest }, provider, fetch);
      turns.push({ role: 'assistant', ...reply });
      text = reply.text;
      if (reply.calls.length === 0) break;
      const { results, left } = await answerCalls(reply.calls, world);
      if (left.length > 0) return { text, calls: left, world };
      turns.push({ role: 'tool', results });
    }
  }
  return { text, calls: [], world };
}
