import type { Message, ToolUse } from '../replay/message.js';
import type { AgentName, SessionEvent, UsageEvent } from './session-event.js';

/** What one model was sent, from its first message to the last or to where its past was summed up. */
export interface Conversation {
  readonly agent: AgentName;
  readonly session: string;
  readonly isSubAgent: boolean;
  readonly folder: string | undefined;
  /** The model that answered most. */
  readonly model: string | undefined;
  readonly messages: readonly Message[];
  /** For each message of the assistant what the provider counted, where the transcript says. */
  readonly usage: ReadonlyMap<Message, UsageEvent>;
  /** Calls whose result says that they failed, by id. */
  readonly failed: ReadonlySet<string>;
  readonly began: number | undefined;
}

/** More characters fit into no model's window: a conversation that is longer is told in parts. */
const MOST_CHARACTERS = 3_000_000;

type Told = Omit<Conversation, 'messages' | 'model' | 'usage'>;

/**
 * Makes conversations of the events of one session, as they end: at its end, where its past is summed up, and for every
 * sub-agent by itself. Answers that come in pieces become one message with all its calls.
 */
export async function* conversationsOf(
  agent: AgentName,
  readings: AsyncIterable<{ readonly events: readonly SessionEvent[] }>,
): AsyncGenerator<Conversation> {
  let facts = { session: '', isSubAgent: false, folder: undefined as string | undefined };
  const open = new Map<string, Draft>();
  const close = function* (thread: string): Generator<Conversation> {
    const draft = open.get(thread);
    open.delete(thread);
    if (draft && draft.requests > 0)
      yield draft.end({ agent, ...facts, ...(thread === '' ? {} : { isSubAgent: true }), ...draft.facts });
  };
  for await (const { events } of readings)
    for (const event of events) {
      const { thread = '' } = event;
      if (event.type === 'session') {
        const { session, isSubAgent = facts.isSubAgent, folder = facts.folder } = event;
        facts = { session: facts.session || session, isSubAgent, folder };
        continue;
      }
      if (event.type === 'compaction') yield* close(thread);
      if ((open.get(thread)?.characters ?? 0) > MOST_CHARACTERS) yield* close(thread);
      const draft = open.get(thread) ?? new Draft();
      open.set(thread, draft);
      draft.add(event);
    }
  for (const thread of [...open.keys()]) yield* close(thread);
}

/** A message while it is being told. */
interface Open {
  role: 'assistant';
  content: string;
  tool_calls?: ToolUse[];
}

/** One conversation while it is being told. */
class Draft {
  readonly #messages: Message[] = [];
  readonly #usage = new Map<Message, UsageEvent>();
  readonly #models = new Map<string, number>();
  readonly #failed = new Set<string>();
  readonly #called = new Set<string>();
  #answer: { readonly response: string | undefined; readonly message: Open } | undefined;
  #began: number | undefined;
  characters = 0;
  requests = 0;

  get facts(): Pick<Told, 'failed' | 'began'> {
    return { failed: this.#failed, began: this.#began };
  }

  add(event: SessionEvent): void {
    this.#began ??= event.time;
    if (event.type === 'usage') this.#use(event);
    else if (event.type === 'call') this.#call(event);
    else if (event.type === 'result') this.#result(event);
    else if (event.type === 'message') this.#say(event);
  }

  end(told: Told): Conversation {
    const [model] = [...this.#models].sort(([, a], [, b]) => b - a)[0] ?? [];
    return { ...told, model, messages: this.#messages, usage: this.#usage };
  }

  #use(event: UsageEvent): void {
    const { message, response } = this.#answer ?? {};
    if (message && (event.response === undefined || event.response === response))
      this.#usage.set(message as Message, event);
  }

  #say({ role, text, response, model }: Extract<SessionEvent, { type: 'message' }>): void {
    this.characters += text.length;
    if (role !== 'assistant') {
      this.#messages.push({ role, content: text });
      return;
    }
    const { message, isNew } = this.#answering(response, model);
    message.content = isNew || message.content === '' ? text : `${message.content}\n${text}`;
  }

  #call({ id, tool, input, response, model }: Extract<SessionEvent, { type: 'call' }>): void {
    const { message } = this.#answering(response, model);
    const written = typeof input === 'string' ? input : JSON.stringify(input);
    this.characters += written.length;
    this.#called.add(id);
    message.tool_calls ??= [];
    message.tool_calls.push({ id, type: 'function', function: { name: tool, arguments: written } });
  }

  /** A result without its call, of a transcript whose start is missing, was sent with no call that can be seen. */
  #result({ call, text, isFailed }: Extract<SessionEvent, { type: 'result' }>): void {
    this.characters += text.length;
    if (!this.#called.has(call)) return;
    this.#called.delete(call);
    if (isFailed) this.#failed.add(call);
    this.#messages.push({ role: 'tool', tool_call_id: call, content: text });
  }

  /** The message of an answer: the last one where this goes on with it, results of its first calls between or not. */
  #answering(
    response: string | undefined,
    model: string | undefined,
  ): { readonly message: Open; readonly isNew: boolean } {
    const last = this.#answer;
    const isLast = last !== undefined && this.#messages.at(-1) === last.message;
    if (last && (response === undefined ? isLast && last.response === undefined : last.response === response))
      return { message: last.message, isNew: false };
    const message: Open = { role: 'assistant', content: '' };
    this.#messages.push(message);
    this.#answer = { response, message };
    this.requests += 1;
    if (model !== undefined) this.#models.set(model, (this.#models.get(model) ?? 0) + 1);
    return { message, isNew: true };
  }
}
