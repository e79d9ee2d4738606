import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';
import { openaiResponsesLoop } from '../openai-responses-loop.js';
import { isOwn } from '../own-call.js';
import { type EventFilter, jsonOf } from './event-filter.js';
import { type SseEvent, writeEvent } from './sse.js';

const OPENING: ReadonlySet<unknown> = new Set(['response.created', 'response.in_progress', 'response.queued']);
const ENDING: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** Filters the event streams of `/v1/responses`: one opening, contiguous output indexes and sequence numbers, one end under its id. */
export class OpenAIResponsesFilter implements EventFilter {
  #round = 0;
  #shown = 0;
  #sequence = 0;
  #hidden = false;
  #indexes = new Map<unknown, number | undefined>();
  #held: SseEvent | undefined;
  #ending: Fields | undefined;

  push(event: SseEvent): string {
    const data = jsonOf(event);
    if (!data) return event.raw;
    if (ENDING.has(data.type)) {
      this.#held = event;
      this.#ending = data;
      return '';
    }
    if (OPENING.has(data.type) && this.#round > 0) return '';
    if (data.type === 'response.output_item.added') this.#start(data);
    if (!('output_index' in data) || !this.#indexes.has(data.output_index)) return this.#write(event, data);
    const index = this.#indexes.get(data.output_index);
    if (index === undefined) return '';
    return this.#write(event, index === data.output_index ? data : { ...data, output_index: index });
  }

  response(): Fields | undefined {
    return isRecord(this.#ending?.response) ? this.#ending.response : undefined;
  }

  next(): string {
    this.#round++;
    this.#indexes = new Map();
    this.#held = undefined;
    this.#ending = undefined;
    return '';
  }

  end(responses: readonly Fields[]): string {
    if (!this.#held || !this.#ending) return '';
    const { id } = responses[0] ?? {};
    const response = { ...openaiResponsesLoop.merge(responses), ...(id === undefined ? {} : { id }) };
    return this.#write(this.#held, { ...this.#ending, response });
  }

  fail(message: string): string {
    return writeEvent('error', {
      type: 'error',
      code: 'server_error',
      message,
      param: null,
      sequence_number: this.#sequence,
    });
  }

  #start({ output_index, item }: Fields): void {
    const ours = isRecord(item) && item.type === 'function_call' && isOwn({ name: String(item.name) });
    if (ours) this.#hidden = true;
    this.#indexes.set(output_index, ours ? undefined : this.#shown++);
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
