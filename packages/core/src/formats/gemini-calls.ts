import type { ToolCall } from '../model/block.js';
import { type Fields, isRecord } from './record.js';

interface Call {
  readonly id: string | undefined;
  readonly tool: string;
  readonly input: unknown;
}

/** Pairs Gemini's results with their calls: by id where there is one, else by name, in the order of the calls. */
export class GeminiCalls {
  readonly #byId = new Map<string, Call>();
  /** Calls of the latest round that have no result yet. */
  #waiting: Call[] = [];
  #answering = false;

  note(made: unknown): void {
    if (!isRecord(made) || typeof made.name !== 'string') return;
    if (this.#answering) this.#waiting = [];
    this.#answering = false;
    const call = { id: idOf(made), tool: made.name, input: made.args };
    this.#waiting.push(call);
    if (call.id !== undefined) this.#byId.set(call.id, call);
  }

  /** The call that a result answers; without any, what the result itself says of it. */
  answeredBy(result: Fields): ToolCall | undefined {
    this.#answering = true;
    const id = idOf(result);
    const call =
      (id === undefined ? undefined : this.#byId.get(id)) ?? this.#waiting.find(({ tool }) => tool === result.name);
    if (call) {
      this.#waiting = this.#waiting.filter((other) => other !== call);
      return { id: id ?? call.id ?? call.tool, tool: call.tool, input: call.input };
    }
    return typeof result.name === 'string' ? { id: id ?? result.name, tool: result.name } : undefined;
  }
}

function idOf({ id }: Fields): string | undefined {
  return typeof id === 'string' && id !== '' ? id : undefined;
}
