import type { Edit, Path } from '@headroom/core';
import type { ToldTurn } from '../placing/told-turn.js';

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A turn in the body of a request, and how a text is put at its end. */
export interface WireTurn extends ToldTurn {
  readonly append?: (text: string) => Edit;
}

/** The turns of a request, and what the provider holds of the conversation already. */
export interface WireTurns {
  readonly turns: readonly WireTurn[];
  readonly beginning?: string | undefined;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the turns of a request to OpenAI (both APIs), Anthropic or Gemini; undefined for what is none of these. */
export function wireTurns(address: string, body: Fields): WireTurns | undefined {
  const path = address.split(/[?#]/, 1)[0] ?? '';
  if (Array.isArray(body.contents)) return { turns: body.contents.map((item, i) => geminiTurn(item, ['contents', i])) };
  if (path.includes('/responses')) return responsesTurns(body);
  if (!Array.isArray(body.messages)) return undefined;
  const read = path.includes('/completions') ? chatTurn : anthropicTurn;
  return { turns: body.messages.map((item, i) => read(item, ['messages', i])) };
}

const ASIDE: WireTurn = { role: 'aside', text: '' };

function chatTurn(message: unknown, at: Path): WireTurn {
  if (!isFields(message)) return ASIDE;
  const { role, content, tool_calls: calls, tool_call_id: id } = message;
  if (role === 'assistant' || role === 'tool' || role === 'function') return modelTurn([content, calls, id]);
  return role === 'user' ? userTurn(content, [...at, 'content'], 'text') : ASIDE;
}

function anthropicTurn(message: unknown, at: Path): WireTurn {
  if (!isFields(message)) return ASIDE;
  const { role, content } = message;
  if (role === 'assistant') return modelTurn(content);
  if (role !== 'user') return ASIDE;
  if (partsOf(content).some(({ type }) => typeof type === 'string' && type.endsWith('tool_result')))
    return modelTurn(content);
  const turn = userTurn(content, [...at, 'content'], 'text');
  if (typeof content !== 'string' || content === '') return turn;
  // Clients write the same message as a text and, with a cache mark, as a list: what is placed is a part of its own in both.
  const value = (text: string) => [
    { type: 'text', text: content },
    { type: 'text', text },
  ];
  return { ...turn, append: (text) => ({ kind: 'replace', at: [...at, 'content'], value: value(text) }) };
}

function responsesTurns({ input, previous_response_id: previous, conversation }: Fields): WireTurns | undefined {
  const beginning = previous || conversation ? JSON.stringify([previous, conversation]) : undefined;
  if (typeof input === 'string') return { turns: [userTurn(input, ['input'], 'input_text')], beginning };
  if (!Array.isArray(input)) return undefined;
  return { turns: input.map((item, i) => responsesTurn(item, ['input', i])), beginning };
}

function responsesTurn(item: unknown, at: Path): WireTurn {
  if (!isFields(item)) return ASIDE;
  const { role, content, type } = item;
  if (role === 'user') return userTurn(content, [...at, 'content'], 'input_text');
  if (role === 'system' || role === 'developer' || type === 'reasoning') return ASIDE;
  return modelTurn(item);
}

function geminiTurn(content: unknown, at: Path): WireTurn {
  if (!isFields(content)) return ASIDE;
  const { role = 'user', parts } = content;
  const isResult = partsOf(parts).some((part) => 'functionResponse' in part);
  if (role === 'model' || role === 'function' || isResult) return modelTurn(parts);
  if (role !== 'user' || !Array.isArray(parts)) return ASIDE;
  return {
    role: 'user',
    text: textOf(parts),
    append: (text) => ({ kind: 'append', at: [...at, 'parts'], value: { text } }),
  };
}

/** A turn whose content is a text or a list of parts; without words it is nobody's question. */
function userTurn(content: unknown, at: Path, type: string): WireTurn {
  if (typeof content === 'string')
    return {
      role: 'user',
      text: content,
      append: (text) => ({ kind: 'replace', at, value: `${content}\n\n${text}` }),
    };
  if (!Array.isArray(content)) return ASIDE;
  return { role: 'user', text: textOf(content), append: (text) => ({ kind: 'append', at, value: { type, text } }) };
}

function partsOf(content: unknown): readonly Fields[] {
  return Array.isArray(content) ? content.filter(isFields) : [];
}

/** The words of a list of parts. */
function textOf(content: unknown): string {
  return partsOf(content)
    .map(({ text }) => text)
    .filter((text) => typeof text === 'string')
    .join('\n');
}

const REASONING: ReadonlySet<unknown> = new Set(['thinking', 'redacted_thinking', 'reasoning']);
/** What clients add, drop or move from request to request. */
const PASSING: ReadonlySet<string> = new Set([
  'cache_control',
  'thoughtSignature',
  'signature',
  'status',
  'annotations',
  'logprobs',
  'providerOptions',
  'providerData',
]);

/** A turn of a model or a tool. Its words are put together when they are asked for: of a long run of tools only the first are. */
export function modelTurn(value: unknown): ToldTurn {
  return {
    role: 'model',
    get text() {
      return saidBy(value);
    },
  };
}

/** What a model's turn says, in one spelling whichever way a client writes it. */
function saidBy(value: unknown): string {
  return JSON.stringify(counted(value)) ?? '';
}

function counted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(counted).filter((item) => item !== undefined);
    return items.length === 1 && typeof items[0] === 'string' ? items[0] : items;
  }
  if (!isFields(value)) return value === null ? undefined : value;
  if (REASONING.has(value.type) || value.thought === true) return undefined;
  // Items have ids of their own besides those of their calls; some clients send them back, some do not.
  const isItem = 'call_id' in value || 'callId' in value || 'role' in value;
  const isSaid = (key: string) =>
    !PASSING.has(key) && !(isItem && key === 'id') && (value[key] ?? undefined) !== undefined;
  const keys = Object.keys(value).filter(isSaid);
  // One text alone and the same in a list are one.
  if (typeof value.text === 'string' && keys.every((key) => key === 'text' || key === 'type')) return value.text;
  return keys.sort().map((key) => [key, counted(value[key])]);
}
