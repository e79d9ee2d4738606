import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';
import { openaiChatLoop, ROUND_BREAK } from '../openai-chat-loop.js';
import { listAt, without } from '../own-call.js';
import { ChatCalls, type StreamedCall } from './chat-calls.js';
import { ChatMessage } from './chat-message.js';
import { type EventFilter, type Failure, jsonOf } from './event-filter.js';
import { type SseEvent, writeEvent } from './sse.js';

/** Filters the chunk streams of `/v1/chat/completions`: one role, one id, contiguous call indexes, one finish, one `[DONE]`. */
export class OpenAIChatFilter implements EventFilter {
  #round = 0;
  #first: Fields | undefined;
  #spoke = false;
  #calls = new ChatCalls();
  #shownCalls = 0;
  /** Whether a call was hidden, or its deltas held: from then on indexes are ours. */
  #isRewritten = false;
  /** Chunks that say nothing yet: a round that fails before anything was said fails as a whole. */
  #opening = '';
  #isOpen = false;
  #message = new ChatMessage();
  #finish: Fields | undefined;
  /** What the client may see of the chunk that finished the round. */
  #finishDelta: Fields = {};
  #usage: Fields | undefined;
  #held: SseEvent[] = [];

  push(event: SseEvent): string {
    const data = jsonOf(event);
    if (event.data.trim() === '[DONE]') return this.#hold(event);
    if (!data || !Array.isArray(data.choices)) return this.#open() + event.raw;
    this.#first ??= data;
    if (isRecord(data.usage)) this.#usage = data;
    const choice = data.choices[0];
    // Counts that follow the finish are the round's, not the answer's, whatever choice they come with.
    if (!isRecord(choice) || (this.#finish && isRecord(data.usage))) return this.#hold(event);
    const delta = isRecord(choice.delta) ? choice.delta : {};
    this.#message.add(delta);
    const isLast = typeof choice.finish_reason === 'string';
    const shown = this.#shown(delta, isLast);
    if (isLast) {
      this.#finish = data;
      this.#finishDelta = shown;
      return this.#hold(event);
    }
    const isRaw = shown === delta && this.#round === 0;
    if (!isRaw && Object.keys(shown).length === 0) return '';
    const text = isRaw ? event.raw : this.#write(data, { ...choice, delta: shown });
    return saysNothing(shown) ? this.#wait(text) : this.#open() + text;
  }

  response(): Fields | undefined {
    const choice = listAt(this.#finish, 'choices')[0];
    if (!isRecord(choice)) return undefined;
    const message = this.#message.toMessage(this.#calls.list);
    const { usage } = this.#usage ?? {};
    return { choices: [{ index: 0, message, finish_reason: choice.finish_reason }], ...(usage ? { usage } : {}) };
  }

  next(): string {
    const finished = listAt(this.#finish, 'choices')[0] as Fields;
    const rest = Object.keys(this.#finishDelta).length > 0 && this.#finish;
    const text = rest ? this.#write(rest, { ...finished, delta: this.#finishDelta, finish_reason: null }) : '';
    const shown = text === '' || saysNothing(this.#finishDelta) ? '' : this.#open() + text;
    this.#round++;
    this.#spoke ||= this.#message.hasText;
    this.#calls = new ChatCalls();
    this.#message = new ChatMessage();
    this.#finish = undefined;
    this.#usage = undefined;
    this.#held = [];
    return shown;
  }

  end(responses: readonly Fields[]): string {
    const opening = this.#open();
    const isUntouched = this.#round === 0 && !this.#isRewritten;
    if (isUntouched || !this.#finish) return opening + this.#held.map(({ raw }) => raw).join('');
    const merged = openaiChatLoop.merge(responses);
    const choice = listAt(merged, 'choices')[0] as Fields;
    const last = listAt(this.#finish, 'choices')[0] as Fields;
    const inFinish = isRecord(this.#finish.usage);
    const usage = merged.usage === undefined ? {} : { usage: merged.usage };
    const finish = { ...this.#finish, ...(inFinish ? usage : {}) };
    const closing = this.#write(finish, { ...last, delta: this.#finishDelta, finish_reason: choice.finish_reason });
    const counted = this.#usage && !inFinish ? writeEvent(undefined, { ...this.#same(this.#usage), ...usage }) : '';
    const done = this.#held.some(({ data }) => data.trim() === '[DONE]') ? 'data: [DONE]\n\n' : '';
    return opening + closing + counted + done;
  }

  fail({ message, error }: Failure): string {
    return writeEvent(undefined, { error: { type: 'server_error', param: null, code: null, ...error, message } });
  }

  #wait(text: string): string {
    if (this.#isOpen) return text;
    this.#opening += text;
    return '';
  }

  #open(): string {
    this.#isOpen = true;
    const opening = this.#opening;
    this.#opening = '';
    return opening;
  }

  #hold(event: SseEvent): string {
    this.#held.push(event);
    return '';
  }

  /** The delta without our calls; the same reference when nothing of it is ours. */
  #shown(delta: Fields, isLast: boolean): Fields {
    const given = listAt(delta, 'tool_calls');
    const calls = given.flatMap((part) => (isRecord(part) ? this.#shownCall(part) : [part]));
    if (isLast) calls.push(...this.#released());
    const isSame = calls.length === given.length && calls.every((call, i) => call === given[i]);
    let shown = delta;
    if (!isSame) shown = calls.length > 0 ? { ...delta, tool_calls: calls } : without(delta, 'tool_calls');
    if (this.#round === 0) return shown;
    shown = without(shown, 'role');
    if (typeof shown.content !== 'string' || shown.content === '')
      return shown.content === null || shown.content === '' ? without(shown, 'content') : shown;
    if (!this.#spoke) return shown;
    this.#spoke = false;
    return { ...shown, content: ROUND_BREAK + shown.content };
  }

  #shownCall(part: Fields): unknown[] {
    const known = this.#calls.list.length;
    const call = this.#calls.add(part);
    const isNew = this.#calls.list.length > known;
    // A call whose name has not come is shown once another begins, before that one.
    const before: unknown[] = isNew ? [...this.#released(call)] : [];
    if (call.owner !== 'theirs') {
      this.#isRewritten = true;
      return before;
    }
    if (call.shownAs !== undefined) return [...before, this.#renumbered(part, call.shownAs)];
    call.shownAs = this.#shownCalls++;
    return [...before, isNew ? this.#renumbered(part, call.shownAs) : { index: call.shownAs, ...call.toCall() }];
  }

  #renumbered(part: Fields, index: number): Fields {
    const isAsGiven = this.#round === 0 && !this.#isRewritten;
    return isAsGiven || part.index === index ? part : { ...part, index };
  }

  /** Calls that turned out to be the client's although their names could have become ours. */
  #released(except?: StreamedCall): readonly Fields[] {
    const waiting = this.#calls.list.filter(
      (call) => call !== except && call.owner === 'unknown' && call.shownAs === undefined,
    );
    return waiting.map((call) => {
      call.shownAs = this.#shownCalls++;
      return { index: call.shownAs, ...call.toCall() };
    });
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

/** A delta that only says who speaks. */
function saysNothing(delta: Fields): boolean {
  return Object.entries(delta).every(
    ([key, value]) => key === 'role' || value === null || value === '' || value === undefined,
  );
}
