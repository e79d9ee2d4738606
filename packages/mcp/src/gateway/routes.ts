import { asFields, type Fields, listOf, type Reply } from './messages.js';
import type { Upstream } from './upstream.js';

type Ask = (upstream: Upstream, method: string, params: unknown) => Promise<Reply>;

const SIGN = '__';
const LISTS: Readonly<Record<string, { readonly key: string; readonly needs: string; readonly named: boolean }>> = {
  'tools/list': { key: 'tools', needs: 'tools', named: true },
  'prompts/list': { key: 'prompts', needs: 'prompts', named: true },
  'resources/list': { key: 'resources', needs: 'resources', named: false },
  'resources/templates/list': { key: 'resourceTemplates', needs: 'resources', named: false },
};

/** Which server a request is for. One server gets everything as it is; of several, names and addresses decide. */
export class Routes {
  readonly all: readonly Upstream[];
  ready: readonly Upstream[] = [];
  readonly #owners = new Map<string, Upstream>();

  constructor(upstreams: readonly Upstream[]) {
    this.all = upstreams;
  }

  /** True when names carry the name of their server. */
  get prefixed(): boolean {
    return this.all.length > 1;
  }

  keepOnly(holds: (upstream: Upstream, index: number) => boolean): void {
    this.ready = this.all.filter(holds);
  }

  async forward(method: string, params: unknown, ask: Ask): Promise<Reply> {
    const only = this.prefixed ? undefined : this.ready[0];
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
    const servers = this.ready.filter(({ capabilities }) => capabilities[needs] !== undefined);
    const lists = await Promise.all(servers.map((upstream) => this.#allPages(upstream, method, key, ask)));
    const items = lists.flatMap((list, i) => list.map((item) => this.#shown(item, servers[i] as Upstream, named)));
    return { result: { [key]: items } };
  }

  async #allPages(upstream: Upstream, method: string, key: string, ask: Ask): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let cursor: unknown;
    do {
      const reply = await ask(upstream, method, cursor === undefined ? {} : { cursor });
      if (!('result' in reply)) break;
      items.push(...listOf(reply.result, key));
      cursor = asFields(reply.result).nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  #shown(item: unknown, upstream: Upstream, named: boolean): unknown {
    const { name, uri } = asFields(item);
    if (typeof uri === 'string') this.#owners.set(uri, upstream);
    return named ? { ...asFields(item), name: `${upstream.name}${SIGN}${name}` } : item;
  }

  #named(name: unknown): { readonly upstream: Upstream; readonly name: string } | undefined {
    // The longest name first: one server's name may be the beginning of another's.
    const fits = this.ready.filter((upstream) => String(name).startsWith(`${upstream.name}${SIGN}`));
    const upstream = [...fits].sort((a, b) => b.name.length - a.name.length)[0];
    return upstream && { upstream, name: String(name).slice(upstream.name.length + SIGN.length) };
  }

  async #complete(params: Fields, ask: Ask): Promise<Reply> {
    const ref = asFields(params.ref);
    const named = this.#named(ref.name);
    if (named) return ask(named.upstream, 'completion/complete', { ...params, ref: { ...ref, name: named.name } });
    return this.#byAddress(String(ref.uri), 'completion/complete', params, ask);
  }

  /** The server that listed an address; else the first that knows it. */
  async #byAddress(uri: string, method: string, params: unknown, ask: Ask): Promise<Reply> {
    const owner = this.#owners.get(uri);
    if (owner) return ask(owner, method, params);
    let reply: Reply = unknown(uri);
    for (const upstream of this.ready.filter(({ capabilities }) => capabilities.resources !== undefined)) {
      reply = await ask(upstream, method, params);
      if (!('result' in reply)) continue;
      this.#owners.set(uri, upstream);
      break;
    }
    return reply;
  }

  async #everywhere(needs: string, method: string, params: unknown, ask: Ask): Promise<Reply> {
    const servers = this.ready.filter(({ capabilities }) => capabilities[needs] !== undefined);
    const replies = await Promise.all(servers.map((upstream) => ask(upstream, method, params)));
    return replies.find((reply) => 'error' in reply) ?? { result: {} };
  }
}

/** A server without tools is asked for none: the list is then ours alone. */
function lacksTools({ capabilities }: Upstream, method: string): boolean {
  return method === 'tools/list' && capabilities.tools === undefined;
}

function unknown(what: string): Reply {
  return { error: { code: -32602, message: `No server of this gateway knows ${what}` } };
}
