import type { Call } from '../wire/chat.js';
import { isObject, type Json, listIn, objectIn, parseObject, textOf } from '../wire/json.js';

/** A tool result as the scripted model reads it. */
export interface Shown {
  readonly call: Call;
  readonly text: string;
}

/** All that a request shows to the model: nothing else is known to it. */
export interface Seen {
  readonly says: readonly string[];
  readonly results: readonly Shown[];
  /** Results since the user spoke last. */
  readonly fresh: readonly Shown[];
  readonly tools: readonly SeenTool[];
}

export interface SeenTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Json;
}

type Entry =
  | { readonly say: string }
  | { readonly call: Call }
  | { readonly id: string; readonly name: string; readonly text: string };

const partsText = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : Array.isArray(content)
      ? content.map((part) => textOf(isObject(part) ? part.text : '')).join('\n')
      : '';

function openaiEntries(message: Json): Entry[] {
  if (message.role === 'user') return [{ say: partsText(message.content) }];
  if (message.role === 'tool')
    return [{ id: textOf(message.tool_call_id), name: '', text: partsText(message.content) }];
  return listIn(message, 'tool_calls').map((call) => {
    const made = objectIn(call, 'function');
    return { call: { id: textOf(call.id), name: textOf(made.name), input: parseObject(textOf(made.arguments)) } };
  });
}

function anthropicEntries(message: Json): Entry[] {
  if (typeof message.content === 'string') return message.role === 'user' ? [{ say: message.content }] : [];
  return listIn(message, 'content').flatMap((part): Entry[] => {
    if (part.type === 'tool_use')
      return [{ call: { id: textOf(part.id), name: textOf(part.name), input: objectIn(part, 'input') } }];
    if (part.type === 'tool_result') return [{ id: textOf(part.tool_use_id), name: '', text: partsText(part.content) }];
    return part.type === 'text' && message.role === 'user' ? [{ say: textOf(part.text) }] : [];
  });
}

function geminiEntries(content: Json): Entry[] {
  return listIn(content, 'parts').flatMap((part): Entry[] => {
    if (isObject(part.functionCall)) {
      const call = part.functionCall;
      return [{ call: { id: textOf(call.id), name: textOf(call.name), input: objectIn(call, 'args') } }];
    }
    if (isObject(part.functionResponse)) {
      const { id, name, response } = part.functionResponse;
      const output = isObject(response) ? (response.output ?? response.result) : '';
      return [{ id: textOf(id), name: textOf(name), text: textOf(output) }];
    }
    return content.role === 'user' ? [{ say: textOf(part.text) }] : [];
  });
}

function toolsOf(body: Json): SeenTool[] {
  const listed = listIn(body, 'tools').flatMap((tool): readonly Json[] =>
    Array.isArray(tool.functionDeclarations)
      ? listIn(tool, 'functionDeclarations')
      : [isObject(tool.function) ? tool.function : tool],
  );
  return listed.map((tool) => ({
    name: textOf(tool.name),
    description: textOf(tool.description),
    parameters: [tool.parameters, tool.input_schema, tool.parametersJsonSchema].find(isObject) ?? {},
  }));
}

const READERS = {
  openai: (body: Json) => listIn(body, 'messages').flatMap(openaiEntries),
  anthropic: (body: Json) => listIn(body, 'messages').flatMap(anthropicEntries),
  gemini: (body: Json) => listIn(body, 'contents').flatMap(geminiEntries),
} as const;

/** Reads a request of a wire. */
export function readSeen(wire: keyof typeof READERS, body: Json): Seen {
  const says: string[] = [];
  const results: Shown[] = [];
  const calls: Call[] = [];
  let freshFrom = 0;
  for (const entry of READERS[wire](body)) {
    if ('say' in entry) {
      says.push(entry.say);
      freshFrom = results.length;
    } else if ('call' in entry) calls.push(entry.call);
    else {
      const call = calls.find((one) => one.id === entry.id && one.id !== '') ?? { id: '', name: entry.name, input: {} };
      results.push({ call, text: entry.text });
    }
  }
  return { says, results, fresh: results.slice(freshFrom), tools: toolsOf(body) };
}
