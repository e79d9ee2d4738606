import { Connection, failure, gone } from './connection.js';
import { type Deadlines, within } from './deadlines.js';
import { asFields, type Fields, type Message, type Reply } from './messages.js';
import type { Opening } from './server-link.js';

/** Who is told what a wrapped server does on its own. */
export interface UpstreamListener {
  request(upstream: Upstream, message: Message): void;
  notification(upstream: Upstream, message: Message): void;
  /** It has come or gone, so that what the client was told of it is not true any more. */
  changed(upstream: Upstream): void;
  warn(message: string): void;
}

/** Time before a server that has gone away is started again: doubled from try to try, and short again after a good life. */
const PAUSE = { firstMs: 100, mostMs: 30_000, goodLifeMs: 10_000 };

/** A wrapped server over all its lives: requests go to it under ids of our own, replies come back as they are. */
export class Upstream {
  /** What it said when it was introduced last. */
  introduction: Fields = {};
  #state: 'new' | 'starting' | 'ready' | 'paused' | 'gone' = 'new';
  #connection: Connection | undefined;
  #params: unknown;
  #isInitialized = false;
  /** What later lives have to be told again, by what it is about. */
  readonly #settings = new Map<string, { readonly method: string; readonly params: unknown }>();
  readonly #cancelled = new Set<number>();
  #lastId = 0;
  #tries = 0;
  #since = 0;
  #isMissed = false;
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];
  /** Lives that are being ended. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(
    readonly name: string,
    private readonly opening: Opening,
    readonly deadlines: Required<Deadlines>,
    private readonly listener: UpstreamListener,
  ) {}

  get capabilities(): Fields {
    return asFields(this.introduction.capabilities);
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** True when it has introduced itself once and may be asked: it is there, or will be in a moment. */
  get isKnown(): boolean {
    return this.#state !== 'gone' && this.introduction.capabilities !== undefined;
  }

  /** Starts it and introduces the client to it. A failure is tried again later, where it can be. */
  introduce(params: unknown): Promise<Reply> {
    this.#params = params;
    return this.#start();
  }

  /** Called when the client is done with its introduction: now, and in every later life. */
  async initialized(): Promise<void> {
    this.#isInitialized = true;
    if (this.#state === 'ready') await this.#tellInitialized();
  }

  /** Sends a request, as soon as the server is there; the id is the one to cancel it by. */
  ask(method: string, params: unknown, ms: number): { readonly id: number; readonly reply: Promise<Reply> } {
    const id = ++this.#lastId;
    this.#remember(method, params);
    return { id, reply: this.#askWhenReady(id, method, params, ms) };
  }

  async cancel(id: number, params: object): Promise<void> {
    if (this.#state !== 'ready') this.#cancelled.add(id);
    else await this.#connection?.cancel(id, params);
  }

  /** Sends a notification, or the answer to a request of the server. */
  async tell(message: Message): Promise<void> {
    await this.#connection?.tell(message);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#become('gone');
    await Promise.all([this.#connection?.close(), ...this.#leaving]);
  }

  async #askWhenReady(id: number, method: string, params: unknown, ms: number): Promise<Reply> {
    const wait = Math.min(ms, this.deadlines.startMs);
    if (this.#state !== 'ready') await within(this.#settled(), wait, () => undefined);
    if (this.#cancelled.delete(id)) return failure('Cancelled');
    if (this.#state !== 'ready' || !this.#connection) return gone(this.name);
    return this.#connection.ask(id, method, params, ms);
  }

  /** When it is ready, or will never be. */
  #settled(): Promise<void> {
    if (this.#state === 'ready' || this.#state === 'gone') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #become(state: 'starting' | 'ready' | 'paused' | 'gone'): void {
    this.#state = state;
    if (state === 'ready' || state === 'gone') for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #start(): Promise<Reply> {
    this.#become('starting');
    const { startMs } = this.deadlines;
    const connection = this.#open();
    this.#connection = connection;
    const late = () => failure(`${this.name} could not be started: it did not introduce itself within ${startMs} ms`);
    const reply = await within(this.#greet(connection), startMs, late);
    // Closed meanwhile, by whichever side.
    if (this.#connection !== connection || this.#state !== 'starting')
      return 'result' in reply ? gone(this.name) : reply;
    if (!('result' in reply)) {
      this.#lose(String(asFields(reply.error).message));
      const left: Promise<void> = connection.close().then(() => void this.#leaving.delete(left));
      this.#leaving.add(left);
      return reply;
    }
    this.introduction = { capabilities: {}, ...asFields(reply.result) };
    connection.speak(String(this.introduction.protocolVersion));
    this.#since = Date.now();
    if (this.#isInitialized) await this.#resume(connection);
    this.#become('ready');
    if (this.#isInitialized) this.listener.changed(this);
    if (this.#isMissed) this.listener.warn(`The server ${this.name} is back`);
    this.#isMissed = false;
    return reply;
  }

  #open(): Connection {
    let connection: Connection | undefined;
    const isCurrent = () => connection === this.#connection;
    connection = new Connection(this.name, this.opening.open(), {
      request: (message) => isCurrent() && this.listener.request(this, message),
      notification: (message) => isCurrent() && this.listener.notification(this, message),
      closed: () => isCurrent() && this.#lose(`The server ${this.name} has gone away`),
    });
    return connection;
  }

  async #greet(connection: Connection): Promise<Reply> {
    const started = await connection.start();
    if ('error' in started) return started;
    const reply = await connection.ask(++this.#lastId, 'initialize', this.#params, this.deadlines.startMs);
    const isProper = 'error' in reply || typeof asFields(reply.result).protocolVersion === 'string';
    return isProper ? reply : failure(`${this.name} could not be started: it did not say which protocol it speaks`);
  }

  #lose(why: string): void {
    if (this.#state === 'gone' || this.#state === 'paused') return;
    const wasReady = this.#state === 'ready';
    if (wasReady && Date.now() - this.#since > PAUSE.goodLifeMs) this.#tries = 0;
    this.#become(this.opening.canReopen ? 'paused' : 'gone');
    // Once for each time it is away, however often it is tried.
    if (!this.#isMissed) this.listener.warn(why);
    this.#isMissed = true;
    if (wasReady) this.listener.changed(this);
    if (!this.opening.canReopen) return;
    const pause = Math.min(PAUSE.mostMs, PAUSE.firstMs * 2 ** this.#tries++);
    this.#timer = setTimeout(() => void this.#start(), pause).unref();
  }

  /** Brings a new life to where the last one was. */
  async #resume(connection: Connection): Promise<void> {
    await connection.tell({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const { listMs } = this.deadlines;
    const settings = [...this.#settings.values()];
    await Promise.all(settings.map(({ method, params }) => connection.ask(++this.#lastId, method, params, listMs)));
  }

  async #tellInitialized(): Promise<void> {
    await this.#connection?.tell({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }

  #remember(method: string, params: unknown): void {
    const uri = String(asFields(params).uri);
    if (method === 'logging/setLevel') this.#settings.set('level', { method, params });
    if (method === 'resources/subscribe') this.#settings.set(uri, { method, params });
    if (method === 'resources/unsubscribe') this.#settings.delete(uri);
  }
}
