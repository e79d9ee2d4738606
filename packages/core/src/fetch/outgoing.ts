import { Pieces } from '../edit/pieces.js';
import type { JsonBytes } from '../http/compress-body.js';
import { withoutOpenCalls } from '../tool-loop/open-calls.js';

/** The signature of `fetch`, which SDK clients take as an option. */
export type Fetch = typeof globalThis.fetch;
type Input = Parameters<Fetch>[0];
type Init = NonNullable<Parameters<Fetch>[1]>;

/** One call of `fetch` before it is made. Nothing of it is changed; a changed call is a new one. */
export class Outgoing {
  readonly address: string;
  readonly method: string;
  readonly headers: Headers;

  constructor(
    readonly input: Input,
    readonly init: Init | undefined,
  ) {
    const request = this.#request;
    this.address = request?.url ?? String(input);
    this.method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
    this.headers = new Headers(init?.headers ?? request?.headers);
  }

  get signal(): AbortSignal | undefined {
    return this.init?.signal ?? this.#request?.signal ?? undefined;
  }

  /** The body as bytes or text; undefined for streams, forms and no body at all. */
  async body(): Promise<JsonBytes | undefined> {
    const body: unknown = this.init?.body;
    if (typeof body === 'string' || body instanceof Uint8Array || body instanceof Pieces) return body;
    if (body instanceof ArrayBuffer) return new Uint8Array(body);
    if (body !== undefined && body !== null) return undefined;
    const request = this.#request;
    return request?.body ? new Uint8Array(await request.clone().arrayBuffer()) : undefined;
  }

  /** The same call without some headers, and with another body where one is given. */
  changed(without: readonly string[], body?: JsonBytes): [Input, Init | undefined] {
    const surplus = without.filter((name) => this.headers.has(name));
    const input = this.#readdressed();
    if (surplus.length === 0 && body === undefined) return [input, this.init];
    // A sender that gives a body in pieces takes one in pieces.
    const init = { ...this.init, ...(body === undefined ? {} : { body }) } as Init;
    if (surplus.length > 0) {
      init.headers = new Headers(this.headers);
      for (const name of surplus) init.headers.delete(name);
    }
    return [input, init];
  }

  /** The provider knows its responses by its own ids. */
  #readdressed(): Input {
    const address = withoutOpenCalls(this.address);
    if (address === this.address) return this.input;
    return this.#request ? new Request(address, this.#request) : address;
  }

  /** Requests of other realms and of polyfills count too, so this asks for their fields. */
  get #request(): Request | undefined {
    const { input } = this;
    return typeof input === 'object' && 'url' in input && 'clone' in input ? input : undefined;
  }
}
