import { asFields, type Fields, listOf, type Reply } from './messages.js';
import type { Upstream } from './upstream.js';

/** Asks one server; without a deadline, the one for calls. */
type Ask = (upstream: Upstream, method: string, params: unknown, ms?: number) => Promise<Reply>;

/** Most pages and items of one server's list. */
const PAGES = 100;
const ITEMS = 10_000;

const SIGN = '__';
const LISTS: Readonly<Record<string, { readonly key: string; readonly needs: string; readonly named: boolean }>> = {
  'tools/list': { key: 'tools', needs: 'tools', named: true },
  'prompts/list': { key: 'prompts', needs: 'prompts', named: true },
  'resources/list': { key: 'resources', needs: 'resources', named: false },
  'resources/templates/list': { key: 'resourceTemplates', needs: 'resources', named: false },
};

/** Which server a request is for. One server gets everything as it is; of several, names and addresses decide. */
export class Routes {
  readonly #owners = new Map<string, Upstream>();
  /** What each server listed last, for when it is too slow or away for a moment. */
  readonly #lists = new Map<string, readonly unknown[]>();

  constructor(
    readonly all: readonly Upstream[],
    private readonly warn: (message: string) => void,
  ) {}

  /** True when names carry the name of their server. */
  get prefixed(): boolean {
    return this.all.length > 1;
  }

  async forward(method: string, params: unknown, ask: Ask): Promise<Reply> {
    const only = this.prefixed ? undefined : this.all[0];
    if (only) return lacksTools(only, method) ? { result: { tools: [] } } : ask(only, method, params);
    const list = LISTS[method];
    if (list) return this.#list(method, list, ask);
    if (method === 'logging/setLevel') return this.#everywhere('logging', method, params, ask);
    const given = asFields(params);
    if (method === 'tools/call' || method === 'prompts/get') {
      const named = this.#named(given.name);
      return named ? ask(named.upstream, method, { ...given, name: named.name }) : unknown(`${method} ${given.name}`);
    }
    if (method === 'completion/complete') return this.#complete(given, ask);
    if (method.startsWith('resources/')) return this.#byAddress(String(given.uri), method, params, ask);
    return { error: { code: -32601, message: `Method not found: ${method}` } };
  }

  /** All pages of all servers as one. */
  async #list(method: string, { key, needs, named }: (typeof LISTS)[string], ask: Ask): Promise<Reply> {
    const servers = this.#with(needs);
    const lists = await Promise.all(servers.map((upstream) => this.#allPages(upstream, method, key, ask)));
    const items = lists.flatMap((list, i) => list.map((item) => this.#shown(item, servers[i] as Upstream, named)));
    return { result: { [key]: items } };
  }

  /** All pages of one server's list; the last list known where it does not give one in time. */
  async #allPages(upstream: Upstream, method: string, key: string, ask: Ask): Promise<readonly unknown[]> {
    const { listMs } = upstream.deadlines;
    const place = `${method} ${upstream.name}`;
    const end = Date.now() + listMs;
    const items: unknown[] = [];
    const seen = new Set<unknown>();
    for (let cursor: unknown; seen.size < PAGES && items.length < ITEMS; ) {
      const reply = await ask(upstream, method, cursor === undefined ? {} : { cursor }, Math.max(1, end - Date.now()));
      if (!('result' in reply)) return this.#lists.get(place) ?? items;
      for (const item of listOf(reply.result, key)) items.push(item);
      cursor = asFields(reply.result).nextCursor;
      if (cursor === undefined) {
        this.#lists.set(place, items);
        return items;
      }
      // A place that comes again would come for ever.
      if (seen.has(cursor)) break;
      seen.add(cursor);
    }
    this.warn(`The server ${upstream.name} has a list without end for ${method}; what came so far is given`);
    return items.slice(0, ITEMS);
  }

  #shown(item: unknown, upstream: Upstream, named: boolean): unknown {
    const { name, uri } = asFields(item);
    if (typeof uri === 'string') this.#owners.set(uri, upstream);
    return named ? { ...asFields(item), name: `${upstream.name}${SIGN}${name}` } : item;
  }

  #named(name: unknown): { readonly upstream: Upstream; readonly name: string } | undefined {
    // The longest name first: one server's name may be the beginning of another's.
    const fits = this.all.filter((upstream) => String(name).startsWith(`${upstream.name}${SIGN}`));
    const upstream = [...fits].sort((a, b) => b.name.length - a.name.length)[0];
    return upstream && { upstream, name: String(name).slice(upstream.name.length + SIGN.length) };
  }

  async #complete(params: Fields, ask: Ask): Promise<Reply> {
    const ref = asFields(params.ref);
    const named = this.#named(ref.name);
    if (named) return ask(named.upstream, 'completion/complete', { ...params, ref: { ...ref, name: named.name } });
    return this.#byAddress(String(ref.uri), 'completion/complete', params, ask);
  }

  /** The server that listed an address; else the first to say that it knows it. */
  async #byAddress(uri: string, method: string, params: unknown, ask: Ask): Promise<Reply> {
    const owner = this.#owners.get(uri);
    if (owner) return ask(owner, method, params);
    const servers = this.#with('resources');
    return new Promise((resolve) => {
      let left = servers.length;
      if (left === 0) resolve(unknown(uri));
      let refusal = unknown(uri);
      for (const upstream of servers)
        void ask(upstream, method, params, upstream.deadlines.listMs).then((reply) => {
          if ('result' in reply && !this.#owners.has(uri)) this.#owners.set(uri, upstream);
          if ('error' in reply) refusal = reply;
          if ('result' in reply) resolve(reply);
          else if (--left === 0) resolve(refusal);
        });
    });
  }

  async #everywhere(needs: string, method: string, params: unknown, ask: Ask): Promise<Reply> {
    const servers = this.#with(needs);
    const replies = await Promise.all(
      servers.map((upstream) => ask(upstream, method, params, upstream.deadlines.listMs)),
    );
    return replies.find((reply) => 'result' in reply) ?? replies[0] ?? { result: {} };
  }

  #with(needs: string): Upstream[] {
    return this.all.filter(({ isKnown, capabilities }) => isKnown && capabilities[needs] !== undefined);
  }
}

/** A server without tools is asked for none: the list is then ours alone. */
function lacksTools({ capabilities }: Upstream, method: string): boolean {
  return method === 'tools/list' && capabilities.tools === undefined;
}

function unknown(what: string): Reply {
  return { error: { code: -32602, message: `No server of this gateway knows ${what}` } };
}
