import type { Fields } from './language-model.js';

const CARRIED: ReadonlySet<unknown> = new Set([
  ...['text', 'reasoning', 'file', 'reasoning-file', 'custom', 'tool-call', 'tool-result'],
]);

/** A part of a result as a part of a prompt, the way the SDK itself carries it over; undefined where it carries none. */
export function promptPart({ providerMetadata, ...part }: Fields): Fields | undefined {
  const { type, text, preliminary } = part;
  const isEmpty = type === 'text' && text === '' && providerMetadata === undefined;
  if (!CARRIED.has(type) || preliminary === true || isEmpty) return undefined;
  return { ...inPrompt(part), ...(providerMetadata !== undefined && { providerOptions: providerMetadata }) };
}

function inPrompt(part: Fields): Fields {
  const { type, toolCallId, toolName, input, result, isError } = part;
  if (type === 'tool-call') return { ...part, input: parsed(input) };
  if (type !== 'tool-result') return part;
  return { type, toolCallId, toolName, output: { type: isError === true ? 'error-json' : 'json', value: result } };
}

function parsed(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch {
    return {};
  }
}
