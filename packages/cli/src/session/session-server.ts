import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CLAUDE_HOOK_TOOL, eventOfHookCall } from '@headroom/agents';
import { ask, serviceAt } from '../service/ask.js';
import { type EnsureOptions, ensureService } from '../service/ensure-service.js';
import { liveState, type ServiceState } from '../service/state.js';
import { watchService } from '../wrap/watch-service.js';

/** What the MCP server of an agent's session stands on. */
export interface SessionServerOptions {
  readonly service: EnsureOptions;
  /** Arguments of `headroom mcp serve`, where a server of its own is wanted; none where the service answers. */
  readonly serve?: readonly string[];
  /** The agent, where the service answers it in another way. */
  readonly agent?: string | undefined;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** The client is gone, or the server of its own, with its exit code. */
  readonly onEnd: (code: number) => void;
}

/** The agent waits ten seconds for a hook. */
const HOOK_MS = 9000;
const ANSWER_MS = 60_000;
const INTERNAL_ERROR = -32_603;

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: { readonly name?: unknown; readonly arguments?: unknown };
}

/**
 * The MCP server that `headroom install` puts into agents' configurations: it starts with a session and ends with it. It keeps the
 * one service of the user running meanwhile and hands messages on to it, or to a server of its own; calls of the hook go to the
 * service. Loads no engine.
 */
export function serveSession(options: SessionServerOptions): void {
  const { input, output, onEnd } = options;
  const server = new SessionServer(options);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => void server.take(line));
  lines.on('close', () => {
    server.close();
    onEnd(0);
  });
  output.on('error', () => lines.close());
}

class SessionServer {
  readonly #child: ChildProcess | undefined;
  #service: Promise<ServiceState | undefined>;

  constructor(private readonly options: SessionServerOptions) {
    this.#service = ensureService(options.service);
    void this.#service.then((state) => state && watchService(options.service));
    this.#child = options.serve && this.#start(options.serve);
  }

  async take(line: string): Promise<void> {
    if (line.trim() === '') return;
    const message = parsed(line);
    const event = message && hookEventIn(message);
    if (message && event !== undefined) return this.#write(result(message.id, await this.#hook(event)));
    if (this.#child) return void this.#child.stdin?.write(`${line}\n`);
    const { agent } = this.options;
    const path = agent === undefined ? '/mcp' : `/mcp?${new URLSearchParams({ agent })}`;
    const answer = await this.#post(path, line, ANSWER_MS);
    if (answer !== undefined) return answer === '' ? undefined : this.#write(answer);
    if (message?.id !== undefined && message.method !== undefined) this.#write(failure(message.id));
  }

  close(): void {
    this.#child?.stdin?.end();
  }

  /** The answer to a hook: `{}`, which leaves the output as it is, whenever there is no other. */
  async #hook(event: object): Promise<string> {
    const { version } = this.options.service;
    const path = `/hook/claude-code?${new URLSearchParams({ v: version })}`;
    return (await this.#post(path, JSON.stringify(event), HOOK_MS)) || '{}';
  }

  /** What the service answers; undefined where it does not, which is then started for the next time. */
  async #post(path: string, body: string, timeoutMs: number): Promise<string | undefined> {
    for (const again of [true, false]) {
      // Whoever listens where one was that has died is told nothing.
      const state = (await this.#service) && liveState(this.options.service.folder);
      const answered = state && (await ask(state, path, { body, timeoutMs }));
      if (answered && answered.status < 300) return answered.body;
      if (answered) return undefined;
      // One that is busy, or of another version, is not to be taken from its other sessions.
      if (state && (await serviceAt(state))) return undefined;
      this.#service = ensureService(this.options.service);
      // A hook has not the time for a start.
      if (!again || timeoutMs <= HOOK_MS) return undefined;
    }
    return undefined;
  }

  #start(args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [this.options.service.program, 'mcp', 'serve', ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin?.on('error', () => undefined);
    child.on('error', () => this.options.onEnd(1));
    child.on('exit', (code) => this.options.onEnd(code ?? 1));
    // Line by line: answers to hooks come in between.
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#write(line));
    return child;
  }

  #write(line: string): void {
    this.options.output.write(`${line}\n`);
  }
}

/** The event in a call of the hook's tool, empty where it is none that is known; undefined for every other message. */
function hookEventIn({ method, params }: Message): object | undefined {
  if (method !== 'tools/call' || params?.name !== CLAUDE_HOOK_TOOL) return undefined;
  return eventOfHookCall(params.arguments) ?? {};
}

function result(id: unknown, text: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
}

function failure(id: unknown): string {
  const message = 'The Headroom service of this user does not answer; `headroom doctor` says why.';
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code: INTERNAL_ERROR, message } });
}

function parsed(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}
