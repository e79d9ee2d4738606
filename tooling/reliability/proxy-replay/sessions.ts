import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { payload } from '../../../packages/core/src/testing/payloads.js';

/** What a model says in a turn, and what its agent sends back: a tool's result, or a word of the user. */
export interface ToldTurn {
  readonly said: string;
  readonly call?: { readonly name: string; readonly input: object };
  readonly result?: string;
}

/** A session of an agent, in no provider's words. */
export interface ToldSession {
  readonly source: 'generated' | 'recorded';
  readonly question: string;
  readonly turns: readonly ToldTurn[];
}

const KINDS = ['json', 'log', 'code', 'search', 'listing', 'table', 'diff', 'trace', 'prose', 'short'] as const;
/** Of so many generated sessions one has no result that is long enough to be shortened. */
const SHORT_ONE = 8;

/** A made-up session; the same seed tells the same. */
export function generatedSession(seed: number, turns: number): ToldSession {
  const isShort = seed % SHORT_ONE === SHORT_ONE - 1;
  const turn = (n: number): ToldTurn => {
    if (n % 7 === 6) return { said: `In step ${n} of session ${seed} all is well — “so far”.` };
    const kind = isShort ? 'short' : (KINDS[(n * 3 + seed) % KINDS.length] ?? 'json');
    const size = 20 + ((n * 37 + seed * 11) % 100);
    const call = { name: ['Bash', 'Read', 'Grep'][n % 3] ?? 'Bash', input: { command: `step ${n} of ${seed}` } };
    return { said: n % 2 === 0 ? `Looking at ${kind} ${n}.` : '', call, result: payload(kind, seed * 1009 + n, size) };
  };
  return {
    source: 'generated',
    question: `Why did job ${seed} fail?`,
    turns: Array.from({ length: turns }, (_, n) => turn(n)),
  };
}

const RECORDED = fileURLToPath(new URL('../../../../shared/bench/trajectories/openai-chat.jsonl.gz', import.meta.url));

interface RecordedMessage {
  readonly role: string;
  readonly content?: string | readonly { readonly text?: string }[] | null;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

/** The steps of recorded sessions, where they lie beside the checkout; none elsewhere. */
export function recordings(): readonly ToldSession[] {
  if (!existsSync(RECORDED)) return [];
  const lines = gunzipSync(readFileSync(RECORDED)).toString().trim().split('\n');
  return lines.map((line) => stepsOf((JSON.parse(line) as { messages: readonly RecordedMessage[] }).messages));
}

function stepsOf(messages: readonly RecordedMessage[]): ToldSession {
  const results = new Map(messages.map((message) => [message.tool_call_id, wordsOf(message)]));
  const question = messages.find(({ role }) => role === 'user');
  const turns = messages
    .filter(({ role }) => role === 'assistant')
    .flatMap((message): ToldTurn[] => {
      const calls = message.tool_calls ?? [];
      if (calls.length === 0) return [{ said: wordsOf(message) || 'Done.' }];
      return calls.map(({ id, function: { name, arguments: args } }, i) => ({
        said: i === 0 ? wordsOf(message) : '',
        call: { name: name.replace(/[^\w-]/g, '_').slice(0, 60), input: objectOf(args) },
        result: results.get(id) || 'ok',
      }));
    });
  return { source: 'recorded', question: (question && wordsOf(question)) || 'Go on.', turns };
}

/** So many steps of a recorded session from one of its places on, over its end to its beginning. */
export function stretchOf({ turns, ...told }: ToldSession, from: number, count: number): ToldSession {
  return { ...told, turns: Array.from({ length: count }, (_, n) => turns[(from + n) % turns.length] as ToldTurn) };
}

function wordsOf({ content }: RecordedMessage): string {
  return typeof content === 'string' ? content : (content ?? []).map(({ text = '' }) => text).join('\n');
}

function objectOf(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value };
  } catch {
    return { value: json };
  }
}
