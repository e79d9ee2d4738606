import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HeadroomOptions, PriceTable } from '@headroom/core';
import { createRoutes, ROUTE_PATHS, type RoutePath } from '@headroom/core/http';
import { createDashboard, type Dashboard, Feed } from '@headroom/dashboard';
import { admission, createRetrieveListener, type Engine, refuse, unfailingServer } from '@headroom/mcp';
import { booksOf } from '../stats/books.js';
import { HOOKS } from './hook-route.js';
import { optionsFor } from './project-options.js';
import { ProxyMount } from './proxy-mount.js';
import { sessionIn } from './session-in.js';
import { ShownTexts } from './shown-texts.js';
import { newToken } from './state.js';
import { answerText } from './text-route.js';
import { TranscriptCounts } from './transcript-counts.js';

/** What the one service of a user is made of. */
export interface ServiceOptions {
  readonly engine: Engine;
  readonly version: string;
  /** Prices of the sessions' sums; default core's. */
  readonly prices?: PriceTable;
  readonly pricesDate?: string;
  /**
   * The address it had before, so that sessions that know it find it again. Where that port is taken, by whomever, it gets another
   * one, and another token: the last one is sent to that port by sessions that have not ended.
   */
  readonly last?: { readonly port: number; readonly token: string };
  /** After so long without a request it ends. Default 15 minutes. */
  readonly idleMs?: number;
  /** Called once, when it is idle or asked to end. */
  readonly onEnd?: () => void;
  /** Gets names and numbers, nothing of a prompt. */
  readonly log?: (line: string) => void;
}

/** A service that runs. */
export interface Service {
  readonly port: number;
  /** What callers have to send. */
  readonly token: string;
  close(): Promise<void>;
}

/** Requests under way hold at most so many bytes together; what comes on top is answered as if there were no service. */
const MOST_BYTES = 256_000_000;
const MOST_OF_A_BODY = 40_000_000;
/** A hook waits so long for an answer, and then goes on with the original. */
const HOOK_MS = 8000;

/**
 * Starts the service on loopback: `/session/…` (the proxy), `/hook/<agent>`, `/text`, `/mcp`, `/v1/compress`, `/v1/retrieve`, `/v1/stats`,
 * `/dashboard` (for whoever has a link of `/link`), `/health` and `/stop`. Nothing is answered without the token. A hook of another version is told to leave its output as it is.
 */
export async function startService(given: ServiceOptions): Promise<Service> {
  const { last, idleMs = 900_000, onEnd = () => undefined } = given;
  let answer = (_: IncomingMessage, response: ServerResponse): void | Promise<void> =>
    refuse(response, 503, 'Not ready');
  const http = unfailingServer((request, response) => answer(request, response));
  http.keepAliveTimeout = 120_000;
  await listening(http, last?.port ?? 0);
  const { port } = http.address() as AddressInfo;
  const token = port === last?.port ? last.token : newToken();
  const { store } = given.engine;
  const { prices, pricesDate } = given;
  const feed = new Feed({ store, keepTexts: true, ...(prices && { prices }) });
  const engine = { ...given.engine, ledger: feed.ledger(given.engine.ledger) };
  const options = { ...given, engine };
  const dashboard = createDashboard({
    ...{ store, book: feed.book, token, texts: true },
    ...(pricesDate && { pricesDate }),
  });
  let timer: NodeJS.Timeout | undefined;
  const stay = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (mount.isBusy ? stay() : onEnd()), idleMs);
    timer.unref();
  };
  const answers = new Answers(options, { end: onEnd, feed, dashboard });
  const mount = new ProxyMount(engine, token, port, feed);
  const refusal = admission({ port, token, serves: (path) => answers.serves(path) });
  answer = (request, response) => {
    if (mount.answer(request, response) || dashboard.answer(request, response)) return stay();
    const refused = refusal(request);
    if (refused) return refuse(response, ...refused);
    stay();
    return answers.answer(request, response);
  };
  http.on('upgrade', (request, socket, head) => {
    stay();
    mount.upgrade(request, socket, head);
  });
  stay();
  return {
    port,
    token,
    async close() {
      clearTimeout(timer);
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeIdleConnections();
      const drained = mount.close();
      setTimeout(() => http.closeAllConnections(), 2000).unref();
      await Promise.all([closed, drained]);
      await engine.ledger.flush().catch(() => undefined);
    },
  };
}

/** Answers requests that may come in. */
class Answers {
  readonly #mcp;
  /** Agents that want their answers in another way. */
  readonly #mcpOf: Readonly<Record<string, ReturnType<typeof createRetrieveListener>>>;
  readonly #routes;
  readonly #shown = new ShownTexts();
  readonly #counts: TranscriptCounts;
  #bytes = 0;

