import type { Dialect } from '../model/format.js';

/** The name under which models ask for originals. */
export const RETRIEVE_TOOL = 'headroom_retrieve';

/** Our tools, also under the names that agents make of a server's and a tool's name: `mcp__x__`, `x.`, `headroom_`, `headroom-`. */
const OWN_TOOL = /(?:^|__|[./:]|(?:^|[_-])headroom[_-])headroom_[a-z]+$/;

/** Whether a tool is the retrieve tool, under its own name, one that a caller gave it, or one that a client shows it under. */
export function bringsOriginals(tool: string, given: string): boolean {
  return tool === given || OWN_TOOL.test(tool);
}

const DESCRIPTION =
  'Returns the original text behind a "[Left out: … hash=…]" note in a tool result, exactly, or just the part you ask for. ' +
  'Use it only when what you need is not in the shortened text; prefer lines, rows or query over the whole. ' +
  'If it says a hash is unknown or expired, do not ask again: run the original tool once more.';

const text = (description: string) => ({ type: 'string' as const, description });

/** JSON Schema of the tool's arguments. */
export const RETRIEVE_PARAMETERS = {
  type: 'object',
  properties: {
    hash: text('The hexadecimal digits after "hash=" in the note.'),
    lines: text('Only these lines of the original, counted from 1, for example "120-180".'),
    rows: text('Only these elements of the JSON array or rows of the table, counted from 1, for example "10-20".'),
    path: text('Only the value at this JSON pointer, for example "/items/3".'),
    query: text('Only the lines or rows that best fit these words.'),
    offset: {
      type: 'integer',
      description: 'From this character on, counted from 0: goes on where an answer was cut.',
    },
  },
  required: ['hash'],
  additionalProperties: false,
} as const;

/** The tool definition in each provider's dialect. */
export interface RetrieveTools {
  readonly 'openai-chat': {
    readonly type: 'function';
    readonly function: { readonly name: string; readonly description: string; readonly parameters: object };
  };
  readonly 'openai-responses': {
    readonly type: 'function';
    readonly name: string;
    readonly description: string;
    readonly parameters: object;
    readonly strict: false;
  };
  readonly anthropic: { readonly name: string; readonly description: string; readonly input_schema: object };
  readonly gemini: {
    readonly functionDeclarations: readonly {
      readonly name: string;
      readonly description: string;
      readonly parameters: object;
    }[];
  };
}

/** The definition of `headroom_retrieve` to offer a model, in its provider's dialect. The same bytes every time. */
export function retrieveTool<D extends Dialect>(dialect: D): RetrieveTools[D] {
  const name = RETRIEVE_TOOL;
  const { additionalProperties: _, ...geminiParameters } = RETRIEVE_PARAMETERS;
  const tools: RetrieveTools = {
    'openai-chat': { type: 'function', function: { name, description: DESCRIPTION, parameters: RETRIEVE_PARAMETERS } },
    'openai-responses': {
      type: 'function',
      name,
      description: DESCRIPTION,
      parameters: RETRIEVE_PARAMETERS,
      strict: false,
    },
    anthropic: { name, description: DESCRIPTION, input_schema: RETRIEVE_PARAMETERS },
    gemini: { functionDeclarations: [{ name, description: DESCRIPTION, parameters: geminiParameters }] },
  };
  return tools[dialect];
}
