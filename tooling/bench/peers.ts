import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { counterFor, createHeadroom } from '@headroom/core';
import { encode } from '@toon-format/toon';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { get_encoding } from 'tiktoken';
import { MODEL, median } from './measure.js';
import { publishedCounter } from './published.js';
import { SCENARIOS } from './scenarios.js';
import type { Message } from './shapes/conversation.js';
import { type Spent, spent } from './spent.js';

/** One participant: what it does with the texts of a conversation, and what comes out where it makes texts shorter. */
interface Peer {
  readonly name: string;
  run(messages: Message[], texts: readonly string[]): unknown;
}

const own = counterFor(MODEL);
const published = publishedCounter();
const js = new Tiktoken(o200k);
const wasm = get_encoding('o200k_base');
const each = (count: (text: string) => number) => (_: Message[], texts: readonly string[]) => texts.map(count);

/** What is used of `WebAssembly`, which the types of Node do not name. */
interface Assembly {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: Record<string, unknown> } }>;
}
const assembly = (globalThis as unknown as { WebAssembly: Assembly }).WebAssembly;

/** Its package is for bundlers: the module and its WebAssembly are brought together here. */
async function llmtrim(): Promise<Peer> {
  const require = createRequire(import.meta.url);
  const home = require.resolve('@llmtrim/js').replace(/[^/\\]+$/, '');
  const bound = (await import(`${home}llmtrim_wasm_bg.js`)) as Record<string, (...given: unknown[]) => unknown>;
  const { instance } = await assembly.instantiate(readFileSync(`${home}llmtrim_wasm_bg.wasm`), {
    './llmtrim_wasm_bg.js': bound,
  });
  bound.__wbg_set_wasm?.(instance.exports);
  (instance.exports.__wbindgen_start as (() => void) | undefined)?.();
  return {
    name: 'llmtrim',
    run(messages) {
      const done = bound.compress?.(JSON.stringify({ model: MODEL, messages }), 'openai', null) as {
        request_json: string;
      };
      return (JSON.parse(done.request_json) as { messages: Message[] }).messages;
    },
  };
}

function toon(_: Message[], texts: readonly string[]): string[] {
  return texts.map((text) => (/^\s*[[{]/.test(text) ? encode(JSON.parse(text)) : text));
}

async function peers(): Promise<Peer[]> {
  return [
    {
      name: 'compress()',
      run: async (messages) => (await createHeadroom({ model: MODEL }).compress(messages)).messages,
    },
    await llmtrim(),
    { name: 'TOON', run: toon },
    { name: 'our counter', run: each((text) => own.count(text)) },
    { name: 'ai-tokenizer', run: each((text) => published.count(text)) },
    { name: 'gpt-tokenizer', run: each((text) => countTokens(text)) },
    { name: 'tiktoken (WebAssembly)', run: each((text) => wasm.encode(text, [], []).length) },
    { name: 'js-tiktoken', run: each((text) => js.encode(text, [], []).length) },
  ];
}

/** What a participant took for a scenario, and what it saved where it makes texts shorter, counted alike for all. */
export interface PeerCost {
  readonly peer: string;
  readonly scenario: string;
  readonly ms: number;
  readonly cpuMs: number;
  readonly savedPercent?: number;
}

const COMPARED = [
  'search results (500)',
  'JSON log (1000)',
  'plain log, lines (5000)',
  'Python, lines (500)',
  'prose, tokens (20000)',
];
const textsOf = (messages: readonly Message[]) =>
  messages.flatMap(({ content }) => (typeof content === 'string' ? [content] : []));
const tokensOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + published.count(text), 0);

function shorter(result: unknown): string[] | undefined {
  if (!Array.isArray(result) || typeof result[0] === 'number') return undefined;
  return typeof result[0] === 'string' ? result : textsOf(result as Message[]);
}

/** The same new texts for all, each round begun by another: medians. What is shorter is judged by tokens alone, not by what is lost. */
export async function peerCosts(rounds: number): Promise<PeerCost[]> {
  const all = await peers();
  const costs: PeerCost[] = [];
  for (const { name, make } of SCENARIOS.filter((scenario) => COMPARED.includes(scenario.name))) {
    const took = new Map<string, Spent[]>(all.map((peer) => [peer.name, []]));
    const saved = new Map<string, number>();
    for (let round = 0; round < rounds + 1; round++) {
      for (let i = 0; i < all.length; i++) {
        const peer = all[(i + round) % all.length] as Peer;
        // Told apart by blanks at the end: what one remembers helps no other of the same engine.
        const messages = make(7000 + round).map((message) =>
          typeof message.content === 'string' ? { ...message, content: message.content + ' '.repeat(i) } : message,
        );
        const texts = textsOf(messages);
        let result: unknown;
        const cost = await spent(async () => {
          result = await peer.run(messages, texts);
        });
        // The first round is for the compiler.
        if (round > 0) took.get(peer.name)?.push(cost);
        const after = shorter(result);
        if (after) saved.set(peer.name, 100 * (1 - tokensOf(after) / tokensOf(texts)));
      }
    }
    for (const [peer, spents] of took) {
      const savedPercent = saved.get(peer);
      costs.push({
        ...{
          peer,
          scenario: name,
          ms: median(spents.map(({ wall }) => wall)),
          cpuMs: median(spents.map(({ cpu }) => cpu)),
        },
        ...(savedPercent === undefined ? {} : { savedPercent }),
      });
    }
  }
  return costs;
}
