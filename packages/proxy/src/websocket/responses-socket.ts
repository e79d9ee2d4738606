import { compressAfter } from '@headroom/core/http';
import { excludedModels } from '../door/converse.js';
import { matchesModel } from '../door/model-globs.js';
import type { AskedFrame } from '../exchange/exchanges.js';
import type { Admitted, ProxyCore } from '../proxy-core.js';
import { errorFrame } from '../wire/wires.js';
import type { Histories } from './histories.js';

type Fields = Readonly<Record<string, unknown>>;

/** A conversation that waits for the id of its response. */
interface Asked {
  /** Undefined where what stands before it is not known. */
  readonly items: readonly unknown[] | undefined;
  readonly size: number;
  readonly watched?: AskedFrame | undefined;
}

/** What becomes of a frame of the client: it goes on, or an answer of ours goes back in its place. */
interface Judged {
  readonly sent?: string;
  readonly refused?: string;
}

/**
 * One connection that speaks Responses in frames: the client's frames name the response they go on from and carry new items only. What
 * stands before them is put together from what went over the connections of this tenant.
 */
export class ResponsesSocket {
  #asked: Asked[] = [];
  /** The request that opened the connection was counted. */
  #isCounted = true;
  #open: { readonly id: string; readonly asked: Asked; readonly output: unknown[] } | undefined;

  constructor(
    private readonly core: ProxyCore,
    private readonly admitted: Admitted,
    private readonly histories: Histories,
  ) {}

  /** Whether the provider still has something to say. */
  get isBusy(): boolean {
    return this.#open !== undefined || this.#asked.length > 0;
  }

  /** A frame of the client as it goes on. Each that asks for a response is counted, and refused where there may be no more. Never rejects. */
  async fromClient(text: string): Promise<Judged> {
    const frame = parsed(text);
    if (frame?.type !== 'response.create') return { sent: text };
    const wait = this.#isCounted ? undefined : await this.core.limits.request(this.admitted.tenant);
    this.#isCounted = false;
    if (wait === undefined) return { sent: await this.#shortened(text, frame) };
    this.core.metrics.refused(this.admitted.route.upstream);
    return { refused: errorFrame(429, USED_UP, { 'retry-after': String(wait) }) };
  }

  async #shortened(text: string, frame: Fields): Promise<string> {
    const body = (isFields(frame.response) ? frame.response : frame) as Fields;
    const { previous_response_id: from, model } = body;
    const { tenant, conversation, choice } = this.admitted;
    const before = from === undefined || from === null ? [] : this.histories.find(tenant, from);
    // Without what stands before it, a text could not be known again later: it goes whole, now and then.
    const isOut =
      this.admitted.project?.enabled === false ||
      (typeof model === 'string' && matchesModel(model, excludedModels(this.core, this.admitted)));
    if (before === undefined || isOut) {
      this.#asked.push({ items: undefined, size: 0 });
      return text;
    }
    const began = performance.now();
    try {
      const { engine, frameOptions } = this.core.tenants.of(tenant);
      const { json, report, input } = await compressAfter(
        engine,
        text,
        before,
        { tenant, conversation },
        frameOptions(choice),
      );
      if ('tokensAfter' in report) this.core.limits.spend(tenant, report.tokensAfter);
      this.core.metrics.frame(this.admitted.route.upstream, report, (performance.now() - began) / 1000);
      const watched = this.core.exchanges && {
        ...{ began: Date.now(), tenant, conversation, headers: this.admitted.headers, text, sent: json, report },
        before: before.length,
      };
      this.#asked.push({ items: input, size: text.length, watched });
      return json;
    } catch {
      this.#asked.push({ items: undefined, size: 0 });
      return text;
    }
  }

  /** Looks at a frame of the provider, which goes on as it is. */
  fromProvider(text: string): void {
    if (!WORDS.some((word) => text.includes(word))) return;
    const event = parsed(text);
    const response = isFields(event?.response) ? event.response : {};
    switch (event?.type) {
      case 'response.created': {
        const asked = this.#asked.shift();
        this.#open = asked && typeof response.id === 'string' ? { id: response.id, asked, output: [] } : undefined;
        return;
      }
      case 'response.output_item.done':
        this.#open?.output.push(event.item);
        return;
      case 'response.completed':
      case 'response.incomplete':
        if (this.#open?.asked.watched) this.core.exchanges?.frame(this.#open.asked.watched, text);
        this.core.limits.frame(this.admitted.tenant, text);
        this.#keep(response, text.length);
        return;
      case 'response.failed':
        this.#open = undefined;
        return;
      case 'error':
        if (this.#open) this.#open = undefined;
        else this.#asked.shift();
    }
  }

  #keep({ id, output }: Fields, size: number): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open?.asked.items || open.id !== id) return;
    const said = Array.isArray(output) && output.length > 0 ? (output as readonly unknown[]) : open.output;
    const { items, size: asked } = open.asked;
    this.histories.keep(this.admitted.tenant, open.id, [...items, ...said], asked + size);
  }
}

const USED_UP = 'this tenant has used up what it may use for now';
const WORDS = [
  'response.created',
  'output_item.done',
  'response.completed',
  'response.incomplete',
  'response.failed',
  '"error"',
];

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
