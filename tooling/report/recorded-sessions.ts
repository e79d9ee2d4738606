/**
 * Recorded sessions, written down as each agent would have recorded them and reported on by the code of `headroom report`: the
 * figures must be those that the sessions have by themselves. They are other people's and lie beside the repository, or nowhere.
 *   npx tsx tooling/report/recorded-sessions.ts [--tool] [agent ...]        (built packages; --tool: as with the retrieve tool)
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

async function figures(agent: AgentName, form: Form, retrieval: 'tool' | 'summary'): Promise<string> {
  const sessions = recorded(form);
  const scripts = sessions.map(
    (one): Script =>
      form === 'anthropic'
        ? chatOf(one, 'gpt-4o')
        : { id: one.id, model: 'gpt-4o', messages: one.messages as Message[] },
  );
  const home = mkdtempSync(join(tmpdir(), 'recorded-'));
  try {
    writeAs(agent, home, scripts);
    const { total, sample } = await makeReport({
      folders: [home],
      budgetMs: Number.POSITIVE_INFINITY,
      headroom: { retrieval },
    });
    const percent = (part: number, all: number) => ((100 * part) / all).toFixed(1);
    const counts = [total.used, total.anchors, total.said, total.whole].map(
      ([kept, all]) => `${percent(kept, all)} (${all})`,
    );
    const saved = percent(total.tokensBefore - total.tokensAfter, total.tokensBefore);
    const bill = percent(total.billAfter, total.billBefore);
    const sent = (total.tokensBefore / 1e6).toFixed(2);
    return [form, agent, sample.read, total.requests, sent, saved, bill, ...counts, sample.seconds].join(' | ');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const retrieval = args.includes('--tool') ? 'tool' : 'summary';
const agents = AGENTS.filter((name) => args.filter((arg) => !arg.startsWith('-')).length === 0 || args.includes(name));
console.log(
  'form | as | sessions | requests | M tokens | saved % | bill % | used % | anchors % | said % | whole % | seconds',
);
for (const agent of agents) console.log(await figures(agent, 'openai-chat', retrieval));
if (agents.includes('claude-code')) console.log(await figures('claude-code', 'anthropic', retrieval));
