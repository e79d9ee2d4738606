import { type Fields, type Message, type Part, partsOf } from './language-model.js';
import { isCallersCall, isOurCall, messagesOf, type Round } from './round.js';

/** Rounds that the caller never saw, and where in its conversation they belong. */
interface Hidden {
  /** Digest of all messages before the answer they led to. */
  readonly before: string;
  /** Rounds that were answered and continued. */
  readonly rounds: readonly Round[];
  /** The last round, where it asked for our tool and a tool of the caller at once. */
  readonly mixed: Round | undefined;
}

const MAX_REMEMBERED = 500;

/**
 * Puts retrieve rounds back where the model knows them from: the caller's history does not hold them, and a model that has
 * forgotten what it retrieved asks again. In this process's memory and bounded; what is forgotten or does not fit exactly is left out.
 */
export class HiddenRounds {
  readonly #byAnswer = new Map<string, Hidden>();

  /** Remembers what happened between a prompt of the caller and the answer it got. */
  async remember(prompt: readonly Message[], rounds: readonly Round[], last: Round): Promise<void> {
    const mixed = last.said.some(isOurCall) ? last : undefined;
    if (rounds.length === 0 && !mixed) return;
    const visible = [...rounds, last].flatMap(({ said }) => said.filter((part) => !isOurCall(part)));
    const before = await digest(prompt);
    if (before === undefined) return;
    const key = answerKey(visible);
    this.#byAnswer.delete(key);
    this.#byAnswer.set(key, { before, rounds, mixed });
    const oldest = this.#byAnswer.keys().next().value;
    if (this.#byAnswer.size > MAX_REMEMBERED && oldest !== undefined) this.#byAnswer.delete(oldest);
  }

  /** The prompt with remembered rounds in their places; the same reference when there are none. */
  async restore(prompt: readonly Message[]): Promise<readonly Message[]> {
    if (this.#byAnswer.size === 0) return prompt;
    const restored: Message[] = [];
    let changed = false;
    for (let at = 0; at < prompt.length; at++) {
      const message = prompt[at] as Message;
      const hidden = message.role === 'assistant' ? this.#byAnswer.get(answerKey(partsOf(message))) : undefined;
      const lead = hidden && leadOf(hidden.rounds, partsOf(message));
      if (!hidden || lead === undefined || hidden.before !== (await digest(prompt.slice(0, at)))) {
        restored.push(message);
        continue;
      }
      changed = true;
      restored.push(...hidden.rounds.flatMap(messagesOf));
      const rest = partsOf(message).slice(lead);
      if (!hidden.mixed) {
        if (rest.length > 0) restored.push({ ...message, content: rest });
        continue;
      }
      restored.push({ ...message, content: withOurCalls(rest, hidden.mixed) });
      const next = prompt[at + 1];
      const answered = next?.role === 'tool' ? partsOf(next) : [];
      restored.push({ ...(next?.role === 'tool' ? next : { role: 'tool' }), content: inOrder(hidden.mixed, answered) });
      if (next?.role === 'tool') at++;
    }
    return changed ? restored : prompt;
  }
}

/** What an answer is known by: its words and the ids of its calls. */
function answerKey(parts: readonly Part[]): string {
  return JSON.stringify([
    parts.map(({ type, text }) => (type === 'text' ? text : '')).join(''),
    ...parts.filter(isCallersCall).map(({ toolCallId }) => toolCallId),
  ]);
}

/** How many parts of the caller's message stem from the hidden rounds; undefined when they are not found there. */
function leadOf(rounds: readonly Round[], parts: readonly Part[]): number | undefined {
  const lead = rounds.flatMap(({ said }) => said.filter((part) => !isOurCall(part)));
  return lead.every(({ type, text }, index) => parts[index]?.type === type && parts[index]?.text === text)
    ? lead.length
    : undefined;
}

/** The caller's parts with our calls at the places where the model made them. */
function withOurCalls(parts: readonly Part[], { said }: Round): Part[] {
  const whole = [...parts];
  for (const [index, part] of said.entries()) if (isOurCall(part)) whole.splice(Math.min(index, whole.length), 0, part);
  return whole;
}

/** Results in the order of their calls; what belongs to no call of the round stays last. */
function inOrder({ said, answers }: Round, theirs: readonly Part[]): Part[] {
  const order = said.filter(({ type }) => type === 'tool-call').map(({ toolCallId }) => toolCallId);
  const place = ({ toolCallId }: Fields) => (order.includes(toolCallId) ? order.indexOf(toolCallId) : order.length);
  return [...answers, ...theirs].sort((a, b) => place(a) - place(b));
}

/** SHA-256 of the messages, undefined for what has no JSON; of bytes only their number counts, so that images cost nothing. */
async function digest(messages: readonly Message[]): Promise<string | undefined> {
  try {
    const text = JSON.stringify(messages, (_, value) => (value instanceof Uint8Array ? value.byteLength : value));
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    return undefined;
  }
}
