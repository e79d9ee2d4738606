import { type ByteReader, type ByteSource, bytesOf } from '../wire/byte-source.js';
import { Inflow } from '../wire/inflow.js';

/** What of an answer is passed to the engine's door: its head as the door may see it, and its bytes. */
interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: ByteSource | undefined;
  /** Whether it is a stream of events, which is read once and as a Web stream. */
  readonly isEvents: boolean;
}

/**
 * An answer in the shape of a `Response`, as far as the engine's door looks at one. Without the Web streams of a real one, three of which
 * would be made for each answer that is looked through; whoever read a copy finds the bytes still there.
 */
export class Received {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url = '';
  readonly body: ByteSource | null;
  readonly #source: ByteSource | undefined;
  #bytes: Promise<Uint8Array> | undefined;

  constructor({ status, statusText, headers, body, isEvents }: Head) {
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.#source = body;
    this.body = isEvents || !body ? (body ?? null) : this.#replayed(body);
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  clone(): Pick<Received, 'text'> {
    return this;
  }

  async text(): Promise<string> {
    if (!this.#source) return '';
    this.#bytes ??= bytesOf(this.#source);
    return new TextDecoder().decode(await this.#bytes);
  }

  /** From the beginning, also where the text was read. */
  #replayed(source: ByteSource): ByteSource {
    return {
      getReader: () => (this.#bytes ? replay(this.#bytes) : source.getReader()),
      cancel: (reason) => source.cancel(reason),
    };
  }
}

function replay(bytes: Promise<Uint8Array>): ByteReader {
  let inflow: Inflow | undefined;
  return {
    async read() {
      inflow ??= Inflow.of(await bytes);
      return inflow.read();
    },
    cancel: async () => undefined,
  };
}
