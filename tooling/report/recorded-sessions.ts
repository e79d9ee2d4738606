/**
 * Recorded sessions, written down as each agent would have recorded them and reported on by the code of `headroom report`: the
 * figures must be those that the program beside the sessions gives for them. They are other people's and lie beside the repository, or nowhere.
 *   npx tsx tooling/report/recorded-sessions.ts [--tool] [agent ...]        (built packages; --tool: as with the retrieve tool)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { contentText, type Message } from '../../packages/agents/src/replay/index.ts';
import { AGENTS, type AgentName } from '../../packages/agents/src/sessions/session-event.ts';
import { type Script, writeAs } from '../../packages/agents/src/sessions/written-as.fixture.ts';
import { makeReport } from '../../packages/cli/src/report/report.ts';

interface Recorded {
  readonly id: string;
  readonly system?: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}
type Form = 'openai-chat' | 'anthropic';
type Block = Readonly<Record<string, unknown>>;

function recorded(form: Form): Recorded[] {
  const file = new URL(`../../../shared/bench/trajectories/${form}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Recorded);
}

/** Anthropic's blocks as messages of a chat. */
function chatOf({ id, system, messages }: Recorded, model: string): Script {
  const chat: Message[] = system ? [{ role: 'system', content: system }] : [];
  const failed = new Set<string>();
  for (const { role, content } of messages) {
    const blocks: readonly Block[] =
      typeof content === 'string' ? [{ type: 'text', text: content }] : (content as Block[]);
    const text = contentText(blocks.filter(({ type }) => type === 'text'));
    const calls = blocks
      .filter(({ type }) => type === 'tool_use')
      .map((block) => ({
        id: String(block.id),
        type: 'function' as const,
        function: { name: String(block.name), arguments: JSON.stringify(block.input) },
      }));
    for (const block of blocks.filter(({ type }) => type === 'tool_result')) {
      if (block.is_error === true) failed.add(String(block.tool_use_id));
      chat.push({ role: 'tool', tool_call_id: String(block.tool_use_id), content: contentText(block.content) });
    }
    if (role === 'assistant') chat.push({ role, content: text, ...(calls.length > 0 ? { tool_calls: calls } : {}) });
    else if (text) chat.push({ role: 'user', content: text });
  }
  return { id, model, messages: chat, failed };
}

/** What texts are counted by, and, per form, the model that the sessions are shortened for. */
const COUNTED_AS = 'gpt-4o';
const MODELS = { 'openai-chat': 'gpt-4o', anthropic: 'claude-sonnet-4-5' } as const;

/** What sessions are and would be, with one decimal, as the columns of the table. */
type Row = readonly (string | number)[];
const COLUMNS = ['sessions', 'requests', 'saved %', 'bill %', 'used %', 'anchors %', 'said %', 'whole %'];
const percent = (part: number, all: number) => ((100 * part) / all).toFixed(1);
const share = ([kept, all]: readonly [number, number]) => `${percent(kept, all)} of ${all}`;

async function figures(agent: AgentName, form: Form, retrieval: 'tool' | 'summary'): Promise<Row> {
  const sessions = recorded(form);
  const scripts = sessions.map(
    (one): Script =>
      form === 'anthropic'
        ? chatOf(one, COUNTED_AS)
        : { id: one.id, model: COUNTED_AS, messages: one.messages as Message[] },
  );
  const home = mkdtempSync(join(tmpdir(), 'recorded-'));
  try {
    writeAs(agent, home, scripts);
    const { total, sample } = await makeReport({
      folders: [home],
      budgetMs: Number.POSITIVE_INFINITY,
      headroom: { retrieval, model: MODELS[form] },
    });
    const saved = percent(total.tokensBefore - total.tokensAfter, total.tokensBefore);
    const counts = [total.used, total.anchors, total.said, total.whole].map(share);
    return [sample.read, total.requests, saved, percent(total.billAfter, total.billBefore), ...counts];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Measured {
  readonly totals: {
    readonly ALL: Readonly<Record<'sessions' | 'steps' | 'before' | 'sent' | 'bill' | 'billBefore', number>> & {
      readonly n: Readonly<Record<string, [all: number, kept: number]>>;
      readonly whole: [all: number, kept: number];
    };
  };
}

/** The same by the program that lies beside the sessions. */
function measured(form: Form, retrieval: 'tool' | 'summary'): Row {
  const folder = mkdtempSync(join(tmpdir(), 'measured-'));
  try {
    const program = new URL('../../../shared/bench/trajectories.mjs', import.meta.url);
    const core = fileURLToPath(new URL('../../packages/core/', import.meta.url));
    const json = join(folder, 'figures.json');
    const variant = retrieval === 'tool' ? 'retrieval tool' : 'default';
    const args = ['--module', join(core, 'dist/index.js'), '--variant', variant, '--form', form, '--json', json];
    const env = { ...process.env, BENCH_NODE_MODULES: join(core, 'node_modules') };
    execFileSync(process.execPath, [fileURLToPath(program), ...args], { env, stdio: 'ignore' });
    const [one] = JSON.parse(readFileSync(json, 'utf8')) as [Measured];
    const { sessions, steps, before, sent, bill, billBefore, n, whole } = one.totals.ALL;
    const counts = [n.used, n['kind anchor'], n.said, whole].map((count = [0, 0]) => share([count[1], count[0]]));
    return [sessions, steps, percent(before - sent, before), percent(bill, billBefore), ...counts];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const retrieval = args.includes('--tool') ? 'tool' : 'summary';
const agents = AGENTS.filter((name) => args.filter((arg) => !arg.startsWith('-')).length === 0 || args.includes(name));
console.log(['form', 'as', ...COLUMNS].join(' | '));
for (const form of ['openai-chat', 'anthropic'] as const) {
  const wanted = measured(form, retrieval);
  console.log([form, 'by themselves', ...wanted].join(' | '));
  // Only transcripts of Claude Code mark failed calls, as that form does.
  for (const agent of agents.filter((name) => form === 'openai-chat' || name === 'claude-code')) {
    const found = await figures(agent, form, retrieval);
    const isSame = found.join() === wanted.join();
    console.log([form, agent, ...found, isSame ? 'the same' : 'DIFFERENT'].join(' | '));
    if (!isSame) process.exitCode = 1;
  }
}
