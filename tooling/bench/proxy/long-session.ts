/** A session of an agent that reads logs, in the words of Anthropic's API. */
export class LongSession {
  #results = 0;
  readonly #messages: object[];
  readonly #system = 'You are careful. '.repeat(1500);

  constructor(private readonly name = 'the session') {
    this.#messages = [{ role: 'user', content: `Which node is lost? (${name})` }];
  }

  /** A call and its result: 18 KB of a log. */
  work(): this {
    const n = ++this.#results;
    const id = `toolu_${n}`;
    this.#messages.push({
      role: 'assistant',
      content: [{ type: 'tool_use', id, name: 'Bash', input: { command: `cat ${n}.log` } }],
    });
    this.#messages.push({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: id, content: log(`${this.name}${n}`, n, 300) }],
    });
    return this;
  }

  /** The assistant's answer and a word of the user: nothing for a proxy to shorten. */
  say(): this {
    this.#messages.push({
      role: 'assistant',
      content: [{ type: 'text', text: `I have read ${this.#results} logs so far.` }],
    });
    this.#messages.push({ role: 'user', content: `Go on, this is word ${this.#messages.length}.` });
    return this;
  }

  /** 9 KB of the assistant's own words, which nobody may shorten. */
  tell(): this {
    this.#messages.push({
      role: 'assistant',
      content: [{ type: 'text', text: log(this.name, this.#messages.length, 150) }],
    });
    this.#messages.push({ role: 'user', content: `And then, after ${this.#messages.length}?` });
    return this;
  }

  get results(): number {
    return this.#results;
  }

  get length(): number {
    return this.#messages.length;
  }

  /** The request as it is now; with `last`, as a question more, which is not kept. */
  body({ last, ...more }: { readonly last?: string; readonly stream?: boolean } = {}): string {
    const tools = [{ name: 'Bash', description: 'Runs a command.', input_schema: { type: 'object' } }];
    const messages = last === undefined ? this.#messages : [...this.#messages, { role: 'user', content: last }];
    return JSON.stringify({
      ...{ model: 'claude-sonnet-4-5', max_tokens: 100, system: this.#system, tools, messages },
      ...more,
    });
  }
}

function log(name: string, seed: number, lines: number): string {
  return Array.from({ length: lines }, (_, i) => {
    if (i === 97) return `12:00:00 ERROR ${name} was lost, code ${seed * 17}`;
    return `12:00:${String(i % 60).padStart(2, '0')} INFO worker-${(i * seed) % 5} took job ${(i * 7919 + seed) % 1009} in ${(i * seed) % 83} ms`;
  }).join('\n');
}
