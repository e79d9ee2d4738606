import { answerRetrieve, RETRIEVE_TOOL, type Retriever } from '@headroom/core';
import type { Fields, Message, Part, Usage } from './language-model.js';

/** What one call of the model said, and what we answered to its calls of our tool. */
export interface Round {
  /** Every part it said, as parts of an assistant message, our calls included. */
  readonly said: readonly Part[];
  /** Our answers, as parts of a tool message. */
  readonly answers: readonly Part[];
}

export function isOurCall(part: Fields): boolean {
  return part.type === 'tool-call' && part.toolName === RETRIEVE_TOOL && part.providerExecuted !== true;
}

/** A call that the caller has to answer, so that the turn goes back to it. */
export function isCallersCall(part: Fields): boolean {
  return part.type === 'tool-call' && part.toolName !== RETRIEVE_TOOL && part.providerExecuted !== true;
}

/** Answers every call of our tool in what the model said. */
export async function answerRound(content: readonly Fields[], retriever: Retriever): Promise<Round> {
  const said = content.flatMap((part) => asPromptPart(part) ?? []);
  const answers = said.filter(isOurCall).map(async (call): Promise<Part> => {
    const value = await answerRetrieve(retriever, call.input);
    return {
      type: 'tool-result',
      toolCallId: call.toolCallId,
      toolName: RETRIEVE_TOOL,
      output: { type: 'text', value },
    };
  });
  return { said, answers: await Promise.all(answers) };
}

/** The round as the two messages that the model reads next. */
export function messagesOf({ said, answers }: Round): Message[] {
  return [
    { role: 'assistant', content: said },
    { role: 'tool', content: answers },
  ];
}

/** A part of a result as a part of a prompt, the way the SDK itself carries it over; undefined where it carries none. */
function asPromptPart(part: Fields): Part | undefined {
  const { type, providerMetadata } = part;
  const carried = (fields: Fields): Part => ({
    type: String(type),
    ...fields,
    ...(providerMetadata !== undefined && { providerOptions: providerMetadata }),
  });
  switch (type) {
    case 'text':
      return part.text === '' && providerMetadata === undefined ? undefined : carried({ text: part.text });
    case 'reasoning':
      return carried({ text: part.text });
    case 'custom':
      return carried({ kind: part.kind });
    case 'file':
    case 'reasoning-file':
      return carried({ data: part.data, mediaType: part.mediaType });
    case 'tool-call': {
      const { toolCallId, toolName, providerExecuted } = part;
      return carried({
        toolCallId,
        toolName,
        input: parsed(part.input),
        ...(providerExecuted !== undefined && { providerExecuted }),
      });
    }
    case 'tool-result':
      if (part.preliminary === true) return undefined;
      return carried({
        toolCallId: part.toolCallId,
        toolName: part.toolName,
        output: { type: part.isError === true ? 'error-json' : 'json', value: part.result },
      });
    default:
      return undefined;
  }
}

function parsed(input: unknown): unknown {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch {
    return {};
  }
}

/** Token counts of several calls as one; a count that no call gave stays undefined. `raw` is the last call's. */
export function sumUsage<Counts>(all: readonly Counts[]): Counts {
  const usages = all as unknown as readonly Usage[];
  const last = usages.at(-1);
  if (usages.length === 1 || !last) return all.at(-1) as Counts;
  const sum = (side: 'inputTokens' | 'outputTokens') => {
    const keys = new Set(usages.flatMap((usage) => Object.keys(usage[side] ?? {})));
    return Object.fromEntries([...keys].map((key) => [key, total(usages.map((usage) => usage[side]?.[key]))]));
  };
  return { ...last, inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') } as Counts;
}

function total(counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0);
}
