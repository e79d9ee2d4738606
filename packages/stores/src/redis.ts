import { HeadroomError, type SetOptions, type SharedStore, type Warning } from '@headroom/core';
import { fromBytes, toPackedBytes } from './at-rest.js';
import { Connection, connect, type RedisClient } from './redis/redis-client.js';
import { escaped, RedisGroup } from './redis/redis-group.js';
import { reporter } from './reporter.js';

export type { RedisClient } from './redis/redis-client.js';

/** Which server keeps originals, and how. */
export interface RedisOptions {
  /** An ioredis client or cluster of yours; it stays yours to close. */
  readonly client?: RedisClient;
  /** Without a client: where one is connected at first use, for example `redis://127.0.0.1:6379`. */
  readonly url?: string;
  /** Entries of one tenant are invisible to every other. Default: the unnamed tenant. */
  readonly tenant?: string;
  /** First part of every key on the server. Default `headroom`. */
  readonly prefix?: string;
  /** Default lifetime in seconds, kept by the server. Default 24 hours. */
  readonly ttl?: number;
  /** A command that takes longer fails. Default 2000 ms. */
  readonly timeoutMs?: number;
  /** Told once per outage. */
  readonly onWarning?: (warning: Warning) => void;
}

/** A store on a Redis or Valkey server, shared by many machines. */
export interface RedisStore extends SharedStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, options?: SetOptions): Promise<void>;
  delete(key: string): Promise<void>;
  expired(key: string): Promise<boolean>;
  group(name: string): RedisGroup;
  /** Closes what the store itself has connected. */
  close(): Promise<void>;
}

/** A key is remembered this much longer than its value, so that a miss can be explained. */
const REMEMBERED_MS = 7 * 86_400_000;

/**
 * The store of many machines: Redis 7 or Valkey, one server or a cluster. When the server is away every call rejects within
 * the time limit; the engine then leaves texts whole and says so.
 *
 * @example
 * ```ts
 * const headroom = createHeadroom({ store: redis({ url: 'redis://127.0.0.1:6379', tenant: 'acme' }) });
 * ```
 * @throws HeadroomError for neither or both of `client` and `url`, or a bound that is not a positive number.
 */
export function redis(options: RedisOptions): RedisStore {
  const { client, url, tenant = '', prefix = 'headroom', ttl = 86_400, timeoutMs = 2000, onWarning } = options;
  if ((client === undefined) === (url === undefined))
    throw new HeadroomError('invalid_option', 'redis() takes either a client or a url', 'client');
  for (const [name, value] of Object.entries({ ttl, timeoutMs })) {
    if (!(value > 0)) throw new HeadroomError('invalid_option', `redis({ ${name} }) must be a positive number`, name);
  }
  const open = () => (client ? Promise.resolve(client) : connect(url as string, timeoutMs));
  const warn = reporter(onWarning);
  const connection = new Connection(open, { timeoutMs, owned: client === undefined, warn });
  return new ServerStore(connection, `${escaped(prefix)}:${escaped(tenant)}`, ttl);
}

class ServerStore implements RedisStore {
  constructor(
    private readonly connection: Connection,
    private readonly prefix: string,
    private readonly ttl: number,
  ) {}

  async get(key: string): Promise<string | undefined> {
    const bytes = (await this.connection.command('get', this.#entry(key))) as Buffer | null;
    return bytes === null ? undefined : fromBytes(bytes);
  }

  async set(key: string, value: string, { ttl = this.ttl }: SetOptions = {}): Promise<void> {
    const lifetime = Math.ceil(ttl * 1000);
    await Promise.all([
      this.connection.command('set', this.#trace(key), '1', 'PX', lifetime + REMEMBERED_MS),
      this.connection.command('set', this.#entry(key), toPackedBytes(value), 'PX', lifetime),
    ]);
  }

  async delete(key: string): Promise<void> {
    const drop = (name: string) => this.connection.command('del', name);
    await Promise.all([drop(this.#entry(key)), drop(this.#trace(key))]);
  }

  async expired(key: string): Promise<boolean> {
    const has = async (name: string) => (await this.connection.command('exists', name)) === 1;
    const [entry, trace] = await Promise.all([has(this.#entry(key)), has(this.#trace(key))]);
    return trace && !entry;
  }

  group(name: string): RedisGroup {
    return new RedisGroup(this.connection, this.prefix, name, this.ttl);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Plain entries have no hash tag: a cluster spreads them over its nodes. */
  #entry(key: string): string {
    return `${this.prefix}:o:${escaped(key)}`;
  }

  #trace(key: string): string {
    return `${this.prefix}:t:${escaped(key)}`;
  }
}
