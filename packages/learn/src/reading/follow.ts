import type { AgentName, CallEvent, ResultEvent, SessionEvent } from '@headroom/agents/sessions';
import { type Memory, noMemory, Observer, type Sink, type Where } from '../finding/observer.js';
import { namesIn } from '../finding/waste.js';
import type { Act } from './act.js';
import { outcomeOf } from './outcome.js';
import { askedOf } from './tool-kind.js';

/** A call that has no result yet: plain JSON. */
interface Pending {
  readonly tool: string;
  readonly input: string;
  readonly asked: ReturnType<typeof askedOf>;
  readonly called: number;
  readonly calledAt: number;
  readonly stood?: string;
}

interface Thread {
  events: number;
  pending: Record<string, Pending>;
  memory: Memory;
}

/** What is remembered of a transcript between two runs: plain JSON. */
export interface Followed {
  session: string;
  folder: string;
  threads: Record<string, Thread>;
}

export const nothingFollowed = (): Followed => ({ session: '', folder: '', threads: {} });

const MOST_PENDING = 64;
const MOST_THREADS = 40;
/** Characters that are kept of the beginning and of the end of a failure. */
const KEPT = 700;
const MOST_INPUT = 4000;

/** Makes calls of the events of one transcript and has each thread of it observed. */
export class Follower {
  calls = 0;

  constructor(
    private readonly where: Omit<Where, 'session'> & { readonly agent: AgentName },
    private readonly followed: Followed,
    private readonly sink: Sink,
  ) {}

  read(event: SessionEvent): void {
    if (event.type === 'session') {
      this.followed.session ||= keyed(event.session);
      return;
    }
    if (event.type === 'usage' || event.type === 'skipped') return;
    const thread = this.#thread(event.thread === undefined ? MAIN : keyed(event.thread));
    thread.events += 1;
    if (event.type === 'call') this.#call(thread, event);
    else if (event.type === 'result') this.#result(thread, event);
    else if (event.type === 'compaction') this.#observer(thread).forget();
    else if (event.role !== 'system' && event.isInjected !== true)
      this.#observer(thread).said(
        event.text,
        event.role === 'user',
        { file: this.where.file, line: event.line },
        event.time ?? this.where.time,
      );
  }

  /** Forgets what is only worth its room while reading goes on. */
  end(): void {
    for (const { memory } of Object.values(this.followed.threads)) memory.large = [];
  }

  #thread(name: string): Thread {
    const { threads, folder } = this.followed;
    const known = threads[name];
    if (known) return known;
    const made: Thread = { events: 0, pending: {}, memory: noMemory(folder || this.where.base) };
    const names = Object.keys(threads);
    if (names.length >= MOST_THREADS) delete threads[names.find((one) => one !== MAIN) ?? ''];
    threads[name] = made;
    return made;
  }

  #observer(thread: Thread): Observer {
    return new Observer({ ...this.where, session: this.followed.session || this.where.file }, thread.memory, this.sink);
  }

  #call(thread: Thread, { id, tool, input, line, folder }: CallEvent): void {
    const told = typeof input === 'string' ? input : (JSON.stringify(input) ?? '');
    const keys = Object.keys(thread.pending);
    if (keys.length >= MOST_PENDING) delete thread.pending[keys[0] as string];
    thread.pending[keyed(id)] = {
      tool,
      input: told.length > MOST_INPUT ? `${told.slice(0, MOST_INPUT)} ${markOf(told)}` : told,
      asked: askedOf(tool, input),
      called: thread.events,
      calledAt: line,
      ...(folder === undefined ? {} : { stood: folder }),
    };
  }

  #result(thread: Thread, { call, text, output = text, isFailed, exitCode, line, time }: ResultEvent): void {
    const pending = thread.pending[keyed(call)];
    if (!pending) return;
    delete thread.pending[keyed(call)];
    this.calls += 1;
    const { tool, input, asked, called, calledAt, stood } = pending;
    const code = exitCode ?? (tool === 'exec' ? codeInScript(text) : undefined);
    const outcome = outcomeOf({
      ...asked,
      command: asked.command,
      isFailed: isFailed || (code !== undefined && code !== 0),
      exitCode: code,
      text: output,
    });
    const act: Act = {
      tool,
      input,
      ...asked,
      ...(stood === undefined ? {} : { stood }),
      outcome,
      ...(code === undefined ? {} : { exitCode: code }),
      said: outcome === 'failed' ? own(endsOf(output)) : '',
      characters: text.length,
      mark: outcome === 'failed' ? markOf(unnumbered(endsOf(output))) : markOf(output),
      id: call,
      ...(time === undefined ? {} : { time }),
      called,
      answered: thread.events,
      calledAt,
      answeredAt: line,
    };
    this.#observer(thread).act(act, outcome === 'ok' ? namesIn(output, input) : undefined);
  }
}

/** A name out of a transcript as a key of a record: some have a meaning there. */
const keyed = (name: string): string => (name in {} ? `:${name}` : name);
const MAIN = '';

/** The beginning and the end of what was said. */
const endsOf = (said: string): string =>
  said.length > 2 * KEPT ? `${said.slice(0, KEPT)}\n${said.slice(-KEPT)}` : said;

/** A failure without what is another each time it happens: ids, addresses, durations. */
const unnumbered = (said: string): string =>
  said
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{6,40}\b|\b0x[0-9a-f]{1,16}\b/gi, '0')
    .replace(/\d{1,20}(?:\.\d{1,20})?/g, '0');

/** A text that does not keep the one it was cut from. */
const own = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** How a text that may be long is told from another: its length and a hash of a sample of it, without numbers that change. */
function markOf(text: string): string {
  const told = text.length < 4000 ? text.replace(/\d+/g, '0') : text;
  const step = Math.max(1, Math.floor(told.length / 2000));
  let hash = 2166136261;
  for (let i = 0; i < told.length; i += step) hash = Math.imul(hash ^ told.charCodeAt(i), 16777619);
  return `${told.length}:${(hash >>> 0).toString(36)}`;
}

/** The exit code in what a script of a model was given back by the one command it ran. */
function codeInScript(text: string): number | undefined {
  const codes = [...text.slice(0, 20_000).matchAll(/"exit_code":\s*(-?\d{1,10})\b/g)];
  return codes.length === 1 ? Number(codes[0]?.[1]) : undefined;
}
