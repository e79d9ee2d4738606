import type { AgentInputItem, CallModelInputFilter } from '@openai/agents';
import { modelTurn } from '../fetch/wire-turns.js';
import type { PlaceOptions } from '../placing/door-options.js';
import { Placing } from '../placing/placing.js';
import type { ToldTurn } from '../placing/told-turn.js';

type Fields = Readonly<Record<string, unknown>>;

/** One call, for whoever finds out whose it is: `context` is the run's own. */
export interface AgentsCall {
  readonly context?: unknown;
}

/**
 * A `callModelInputFilter` that puts what is remembered at the end of the newest user item on its way to the model. All other items
 * keep their identity. A session keeps new items as the filter returns them, with what was recalled in them.
 *
 * @example
 * ```ts
 * const runner = new Runner({ callModelInputFilter: memoryInputFilter({ memory, scope: Scope.user('ann') }) });
 * ```
 * @throws HeadroomError `invalid_option`.
 */
export function memoryInputFilter(options: PlaceOptions<AgentsCall>): CallModelInputFilter {
  const placing = new Placing(options, 'memoryInputFilter');
  const filter: CallModelInputFilter = async ({ modelData, context }) => {
    const { input } = modelData;
    const places = await placing.places(input.map(toldTurn), { call: { context } });
    if (places.size === 0) return modelData;
    return { ...modelData, input: input.map((item, i) => withText(item, places.get(i))) };
  };
  return Object.assign(filter, { preserveInputIdentity: true });
}

function toldTurn(item: AgentInputItem): ToldTurn {
  const { role, content, type } = item as Fields;
  if (role === 'user') return { role: 'user', text: wordsOf(content) };
  if (role === 'system' || type === 'reasoning') return { role: 'aside', text: '' };
  return modelTurn(item);
}

function wordsOf(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : '';
  const texts = content.map((part: Fields | null) => (part?.type === 'input_text' ? part.text : undefined));
  return texts.filter((text) => typeof text === 'string').join('\n');
}

function withText(item: AgentInputItem, text: string | undefined): AgentInputItem {
  if (text === undefined) return item;
  const { content } = item as Fields;
  const placed = Array.isArray(content) ? [...content, { type: 'input_text', text }] : `${content}\n\n${text}`;
  return { ...item, content: placed } as AgentInputItem;
}
