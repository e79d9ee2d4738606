import type { GroupChange, GroupEntry, GroupPut, GroupValue, StoreGroup } from '@headroom/core';
import { fromBytes, toPackedBytes } from '../at-rest.js';
import type { Connection, Script } from './redis-client.js';
import { CLEAR, LIST, PUT, REMOVE } from './scripts.js';

/** A group on a Redis server; each of its steps is one script. */
export class RedisGroup implements StoreGroup {
  readonly #keys: readonly string[];
  readonly #channel: string;

  constructor(
    private readonly connection: Connection,
    prefix: string,
    name: string,
    private readonly ttl: number,
  ) {
    // One hash tag over tenant and group keeps all keys of the group on one node.
    const tag = `{${prefix}:g:${escaped(name)}}`;
    this.#keys = [`${tag}:order`, `${tag}:lifetimes`, `${tag}:version`, `${tag}:entry:`];
    this.#channel = `${tag}:changes`;
  }

  async get(key: string): Promise<GroupValue | undefined> {
    const entry = `${this.#keys[3]}${escaped(key)}`;
    const [value, note, version] = (await this.connection.command('hmget', entry, 'v', 'n', 'r')) as (Buffer | null)[];
    if (!value || !note || !version) return undefined;
    return { key, value: fromBytes(value), note: unescaped(note), version: Number(version) };
  }

  async put(
    key: string,
    { value, note = '', ttl = this.ttl, maxEntries, ifVersion }: GroupPut,
  ): Promise<number | undefined> {
    const lifetime = Math.ceil(ttl * 1000);
    const bounds = [lifetime, maxEntries ?? '', ifVersion ?? '', this.#channel];
    const args = [escaped(key), toPackedBytes(value), escaped(note), ...bounds];
    const version = await this.#run(PUT, args);
    return version ? Number(version) : undefined;
  }

  async delete(key: string): Promise<void> {
    await this.#run(REMOVE, [escaped(key), this.#channel]);
  }

  async list(): Promise<readonly GroupEntry[]> {
    const found = (await this.#run(LIST, [])) as Buffer[];
    return Array.from({ length: found.length / 3 }, (_, i) => ({
      key: unescaped(found[i * 3] as Buffer),
      note: unescaped(found[i * 3 + 1] as Buffer),
      version: Number(found[i * 3 + 2]),
    }));
  }

  async clear(): Promise<void> {
    await this.#run(CLEAR, [this.#channel]);
  }

  watch(listener: (change: GroupChange) => void): Promise<() => Promise<void>> {
    return this.connection.subscribe(this.#channel, (message) => {
      const space = message.indexOf(' ');
      const version = message.slice(0, space);
      const key = unescaped(message.slice(space + 1));
      listener({ key, version: version === '-' ? undefined : Number(version) });
    });
  }

  #run(script: Script, args: readonly (string | number | Buffer)[]): Promise<unknown> {
    return this.connection.script(script, this.#keys, args);
  }
}

/** Any string as ASCII without braces, colons or asterisks: no name reaches into another's keys or hash tag. */
export function escaped(name: string): string {
  return name.replace(/[^\w.~-]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function unescaped(name: Buffer | string): string {
  return String(name).replace(/%([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
