/**
 * What `headroom learn` finds in recorded sessions, to be read by eye. They are other people's and lie beside the repository, or nowhere; each is
 * written down as Claude Code would have recorded it, twice, so that what was seen once is a rule too.
 *   npx tsx tooling/learn/recorded-sessions.ts                      (agents built)
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { contentText, type Message } from '../../packages/agents/src/replay/index.ts';
import { writeAs } from '../../packages/agents/src/sessions/written-as.fixture.ts';
import { learn } from '../../packages/learn/src/index.ts';

interface Recorded {
  readonly id: string;
  readonly messages: readonly Message[];
}

const file = new URL('../../../shared/bench/trajectories/openai-chat.jsonl.gz', import.meta.url);
const sessions = gunzipSync(readFileSync(file))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);
const home = mkdtempSync(join(tmpdir(), 'learn-recorded-'));

/** Marks of a failure around an output, where the flags that stood beside it were not kept. */
const FAILED = /^(?:<tool_use_error>|Exit code [1-9]|The user doesn't want to proceed|Error: )/;

/** A session in a project of its own; other agents' ways of saying an exit code as Claude Code says it. */
function scriptOf({ id, messages }: Recorded, copy: number) {
  const failed = new Set<string>();
  const chat = messages.map((message): Message => {
    if (message.role !== 'tool') {
      const calls = message.tool_calls?.map((call) => ({ ...call, id: `${call.id}-${copy}` }));
      return { ...message, content: contentText(message.content), ...(calls ? { tool_calls: calls } : {}) };
    }
    const call = `${message.tool_call_id}-${copy}`;
    const text = contentText(message.content).replace(
      /^<returncode>(\d+)<\/returncode>\n<output>\n?([\s\S]*?)(?:\n<\/output>)?$/,
      (_, code, output) => (code === '0' ? output : `Exit code ${code}\n${output}`),
    );
    if (FAILED.test(text)) failed.add(call);
    return { role: 'tool', tool_call_id: call, content: text };
  });
  const folder = join(home, 'projects', id);
  mkdirSync(folder, { recursive: true });
  return {
    id: `${id}-${copy}`,
    model: 'm',
    messages: chat,
    failed,
    folder,
    began: Date.parse('2026-11-01T10:00:00Z') + copy * 86_400_000,
  };
}

writeAs(
  'claude-code',
  home,
  sessions.flatMap((one) => [scriptOf(one, 1), scriptOf(one, 2)]),
);
try {
  const { projects, gathered } = await learn({ home, state: join(home, 'state') });
  process.stdout.write(`${gathered.read} transcripts, ${projects.reduce((n, { calls }) => n + calls, 0) / 2} calls\n`);
  for (const { root, rules, waiting, waste } of projects) {
    if (rules.length + waiting.length === 0) continue;
    process.stdout.write(`\n${root.split('/').at(-1)}\n`);
    for (const { kind, text, why, sightings } of rules)
      process.stdout.write(
        `  RULE ${kind} (${why}): ${text}  [${sightings[0]?.failure.line} -> ${sightings[0]?.success.line}]\n`,
      );
    for (const { rule, because } of waiting) process.stdout.write(`  not (${because}) ${rule.kind}: ${rule.text}\n`);
    for (const { kind, what, times, characters } of waste.slice(0, 3))
      process.stdout.write(`  waste ${kind}: ${what} ${times} times, ${characters}\n`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
