import type { Chance } from '../random.js';
import { api, records, rows, search } from './json.js';
import { plainLog, prose, python } from './text.js';

/** A message in the shape of OpenAI Chat Completions. */
export interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly object[];
  readonly tool_call_id?: string;
}

const toolCall = (id: string, tool: string, input: object) => ({
  id,
  type: 'function',
  function: { name: tool, arguments: JSON.stringify(input) },
});

/** One question, one call, one result. */
export function oneCall(text: string): Message[] {
  return [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: 'What stands out in the following data?' },
    { role: 'assistant', content: null, tool_calls: [toolCall('call_1', 'get_data', {})] },
    { role: 'tool', tool_call_id: 'call_1', content: text },
  ];
}

const QUESTIONS = [
  'Which request failed?',
  'What changed since yesterday?',
  'Which host is the slowest?',
  'Where is it defined?',
];

const TOOLS: readonly [string, (size: number, from: Chance) => string][] = [
  ['search', (size, from) => JSON.stringify(search(size, from))],
  ['read_logs', (size, from) => JSON.stringify(records(size, from))],
  ['query', (size, from) => JSON.stringify(rows(Math.max(8, size), from))],
  ['list_items', (size, from) => JSON.stringify(api(size, from))],
  ['tail', (size, from) => plainLog(size * 3, from)],
  ['read_file', (size, from) => python(size * 3, from)],
];

/** One turn of an agent: a question, one to three calls with results, a summary. */
export function agentTurn(turn: number, size: number, from: Chance): Message[] {
  const calls = Array.from({ length: 1 + from.below(3) }, (_, i) => ({
    id: `call_${turn}_${i}`,
    tool: from.pick(TOOLS),
  }));
  return [
    { role: 'user', content: `${from.pick(QUESTIONS)} (${turn})` },
    { role: 'assistant', content: null, tool_calls: calls.map(({ id, tool }) => toolCall(id, tool[0], { turn })) },
    ...calls.map(({ id, tool }) => ({ role: 'tool', tool_call_id: id, content: tool[1](size, from) })),
    { role: 'assistant', content: `Turn ${turn}: nothing unusual apart from ${from.hex(6)}.` },
  ];
}

/** A whole session of so many turns. */
export function agentic(turns: number, size: number, from: Chance): Message[] {
  const system: Message = { role: 'system', content: 'You are an agent with tools.' };
  return [system, ...Array.from({ length: turns }, (_, turn) => agentTurn(turn, size, from)).flat()];
}

/** Documents pasted into the user's own words, which are never touched. */
export function rag(tokens: number, from: Chance): Message[] {
  return [
    { role: 'system', content: 'Answer from the documents.' },
    { role: 'user', content: `${prose(tokens, from)}\n\nWho repaired the signal mast?` },
  ];
}
