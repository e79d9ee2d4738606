import { type Fields, isFields, textOr } from '../fields.js';
import type { Told } from '../told.js';

/** What was said in a session, which agent of it is speaking, and by which model. */
export interface SessionTold extends Told {
  readonly agent: string | undefined;
}

/** Reads the messages of a session as opencode keeps them: `{info, parts}`, of which unknown parts are passed over. */
export function toldOf(messages: unknown): SessionTold {
  const told: { role: string; content: unknown }[] = [];
  let agent: string | undefined;
  let model: string | undefined;
  for (const message of Array.isArray(messages) ? messages : []) {
    if (!isFields(message) || !isFields(message.info) || !Array.isArray(message.parts)) continue;
    const { role, agent: by, model: chosen, modelID } = message.info;
    if (role !== 'user' && role !== 'assistant') continue;
    if (role === 'user') agent = textOr(by);
    model = textOr(modelID) ?? textOr(isFields(chosen) ? chosen.modelID : undefined) ?? model;
    const parts = message.parts.filter(isFields);
    const calls = parts.filter(({ type, callID }) => type === 'tool' && typeof callID === 'string');
    push(told, role, [...parts.flatMap(textPart), ...calls.map(callPart)]);
    push(told, 'user', calls.flatMap(resultPart));
  }
  return { messages: told, model, agent };
}

function push(told: { role: string; content: unknown }[], role: string, content: readonly unknown[]): void {
  if (content.length > 0) told.push({ role, content });
}

function textPart({ type, text, synthetic, ignored }: Fields): readonly unknown[] {
  const isSaid = type === 'text' && typeof text === 'string' && text !== '' && synthetic !== true && ignored !== true;
  return isSaid ? [{ type: 'text', text }] : [];
}

function callPart({ callID, tool, state }: Fields): unknown {
  return { type: 'tool_use', id: callID, name: String(tool), input: (isFields(state) ? state.input : undefined) ?? {} };
}

function resultPart({ callID, state }: Fields): readonly unknown[] {
  if (!isFields(state) || typeof state.output !== 'string') return [];
  return [{ type: 'tool_result', tool_use_id: callID, content: state.output }];
}

/** The end of a conversation that is no longer than so many characters of JSON, from a question on where there is one. */
export function endOf(messages: Told['messages'], most: number): Told['messages'] {
  let length = 0;
  let from = messages.length;
  while (from > 0) {
    length += JSON.stringify(messages[from - 1]).length;
    if (length > most) break;
    from--;
  }
  return messages.slice(from);
}
