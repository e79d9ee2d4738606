import { isRecord } from '../../formats/record.js';
import { anthropicLoop } from '../anthropic-loop.js';
import type { Fields } from '../loop-dialect.js';
import { isOwn } from '../own-call.js';
import { AnthropicBlocks } from './anthropic-blocks.js';
import { type EventFilter, type Failure, jsonOf } from './event-filter.js';
import { type SseEvent, writeEvent } from './sse.js';

/** Filters the event streams of `/v1/messages`: one start, contiguous block indexes, one stop. */
export class AnthropicFilter implements EventFilter {
  #round = 0;
  #shown = 0;
  /** Index upstream to index shown; undefined for our calls. */
  #indexes = new Map<unknown, number | undefined>();
  #blocks = new AnthropicBlocks();
  #held: SseEvent[] = [];
  /** How the message opens: a round that fails before anything was said fails as a whole. */
  #opening = '';
  #isOpen = false;
  #message: Fields | undefined;
  #ending: Fields | undefined;

  push(event: SseEvent): string {
    const data = jsonOf(event);
    switch (data?.type) {
      case 'message_start':
        this.#message = isRecord(data.message) ? data.message : {};
        return this.#round === 0 ? this.#wait(event) : '';
      case 'ping':
        // One is part of how a message opens; more keep a connection alive that waits.
        return this.#message && this.#opening.split('"ping"').length < 2 ? this.#wait(event) : this.#open() + event.raw;
      case 'content_block_start':
        this.#start(data);
        return this.#shift(event, data);
      case 'content_block_delta':
        this.#blocks.delta(data.index, data.delta);
        return this.#shift(event, data);
      case 'content_block_stop':
        return this.#shift(event, data);
      case 'message_delta':
        this.#ending = data;
        this.#held.push(event);
        return '';
      case 'message_stop':
        this.#held.push(event);
        return '';
      case 'error':
        return this.#failed(event);
      default:
        return this.#open() + event.raw;
    }
  }

  response(): Fields | undefined {
    if (!this.#message || !this.#ending) return undefined;
    const delta = isRecord(this.#ending.delta) ? this.#ending.delta : {};
    const usage = { ...asFields(this.#message.usage), ...asFields(this.#ending.usage) };
    return { ...this.#message, ...delta, content: this.#blocks.list(), usage };
  }

  next(): string {
    this.#round++;
    this.#indexes = new Map();
    this.#blocks = new AnthropicBlocks();
    this.#held = [];
    this.#message = undefined;
    this.#ending = undefined;
    return '';
  }

  end(responses: readonly Fields[]): string {
    const untouched = this.#round === 0 && [...this.#indexes.values()].every((index) => index !== undefined);
    const opening = this.#open();
    if (untouched || !this.#ending) return opening + this.#held.map(({ raw }) => raw).join('');
    const { stop_reason, usage } = anthropicLoop.merge(responses);
    const delta = { ...asFields(this.#ending.delta), stop_reason };
    const ending = { ...this.#ending, delta, usage };
    return opening + writeEvent('message_delta', ending) + writeEvent('message_stop', { type: 'message_stop' });
  }

  fail({ message, error }: Failure): string {
    return writeEvent('error', { type: 'error', error: { type: 'api_error', ...error, message } });
  }

  /** The provider's error is the last thing that is said. */
  #failed({ raw }: SseEvent): string {
    const held = this.#held.map((event) => event.raw).join('');
    this.#held = [];
    this.#ending = undefined;
    return this.#open() + held + raw;
  }

  #wait({ raw }: SseEvent): string {
    if (this.#isOpen) return raw;
    this.#opening += raw;
    return '';
  }

  #open(): string {
    this.#isOpen = true;
    const opening = this.#opening;
    this.#opening = '';
    return opening;
  }

  #start({ index, content_block: block }: Fields): void {
    this.#blocks.start(index, block);
    const ours = isRecord(block) && block.type === 'tool_use' && isOwn({ name: String(block.name) });
    this.#indexes.set(index, ours ? undefined : this.#shown++);
  }

  #shift(event: SseEvent, data: Fields): string {
    if (!this.#indexes.has(data.index)) return this.#open() + event.raw;
    const index = this.#indexes.get(data.index);
    if (index === undefined) return '';
    return this.#open() + (index === data.index ? event.raw : writeEvent(event.event, { ...data, index }));
  }
}

function asFields(value: unknown): Fields {
  return isRecord(value) ? value : {};
}
