import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';
import { openaiChatLoop, ROUND_BREAK } from '../openai-chat-loop.js';
import { isOwn, listAt, without } from '../own-call.js';
import { ChatMessage } from './chat-message.js';
import { type EventFilter, jsonOf } from './event-filter.js';
import { type SseEvent, writeEvent } from './sse.js';

/** Filters the chunk streams of `/v1/chat/completions`: one role, one id, contiguous call indexes, one finish, one `[DONE]`. */
export class OpenAIChatFilter implements EventFilter {
  #round = 0;
  #first: Fields | undefined;
  #spoke = false;
  #calls = new Map<unknown, number | undefined>();
  #shownCalls = 0;
  #message = new ChatMessage();
  #finish: Fields | undefined;
  /** What the client may see of the chunk that finished the round. */
  #finishDelta: Fields = {};
  #usage: Fields | undefined;
  #held: SseEvent[] = [];

  push(event: SseEvent): string {
    const data = jsonOf(event);
    if (event.data.trim() === '[DONE]') return this.#hold(event);
    if (!data || !Array.isArray(data.choices)) return event.raw;
    this.#first ??= data;
    if (isRecord(data.usage)) this.#usage = data;
    const choice = data.choices[0];
    // Counts that follow the finish are the round's, not the answer's, whatever choice they come with.
    if (!isRecord(choice) || (this.#finish && isRecord(data.usage))) return this.#hold(event);
    const delta = isRecord(choice.delta) ? choice.delta : {};
    this.#message.add(delta);
    const shown = this.#shown(delta);
    if (typeof choice.finish_reason === 'string') {
      this.#finish = data;
      this.#finishDelta = shown;
      return this.#hold(event);
    }
    if (shown === delta && this.#round === 0) return event.raw;
    return Object.keys(shown).length > 0 ? this.#write(data, { ...choice, delta: shown }) : '';
  }

  response(): Fields | undefined {
    const choice = listAt(this.#finish, 'choices')[0];
    if (!isRecord(choice)) return undefined;
    const message = this.#message.toMessage();
    const { usage } = this.#usage ?? {};
    return { choices: [{ index: 0, message, finish_reason: choice.finish_reason }], ...(usage ? { usage } : {}) };
  }

  next(): string {
    const finished = listAt(this.#finish, 'choices')[0] as Fields;
    const rest = Object.keys(this.#finishDelta).length > 0 && this.#finish;
    const shown = rest ? this.#write(rest, { ...finished, delta: this.#finishDelta, finish_reason: null }) : '';
    this.#round++;
    this.#spoke ||= this.#message.hasText;
    this.#calls = new Map();
    this.#message = new ChatMessage();
    this.#finish = undefined;
    this.#usage = undefined;
    this.#held = [];
    return shown;
  }

  end(responses: readonly Fields[]): string {
    const untouched = this.#round === 0 && [...this.#calls.values()].every((index) => index !== undefined);
    if (untouched || !this.#finish) return this.#held.map(({ raw }) => raw).join('');
    const merged = openaiChatLoop.merge(responses);
    const choice = listAt(merged, 'choices')[0] as Fields;
    const last = listAt(this.#finish, 'choices')[0] as Fields;
    const inFinish = isRecord(this.#finish.usage);
    const usage = merged.usage === undefined ? {} : { usage: merged.usage };
    const finish = { ...this.#finish, ...(inFinish ? usage : {}) };
    const closing = this.#write(finish, { ...last, delta: this.#finishDelta, finish_reason: choice.finish_reason });
    const counted = this.#usage && !inFinish ? writeEvent(undefined, { ...this.#same(this.#usage), ...usage }) : '';
    const done = this.#held.some(({ data }) => data.trim() === '[DONE]') ? 'data: [DONE]\n\n' : '';
    return closing + counted + done;
  }

  fail(message: string): string {
    return writeEvent(undefined, { error: { message, type: 'server_error', param: null, code: null } });
  }

  #hold(event: SseEvent): string {
    this.#held.push(event);
    return '';
  }

  /** The delta without our calls; the same reference when nothing of it is ours. */
  #shown(delta: Fields): Fields {
    let shown = delta;
    if (Array.isArray(delta.tool_calls)) {
      const calls = delta.tool_calls.flatMap((part: unknown) => this.#shownCall(part));
      const same =
        calls.length === delta.tool_calls.length && calls.every((call, i) => call === listAt(delta, 'tool_calls')[i]);
      if (!same) shown = calls.length > 0 ? { ...delta, tool_calls: calls } : without(delta, 'tool_calls');
    }
    if (this.#round === 0) return shown;
    shown = without(shown, 'role');
    if (typeof shown.content !== 'string' || shown.content === '')
      return shown.content === null || shown.content === '' ? without(shown, 'content') : shown;
    if (!this.#spoke) return shown;
    this.#spoke = false;
    return { ...shown, content: ROUND_BREAK + shown.content };
  }

  #shownCall(part: unknown): unknown[] {
    if (!isRecord(part)) return [part];
    if (!this.#calls.has(part.index)) {
      const name = isRecord(part.function) ? part.function.name : undefined;
      this.#calls.set(part.index, isOwn({ name: String(name) }) ? undefined : this.#shownCalls++);
    }
    const index = this.#calls.get(part.index);
    if (index === undefined) return [];
    return [index === part.index ? part : { ...part, index }];
  }

  #write(chunk: Fields, choice: unknown): string {
    return writeEvent(undefined, { ...this.#same(chunk), choices: [choice] });
  }

  /** All rounds look like one answer. */
  #same(chunk: Fields): Fields {
    return this.#first && chunk.id !== undefined
      ? { ...chunk, id: this.#first.id, created: this.#first.created }
      : chunk;
  }
}
