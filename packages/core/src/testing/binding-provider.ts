import { isRecord } from '../formats/record.js';
import { type BindingDialect, dialectOf, type Fields } from './binding-dialects.js';
import { prefixHash } from './binding-prefix.js';

/** What the model says in one answer; each begins with thinking that is bound to all that stands before it. */
export interface BindingTurn {
  readonly text?: string | undefined;
  readonly calls?: readonly { readonly id: string; readonly name: string; readonly input: object }[] | undefined;
}

/** A provider whose reasoning is bound to its prefix, and who it was asked by. */
export interface BindingProviderOptions {
  readonly dialect: BindingDialect;
  /** What the model says to a request; `number` counts answers from 1. */
  readonly script: (request: Fields, number: number) => BindingTurn;
}

/** An answer of the API. */
export interface BindingAnswer {
  readonly status: number;
  readonly body: Fields;
}

/** A double of an API that refuses, or drops the reasoning of, a request whose earlier content changed. */
export interface BindingProvider {
  /** Answers a request body. */
  answer(request: Fields): BindingAnswer;
  /** The same as a `fetch` that answers in JSON. */
  readonly fetch: typeof globalThis.fetch;
  /** Every request, as it came. */
  readonly received: readonly Fields[];
  /** Reasoning that no longer fit what stood before it, over all requests. */
  readonly mismatches: readonly string[];
}

/**
 * A scripted provider that hashes what stands before each thinking or reasoning item (system, tools, all earlier messages; not
 * cache marks, key order, the choice of tools or limits) and answers like the real ones when that changed: Anthropic with 400, or
 * with `block_binding.prefix_mismatch_behavior: 'drop_block'` by dropping and reporting; OpenAI by dropping and reporting
 * `prefix_mismatch`; Gemini with 400. Calls without results are refused too. No network, no clock.
 *
 * @example
 * ```ts
 * const provider = bindingProvider({ dialect: 'anthropic', script: () => ({ text: 'Done.' }) });
 * const client = new Anthropic({ apiKey: 'x', fetch: headroomFetch({ fetch: provider.fetch, retrieve: true }) });
 * ```
 */
export function bindingProvider({ dialect: name, script }: BindingProviderOptions): BindingProvider {
  const dialect = dialectOf(name);
  const received: Fields[] = [];
  const mismatches: string[] = [];
  /** Histories of responses that the provider keeps. */
  const kept = new Map<string, readonly unknown[]>();
  let answers = 0;

  function answer(request: Fields): BindingAnswer {
    received.push(request);
    const history = dialect.historyOf(request, kept);
    if (!history) return dialect.refused('The conversation to go on from is not known.');
    const open = dialect.openCall(history);
    if (open !== undefined) return dialect.refused(`No tool output found for function call ${open}.`);
    const broken = dialect.bound(history).flatMap((item) => {
      const expected = prefixHash(dialect.opening(request), dialect.before(history, item.at), item.words);
      return item.signature === expected ? [] : [item];
    });
    mismatches.push(...broken.map(({ at }) => `request ${received.length}, entry ${at.join('.')}`));
    const isRefused = broken.length > 0 && !dialect.drops(request);
    if (isRefused) return dialect.refused(`The reasoning at ${broken[0]?.at.join('.')} does not fit its prefix.`);
    const turn = script(request, ++answers);
    const words = `thought ${answers}`;
    const signature = prefixHash(dialect.opening(request), history, words);
    const body = dialect.response({ turn, number: answers, words, signature, dropped: broken.map(({ at }) => at) });
    const id = body.id;
    if (typeof id === 'string') kept.set(id, [...history, ...dialect.entries(body)]);
    return { status: 200, body };
  }

  return {
    answer,
    fetch: async (input, init) => {
      const text = init?.body ?? (input instanceof Request ? await input.clone().text() : '');
      const request: unknown = JSON.parse(
        typeof text === 'string' ? text : new TextDecoder().decode(text as Uint8Array),
      );
      const { status, body } = answer(isRecord(request) ? request : {});
      return Response.json(body, { status });
    },
    received,
    mismatches,
  };
}
