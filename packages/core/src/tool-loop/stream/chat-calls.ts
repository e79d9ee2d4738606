import { RETRIEVE_TOOL } from '../../ccr/tool.js';
import { isRecord } from '../../formats/record.js';
import type { Fields } from '../loop-dialect.js';

/** A call as far as it has come. */
export class StreamedCall {
  name = '';
  arguments = '';
  /** The index under which the client sees it, once it does. */
  shownAs: number | undefined;
  #rest: Fields = {};
  #kind: 'function' | 'custom' = 'function';

  constructor(readonly index: unknown) {}

  get id(): unknown {
    return this.#rest.id;
  }

  /** Whose it is: a name may come after the id, or in pieces, and is whole when arguments come. */
  get owner(): 'ours' | 'theirs' | 'unknown' {
    if (this.name === RETRIEVE_TOOL) return 'ours';
    return RETRIEVE_TOOL.startsWith(this.name) && this.arguments === '' ? 'unknown' : 'theirs';
  }

  add({ index: _, function: made, custom, ...rest }: Fields): void {
    const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== null && value !== '');
    this.#rest = { ...Object.fromEntries(given), ...this.#rest };
    if (isRecord(custom)) this.#kind = 'custom';
    const call = isRecord(made) ? made : custom;
    if (!isRecord(call)) return;
    if (typeof call.name === 'string') this.#addName(call.name);
    const more = call.arguments ?? call.input;
    if (typeof more === 'string') this.arguments += more;
    else if (isRecord(more)) this.arguments = JSON.stringify(more);
  }

  toCall(): Fields {
    const { name, arguments: text } = this;
    const called =
      this.#kind === 'custom' ? { custom: { name, input: text } } : { function: { name, arguments: text } };
    return { ...this.#rest, type: this.#kind, ...called };
  }

  /** Servers send a name once, in pieces, or again in every delta. */
  #addName(more: string): void {
    if (more.startsWith(this.name)) this.name = more;
    else if (this.arguments === '') this.name += more;
  }
}

/** The calls of a streamed message, however a server tells its deltas apart: by index, by id, or only by their order. */
export class ChatCalls {
  readonly #calls: StreamedCall[] = [];

  get list(): readonly StreamedCall[] {
    return this.#calls;
  }

  add(part: Fields): StreamedCall {
    const call = this.#known(part) ?? this.#begin(part.index);
    call.add(part);
    return call;
  }

  #begin(index: unknown): StreamedCall {
    const call = new StreamedCall(index ?? undefined);
    this.#calls.push(call);
    return call;
  }

  #known({ id, index, function: made, custom }: Fields): StreamedCall | undefined {
    const hasId = typeof id === 'string' && id !== '';
    const byId = hasId ? this.#calls.find((call) => call.id === id) : undefined;
    const isOrdered = index !== undefined && index !== null;
    const call = isRecord(made) ? made : isRecord(custom) ? custom : {};
    const name = typeof call.name === 'string' ? call.name : '';
    const hasArguments = Boolean(call.arguments ?? call.input);
    if (byId && isOrdered && byId.index === index) return byId;
    if (byId && !isOrdered) return name !== '' && hasArguments && isWhole(byId.arguments) ? undefined : byId;
    const before = isOrdered ? this.#calls.findLast((known) => known.index === index) : this.#calls.at(-1);
    if (!before) return undefined;
    // A new id with a name, or with nothing at all, begins a call; one beside arguments alone is a server's whim.
    if (hasId && before.id !== undefined) return name !== '' || !hasArguments ? undefined : before;
    if (isOrdered || name === '' || before.name === '') return before;
    return before.name === name && !isWhole(before.arguments) ? before : undefined;
  }
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