  constructor(
    private readonly options: ServiceOptions,
    private readonly around: { readonly end: () => void; readonly feed: Feed; readonly dashboard: Dashboard },
  ) {
    const { engine } = options;
    this.#mcp = createRetrieveListener(engine);
    this.#counts = new TranscriptCounts(around.feed);
    const held = (name: string) => this.#shown.take(name);
    this.#mcpOf = {
      gemini: createRetrieveListener(engine, { held, besideJson: 'structure' }),
      // Of a longer answer it makes a file.
      copilot: createRetrieveListener(engine, { maxCharacters: 19_000, besideJson: 'note' }),
    };
    this.#routes = createRoutes({ headroom: engine.headroom, ledger: engine.ledger, authorize: () => true });
  }

  serves(path: string): boolean {
    return OWN_PATHS.has(path) || (ROUTE_PATHS as readonly string[]).includes(path);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { version } = this.options;
    const agent = searchParams.get('agent') ?? '';
    const mcp = (Object.hasOwn(this.#mcpOf, agent) && this.#mcpOf[agent]) || this.#mcp;
    if (pathname === '/mcp') return mcp(request, response);
    if (pathname === '/health')
      return send(response, JSON.stringify({ service: 'headroom', version, pid: process.pid }));
    if (pathname === '/stop') {
      send(response, '{}');
      return this.around.end();
    }
    if (pathname === '/link') return send(response, JSON.stringify({ path: this.around.dashboard.link() }));
    const body = await this.#read(request);
    if (body === undefined) return send(response.setHeader('connection', 'close'), '{}', 413);
    try {
      if (pathname === '/v1/stats' && request.method === 'GET')
        return await this.#stats(response, request.socket.remoteAddress);
      if ((ROUTE_PATHS as readonly string[]).includes(pathname))
        return await this.#route(pathname, request, response, body);
      const asked = parsed(body);
      const options = optionsFor(asked, optionsIn(searchParams), this.options.log);
      if (pathname === '/text')
        return send(response, (options && (await answerText(this.options.engine, asked, options))) ?? '{}');
      const isOurs = searchParams.get('v') === version;
      const hooked = pathname.slice(HOOK_PATH.length);
      send(response, options && isOurs ? await this.#hook(hooked, asked, options, searchParams) : '{}');
    } finally {
      this.#bytes -= body.length;
    }
  }

  /** The answer to a hook, or `{}` when it fails or takes too long. */
  async #hook(agent: string, event: unknown, options: HeadroomOptions, address: URLSearchParams): Promise<string> {
    const began = Date.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve('{}'), HOOK_MS);
    });
    const { engine } = this.options;
    const session = sessionIn(event);
    const ledger = session === undefined ? engine.ledger : this.around.feed.ledgerOf(engine.ledger, { agent, session });
    const limited = { door: agent, ledger, timeBudgetMs: HOOK_MS - 500, ...options };
    const answered = async () =>
      JSON.stringify((await HOOKS[agent]?.({ engine, shown: this.#shown }, event, limited, address)) ?? {});
    try {
      const answer = await Promise.race([answered(), late]);
      this.options.log?.(`hook ${Date.now() - began} ms${answer === '{}' ? ', left whole' : ''}`);
      return answer;
    } catch (error) {
      this.options.log?.(`hook failed: ${error instanceof Error ? error.name : 'unknown error'}`);
      return '{}';
    } finally {
      clearTimeout(timer);
      if (session !== undefined) this.#counts.note({ agent, session }, event);
    }
  }

  /** The body, counted as it comes; whoever gets it gives its bytes back. Undefined, with nothing held, where it is too much. */
  async #read(request: IncomingMessage): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
        length += (chunk as Buffer).length;
        this.#bytes += (chunk as Buffer).length;
        if (length > MOST_OF_A_BODY || this.#bytes > MOST_BYTES) throw new RangeError('too much');
      }
      return Buffer.concat(chunks);
    } catch {
      this.#bytes -= length;
      return undefined;
    }
  }

  /** What this service did, and the sums of all programs that share the store, as `headroom stats --json` tells them. */
  async #stats(response: ServerResponse, peer: string | undefined): Promise<void> {
    const own = await this.#routes('/v1/stats', new Request('http://127.0.0.1/v1/stats'), { address: peer });
    const books = await booksOf(this.options.engine.ledger);
    send(response, JSON.stringify({ ...((await own.json()) as object), ...books }));
  }

  async #route(path: string, { method, headers, socket }: IncomingMessage, response: ServerResponse, body: Buffer) {
    const type = headers['content-type'];
    const asked = new Request(`http://127.0.0.1${path}`, {
      method: method ?? 'GET',
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
      ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
    });
    const answered = await this.#routes(path as RoutePath, asked, { address: socket.remoteAddress });
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    response.end(Buffer.from(await answered.arrayBuffer()));
  }
}

const HOOK_PATH = '/hook/';
const OWN_PATHS: ReadonlySet<string> = new Set([
  ...Object.keys(HOOKS).map((agent) => `${HOOK_PATH}${agent}`),
  '/text',
  '/mcp',
  '/health',
  '/link',
  '/stop',
]);

/** What a session chose, in the address of its hook. */
function optionsIn(params: URLSearchParams): HeadroomOptions {
  const mode = params.get('mode');
  const excludeTools = params.getAll('exclude');
  return {
    ...(mode === 'lossless' || mode === 'balanced' || mode === 'aggressive' ? { mode } : {}),
    ...(excludeTools.length > 0 ? { excludeTools } : {}),
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, json: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(json);
}

/** The port that is asked for, or any when it is taken. */
function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      if (port !== 0 && error.code === 'EADDRINUSE') listening(server, 0).then(resolve, reject);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve();
    });
  });
}
