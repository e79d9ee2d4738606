import { StoreError } from '../store-error.js';

type Argument = string | number | Buffer;

/** What is used of an ioredis client; a cluster client fits too. */
export interface RedisClient {
  call(command: string, ...args: Argument[]): Promise<unknown>;
  callBuffer(command: string, ...args: Argument[]): Promise<unknown>;
  duplicate(): RedisClient;
  subscribe(...channels: string[]): Promise<unknown>;
  unsubscribe(...channels: string[]): Promise<unknown>;
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  disconnect(): void;
}

/** Makes a client when it is first needed. */
export async function connect(url: string, timeoutMs: number): Promise<RedisClient> {
  const { Redis } = await import('ioredis').catch((cause: unknown) => {
    throw new StoreError('unreachable', 'redis({ url }) needs the package ioredis: npm install ioredis', { cause });
  });
  return new Redis(url, {
    connectTimeout: timeoutMs,
    maxRetriesPerRequest: 3,
    retryStrategy: (attempt) => Math.min(attempt * 50, 1000),
  }) as unknown as RedisClient;
}

/**
 * Runs commands with a limit of time, and reports an outage once, however many commands it meets.
 */
export class Connection {
  #client: Promise<RedisClient> | undefined;
  #subscriber: Promise<RedisClient> | undefined;
  readonly #listeners = new Map<string, Set<(message: string) => void>>();
  #away = false;
  #closed = false;

  constructor(
    private readonly open: () => Promise<RedisClient>,
    private readonly rules: {
      readonly timeoutMs: number;
      readonly owned: boolean;
      readonly warn: (message: string) => void;
    },
  ) {}

  /** The reply with texts as bytes. */
  async command(name: string, ...args: readonly Argument[]): Promise<unknown> {
    return this.#bounded(name, async () => (await this.#get()).callBuffer(name, ...args));
  }

  /** Runs a script by its digest; a server that does not know it (any more) gets it in full. */
  async script(script: Script, keys: readonly Argument[], args: readonly Argument[]): Promise<unknown> {
    try {
      return await this.command('evalsha', script.digest, keys.length, ...keys, ...args);
    } catch (error) {
      if (!/NOSCRIPT/.test(String((error as Error).cause ?? error))) throw error;
      return this.command('eval', script.source, keys.length, ...keys, ...args);
    }
  }

  async subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    const subscriber = await this.#subscribed();
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    if (listeners.size === 1) await this.#bounded('subscribe', () => subscriber.subscribe(channel));
    return async () => {
      listeners.delete(listener);
      if (listeners.size > 0 || !this.#listeners.delete(channel) || this.#closed) return;
      await this.#bounded('unsubscribe', () => subscriber.unsubscribe(channel));
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    (await this.#subscriber?.catch(() => undefined))?.disconnect();
    if (this.rules.owned) (await this.#client?.catch(() => undefined))?.disconnect();
  }

  #get(): Promise<RedisClient> {
    if (this.#closed) return Promise.reject(new StoreError('closed', 'The store has been closed'));
    this.#client ??= this.open().then((client) => (this.rules.owned ? this.#watched(client) : client));
    return this.#client;
  }

  #subscribed(): Promise<RedisClient> {
    this.#subscriber ??= this.#get().then((client) => {
      const subscriber = this.#watched(client.duplicate());
      subscriber.on('message', (channel, message) => {
        for (const listener of this.#listeners.get(String(channel)) ?? []) listener(String(message));
      });
      return subscriber;
    });
    return this.#subscriber;
  }

  /** Without a listener a client prints every failed attempt to reach the server. */
  #watched(client: RedisClient): RedisClient {
    client.on('error', (error) => this.#outage(error));
    client.on('ready', () => {
      this.#away = false;
    });
    return client;
  }

  #outage(error: unknown): void {
    if (!this.#away)
      this.rules.warn(
        `Redis is away (${error instanceof Error ? error.name : 'unknown error'}); originals cannot be kept or brought back until it returns`,
      );
    this.#away = true;
  }

  async #bounded<T>(name: string, run: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new StoreError('unreachable', `Redis did not answer ${name} within ${this.rules.timeoutMs} ms`);
      timer = setTimeout(reject, this.rules.timeoutMs, error);
    });
    try {
      const value = await Promise.race([run(), late]);
      this.#away = false;
      return value;
    } catch (error) {
      if (error instanceof StoreError) {
        if (error.code === 'unreachable') this.#outage(error);
        throw error;
      }
      // What the server itself answers is no outage; everything else is, also on a client of the caller.
      if ((error as Error | null)?.name !== 'ReplyError') this.#outage(error);
      throw new StoreError('unreachable', `Redis refused ${name}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A Lua script and its digest. */
export interface Script {
  readonly source: string;
  readonly digest: string;
}
