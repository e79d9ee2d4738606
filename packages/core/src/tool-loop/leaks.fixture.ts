import { RETRIEVE_TOOL } from '../ccr/tool.js';
import type { Dialect } from '../model/format.js';
import type { Store } from '../model/store.js';
import { clients, historyOf, type Json } from './scripted-client.fixture.js';
import { scriptedResponse } from './scripted-provider.fixture.js';
import { createToolLoop, type ToolLoop } from './tool-loop.js';

/** What a wrong hit would show: something of another conversation in a request, or a retrieval put back where it was not. */
export interface Leaks {
  readonly foreign: number;
  readonly repeated: number;
  /** Hidden turns that were put back where they belong. */
  readonly restored: number;
}

const DIALECTS: readonly Dialect[] = ['anthropic', 'openai-chat', 'openai-responses', 'gemini'];
const TURNS = 4;

/** A loop whose retriever knows, under any hash, a text with the name of the conversation that asks. */
function loopFor(store: Store): ToolLoop {
  const retrieve = async (hash: string) => ({
    status: 'found' as const,
    hash,
    text: `original of ${hash}`,
    whole: true,
  });
  return createToolLoop({ retriever: { retrieve: retrieve as never }, store });
}

/** Ids as servers give them: none, counted for each answer, or unique. */
const idOf = (kind: number, name: string, at: number) =>
  ['call_0', `call_${name === 'Bash' ? 1 : 0}`, `call_${name}_${at}_unique`][kind % 3] as string;

/**
 * Interleaves conversations with equal openings over loops that share a store: every conversation reads a result that names it,
 * asks for the original in a hidden round, and goes on with calls that are alike in all of them.
 */
export async function talkAtOnce(stores: readonly Store[], count: number, from = 0): Promise<Leaks> {
  const loops = stores.map(loopFor);
  const leaks = { foreign: 0, repeated: 0, restored: 0 };
  const talks = Array.from({ length: count }, (_, i) => talk(from + i, loops, leaks));
  await Promise.all(talks);
  return leaks;
}

async function talk(number: number, loops: readonly ToolLoop[], leaks: { -readonly [K in keyof Leaks]: number }) {
  const dialect = DIALECTS[number % DIALECTS.length] as Dialect;
  const { body, history, results } = clients[dialect];
  const name = `conversation-${String(number).padStart(5, '0')}.`;
  const said: unknown[] = [];
  let asked = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const loop = loops[(number + turn) % loops.length] as ToolLoop;
    const begun = await loop.begin<Json>(structuredClone(body(said)));
    let round = 0;
    const response = await begun.run<Json>(begun.request, async (request) => {
      judge(JSON.stringify(request[history]), name, asked, leaks);
      const bash = { id: idOf(number, 'Bash', turn), name: 'Bash', input: { command: 'next' } };
      const own = { id: idOf(number, 'own', turn), name: RETRIEVE_TOOL, input: { hash: name } };
      const asks = round++ === 0 && turn > 0 && turn < 3;
      if (asks) asked++;
      await Promise.resolve();
      // In a round of its own, or beside the client's call.
      const calls = asks ? (turn === 1 ? [own] : [own, bash]) : [bash];
      return scriptedResponse(dialect, { text: turn === 1 ? 'Wait.' : '', calls }, round) as Json;
    });
    const shown = historyOf(dialect, response);
    if (JSON.stringify(shown).includes(RETRIEVE_TOOL)) leaks.foreign++;
    said.push(...shown, ...named(results([{ id: idOf(number, 'Bash', turn), name: 'Bash' }]), name));
  }
}

/** The client's own results say whose they are, but for those of the first turn: openings are equal. */
function named(entries: readonly unknown[], name: string): unknown[] {
  return JSON.parse(JSON.stringify(entries).replaceAll('"ok"', `"ok ${name}"`)) as unknown[];
}

function judge(text: string, name: string, asked: number, leaks: { -readonly [K in keyof Leaks]: number }): void {
  for (const found of text.match(/conversation-\d{5}\./g) ?? []) if (found !== name) leaks.foreign++;
  const restored = text.split('original of').length - 1;
  leaks.restored += restored;
  if (restored > asked) leaks.repeated++;
}
