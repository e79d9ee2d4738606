import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';
import { openaiResponsesLoop } from '../openai-responses-loop.js';
import { isOwn } from '../own-call.js';
import { type EventFilter, type Failure, jsonOf } from './event-filter.js';
import { type SseEvent, writeEvent } from './sse.js';

const OPENING: ReadonlySet<unknown> = new Set(['response.created', 'response.in_progress', 'response.queued']);
const ENDING: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/**
 * Filters the event streams of `/v1/responses`: one opening, contiguous output indexes and
 * sequence numbers, one end. The opening waits for the first item, because the answer must end under the id it began with, and
 * the provider goes on from the last round.
 */
export class OpenAIResponsesFilter implements EventFilter {
  #round = 0;
  #shown = 0;
  #sequence = 0;
  #hidden = false;
  #indexes = new Map<unknown, number | undefined>();
  #held: SseEvent | undefined;
  #ending: Fields | undefined;
  /** How this round opened, until the client has seen an opening. */
  #opening: (readonly [SseEvent, Fields])[] = [];
  #isOpen = false;
  /** The id the client was shown. */
  #id: unknown;
  /** Calls of ours in this round. */
  #own: unknown[] = [];

  push(event: SseEvent): string {
    const data = jsonOf(event);
    if (!data) return event.raw;
    if (ENDING.has(data.type)) {
      this.#held = event;
      this.#ending = data;
      return '';
    }
    if (OPENING.has(data.type)) {
      if (!this.#isOpen) this.#opening.push([event, data]);
      return '';
    }
    if (data.type === 'response.output_item.added') this.#start(data);
    if (!('output_index' in data) || !this.#indexes.has(data.output_index)) return this.#show(event, data);
    const index = this.#indexes.get(data.output_index);
    if (index !== undefined)
      return this.#show(event, index === data.output_index ? data : { ...data, output_index: index });
    if (data.type === 'response.output_item.done') this.#own.push(data.item);
    return '';
  }

  response(): Fields | undefined {
    return isRecord(this.#ending?.response) ? this.#ending.response : undefined;
  }

  next(): string {
    this.#round++;
    this.#indexes = new Map();
    this.#held = undefined;
    this.#ending = undefined;
    this.#opening = [];
    this.#own = [];
    return '';
  }

  end(responses: readonly Fields[]): string {
    if (!this.#held || !this.#ending) return '';
    const merged = openaiResponsesLoop.merge(responses);
    const opening = this.#open(merged.id);
    const response = this.#id === undefined ? merged : { ...merged, id: this.#id };
    return opening + this.#write(this.#held, { ...this.#ending, response });
  }

  fail({ message, error }: Failure): string {
    const { code = null, param = null } = error;
    const sequence_number = this.#sequence;
    return writeEvent('error', { type: 'error', code: code ?? 'server_error', message, param, sequence_number });
  }

  #start({ output_index, item }: Fields): void {
    const ours = isRecord(item) && item.type === 'function_call' && isOwn({ name: String(item.name) });
    if (ours) this.#hidden = true;
    this.#indexes.set(output_index, ours ? undefined : this.#shown++);
  }

  #show(event: SseEvent, data: Fields): string {
    return this.#open() + this.#write(event, data);
  }

  /** What opens the answer, once. Calls of ours that came before travel in the id. */
  #open(id?: unknown): string {
    if (this.#isOpen) return '';
    this.#isOpen = true;
    return this.#opening
      .map(([event, data]) => {
        const response = isRecord(data.response) ? data.response : {};
        this.#id = id ?? openaiResponsesLoop.merge([{ ...response, output: this.#own }]).id;
        return this.#write(event, this.#id === undefined ? data : { ...data, response: { ...response, id: this.#id } });
      })
      .join('');
  }

  #write(event: SseEvent, data: Fields): string {
    const numbered = typeof data.sequence_number === 'number';
    if (this.#round === 0 && !this.#hidden) {
      if (numbered) this.#sequence = Number(data.sequence_number) + 1;
      return event.raw;
    }
    return writeEvent(event.event, numbered ? { ...data, sequence_number: this.#sequence++ } : data);
  }
}
