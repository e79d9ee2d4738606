import { type Format, type Path, type Role, readTurns, type ToolCall, type TurnText } from '@headroom/core';
import { type Fields, isFields, type Message } from './language-model.js';
import { isProvidersOwn } from './provider-tools.js';

const ROLES: ReadonlySet<unknown> = new Set<Role>(['system', 'user', 'assistant', 'tool']);

/**
 * Where the texts of an AI SDK prompt live: the model's prompt (specification v2 to v4) and the SDK's own `ModelMessage[]`.
 * Of tool results only `text`, `json` and `content[].text` may change; JSON that a provider reads by its fields may not: that of
 * `structured` tools, and of calls that have the form of a provider's own (shell, patch).
 */
export function promptFormat(structured: ReadonlySet<unknown> = new Set()): Format<readonly Message[]> {
  return {
    name: 'ai-sdk',
    matches: (body): body is readonly Message[] => Array.isArray(body) && body.every(isMessage),
    blocks(messages) {
      const forCode = new Set<unknown>();
      return readTurns(messages, ({ role, content }, turn, calls) =>
        isRole(role)
          ? { role, texts: textsOf(content, [turn, 'content'], { role, calls, structured, forCode }) }
          : undefined,
      );
    },
    offer: () => undefined,
    write(messages, { at }, text) {
      const value = at.reduce<unknown>((owner, key) => (owner as Fields)[key], messages);
      return { kind: 'replace', at, value: isFields(value) ? withText(value, text) : text };
    },
  };
}

/** What a provider says of programmatic tool calling, in the metadata of a call. */
function isMadeByCode({ providerOptions }: Fields): boolean {
  const told = isFields(providerOptions) ? Object.values(providerOptions) : [];
  return told.some((one) => isFields(one) && isFields(one.caller) && one.caller.type !== 'direct');
}

function isRole(role: string): role is Role {
  return ROLES.has(role);
}

function isMessage(message: unknown): boolean {
  if (!isFields(message) || !ROLES.has(message.role)) return false;
  return typeof message.content === 'string' || Array.isArray(message.content);
}

function textAt(text: unknown, at: Path): TurnText[] {
  return typeof text === 'string' && text !== '' ? [{ at, text }] : [];
}

interface Reading {
  readonly role: Role;
  readonly calls: Map<unknown, ToolCall>;
  readonly structured: ReadonlySet<unknown>;
  /** Calls that the model's code made and whose results it reads. */
  readonly forCode: Set<unknown>;
}

function textsOf(content: unknown, at: Path, { role, calls, structured, forCode }: Reading): TurnText[] {
  if (!Array.isArray(content)) return textAt(content, at);
  return content.flatMap((part: unknown, index): TurnText[] => {
    if (!isFields(part)) return [];
    const { type, toolCallId, toolName: tool, input, output } = part;
    const call = { id: String(toolCallId), tool: String(tool), input };
    if (type === 'text') return textAt(part.text, [...at, index, 'text']);
    if (type === 'tool-call') calls.set(toolCallId, call);
    if (type === 'tool-call' && isMadeByCode(part)) forCode.add(toolCallId);
    if (type !== 'tool-result' || role !== 'tool' || !isFields(output)) return [];
    const made = calls.get(toolCallId) ?? call;
    const isStructured = structured.has(tool) || isProvidersOwn(made.input);
    const texts = outputTexts(output, [...at, index, 'output'], isStructured);
    const pinned = forCode.has(toolCallId) ? 'code reads it' : undefined;
    return texts.map((found) => ({ ...found, call: made, pinned }));
  });
}

function outputTexts({ type, value }: Fields, at: Path, isStructured: boolean): TurnText[] {
  const isError = type === 'error-text' || type === 'error-json';
  if (type === 'text' || isError || (type === 'json' && typeof value === 'string'))
    return textAt(value, [...at, 'value']).map((found) => ({ ...found, isError }));
  if (type === 'json') return isStructured ? [] : textAt(asJson(value), at);
  if (type !== 'content' || !Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) =>
    isFields(item) && item.type === 'text' ? textAt(item.text, [...at, 'value', index, 'text']) : [],
  );
}

/** The JSON that providers send for a structured output; undefined for scalars and for what has no JSON. */
function asJson(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** A structured output stays structured where the new text is JSON of that very spelling; else it becomes a text output. */
function withText(output: Fields, text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ...output, type: 'text', value: text };
  }
  return asJson(value) === text ? { ...output, value } : { ...output, type: 'text', value: text };
}
