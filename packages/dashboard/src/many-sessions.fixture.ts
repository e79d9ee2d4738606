import { type BlockReport, createHeadroom, type SharedStore } from '@headroom/core';
import type { Exchange } from '@headroom/proxy';
import { keyOf } from './book/book.js';
import { Feed } from './book/feed.js';
import { linesOf } from './book/lines.js';

const AGENTS = ['claude-code', 'codex', 'gemini', 'opencode', 'copilot'];
const MODELS = ['claude-sonnet-4-5', 'gpt-5', 'gemini-2.5-pro', 'claude-opus-4-5', 'unheard-of-model'];
const TOOLS = ['Bash', 'Read', 'Grep', 'WebFetch', 'mcp__tickets__search', '<img src=x onerror=alert(1)>'];
const KINDS = ['log', 'code', 'search', 'smart_crusher', 'text', 'file_view'];
const LICENCES = ['repeats', 'rows', 'passages'] as const;
/** What a tool may put out to hurt whoever looks at it. */
export const HOSTILE =
  '<script>globalThis.hurt = 1</script></script><!-- <img src=x onerror="globalThis.hurt=1"> \u202etxt.exe';

/** Numbers that look like chance and are the same each time. */
function dice(seed: number) {
  let state = seed;
  return (most: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
}

function texts(next: (most: number) => number, turn: number): BlockReport[] {
  return Array.from({ length: 1 + next(3) }, (_, nth) => {
    const before = 200 + next(9000);
    const isKept = next(3) === 0;
    const after = isKept ? before : Math.ceil(before * (0.1 + next(60) / 100));
    const kind = KINDS[next(KINDS.length)] ?? 'log';
    return {
      at: ['messages', turn * 2, 'content', nth],
      turn: turn * 2,
      role: 'tool',
      tool: TOOLS[next(TOOLS.length)] ?? '',
      outcome: isKept ? 'kept' : 'trimmed',
      ...(isKept
        ? {}
        : { compressor: kind, licence: LICENCES[next(3)] ?? 'rows', hash: `${turn}${nth}`.padEnd(24, '0') }),
      tokensBefore: before,
      tokensAfter: after,
      decisions: [
        { pass: 'content_router', action: isKept ? 'kept' : 'trimmed', reason: isKept ? 'working_copy' : kind },
      ],
    } as BlockReport;
  });
}

export interface Filled {
  /** The key of a session whose first request holds real texts. */
  readonly real: string;
  readonly feed: Feed;
}

/** Fills the book of a store with sessions as the doors would tell of them, one of them with texts that can be opened. */
export async function fillBook(store: SharedStore, count: number, now: number): Promise<Filled> {
  let clock = now;
  const feed = new Feed({ store, keepTexts: true, now: () => clock });
  for (let nth = 0; nth < count; nth++) {
    const next = dice(nth + 1);
    const agent = AGENTS[nth % AGENTS.length] ?? 'proxy';
    const model = MODELS[nth % MODELS.length] ?? '';
    const session = `${(nth * 2654435761).toString(16).padStart(8, '0').slice(0, 8)}-4c1e-${nth.toString(16).padStart(12, '0')}`;
    const requests = nth < 5 ? 40 : 1 + next(6);
    const began = now - nth * 400_000 - requests * 20_000;
    let blocks: BlockReport[] = [];
    for (let turn = 0; turn < requests; turn++) {
      const fresh = texts(next, turn + 1);
      const usage = usageOf(blocks, fresh, nth % 37 === 5 && turn === 2);
      blocks = [...blocks, ...fresh];
      const prefix =
        turn === 0
          ? 'first'
          : nth % 37 === 5 && turn === 2
            ? 'changed'
            : nth % 11 === 3 && turn === 3
              ? 'rewritten'
              : 'kept';
      feed.exchange(
        agent,
        exchangeOf({
          at: began + turn * 20_000,
          session,
          model,
          blocks,
          prefix,
          usage,
          status: nth % 23 === 7 && turn === 1 ? 529 : 200,
        }),
      );
    }
    clock = began + requests * 20_000;
    if (nth % 9 === 2) await feed.book.addAsked('10'.padEnd(24, '0'), 300 + next(2000));
    if (nth % 200 === 199) await feed.book.flush();
  }
  const real = await addReal(store, feed, now);
  addHooked(feed, now);
  await feed.book.flush();
  return { real, feed };
}

function usageOf(before: readonly BlockReport[], fresh: readonly BlockReport[], isMissed: boolean) {
  const sum = (blocks: readonly BlockReport[]) => blocks.reduce((all, { tokensAfter }) => all + tokensAfter, 0);
  const [old, added] = [sum(before) + 14_000, sum(fresh)];
  return isMissed
    ? { input: 12, cacheRead: 0, cacheWrite: old + added, output: 400 }
    : {
        input: 12,
        cacheRead: before.length === 0 ? 0 : old,
        cacheWrite: added + (before.length === 0 ? old : 0),
        output: 400,
      };
}

type Given = Pick<Exchange, 'at' | 'session' | 'model' | 'prefix' | 'usage' | 'status'> & {
  readonly blocks: readonly BlockReport[];
  readonly texts?: Exchange['texts'];
};

function exchangeOf({ blocks, texts: given = () => [], ...more }: Given): Exchange {
  const sum = (side: 'tokensBefore' | 'tokensAfter') => blocks.reduce((all, block) => all + block[side], 2000);
  const report = {
    ...{ outcome: 'compressed', blocks, tokensBefore: sum('tokensBefore'), tokensAfter: sum('tokensAfter') },
    warnings: more.status === 200 ? [] : [{ code: 'time_budget', message: '' }],
  } as unknown as Exchange['report'];
  return { ...more, milliseconds: 4200, tenant: 'me', wire: 'anthropic', report, texts: given };
}

/** A session that hooks and a transcript tell of. */
function addHooked(feed: Feed, now: number): void {
  const name = { agent: 'claude-code', session: 'a-session-by-hooks' };
  const next = dice(4711);
  let held = 18_000;
  for (let turn = 0; turn < 24; turn++) {
    const at = now - 700_000 + turn * 20_000;
    const blocks = texts(next, turn);
    const sum = (side: 'tokensBefore' | 'tokensAfter') => blocks.reduce((all, block) => all + block[side], 0);
    const step = {
      at,
      milliseconds: 0,
      status: 200,
      model: 'claude-sonnet-4-5',
      before: sum('tokensBefore'),
      after: sum('tokensAfter'),
    };
    feed.book.add(name, { what: 'output', step: { ...step, warnings: [], texts: linesOf(blocks) } });
    const usage = {
      input: 6,
      cacheRead: turn === 0 ? 0 : held,
      cacheWrite: step.after + (turn === 0 ? held : 0),
      output: 300,
    };
    held += step.after;
    feed.answer(name, { at: at + 4000, model: step.model, usage });
  }
}

/** A session whose outputs went through the engine. */
async function addReal(store: SharedStore, feed: Feed, now: number): Promise<string> {
  const name = { agent: 'claude-code', session: 'a-session-with-texts' };
  const rows = Array.from(
    { length: 240 },
    (_, id) =>
      `2026-03-01T10:${String(id % 60).padStart(2, '0')}:04 INFO request ${id} served by node-${id % 5} in ${10 + (id % 7)} ms`,
  );
  rows[120] = `2026-03-01T10:00:09 ERROR request 120 lost: ${HOSTILE}`;
  const messages = [
    { role: 'user', content: 'Which request was lost, and why?' },
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'c1', name: 'Bash', input: { command: 'cat server.log' } }],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: rows.join('\n') }] },
  ];
  const engine = createHeadroom({ store, retrieval: 'tool' });
  const body = { model: 'claude-sonnet-4-5', messages };
  const result = await engine.compress(body, { record: false });
  const sent = result.messages as typeof messages;
  const block = result.blocks.find(({ outcome }) => outcome !== 'kept');
  const content = (from: typeof messages) => {
    const [part] = (from[2]?.content ?? []) as readonly { readonly content?: string }[];
    return part?.content ?? '';
  };
  const usage = { input: 8, cacheRead: 0, cacheWrite: 15_200, output: 210 };
  const told = block ? [{ block, original: content(messages), sent: content(sent) }] : [];
  const given = { at: now - 1000, session: name.session, model: body.model, status: 200, blocks: result.blocks };
  feed.exchange(name.agent, exchangeOf({ ...given, prefix: 'first', usage, texts: () => told }));
  return keyOf(name);
}
