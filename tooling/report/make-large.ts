/**
 * Writes large transcripts for measuring `headroom report`: the repository's own sessions again and again, their numbers changed each
 * time. Claude Code's are long files, summed up now and then as the agent does; the others' are short ones, opencode's in its database.
 *   npx tsx tooling/report/make-large.ts FOLDER [megabytes, default 1000] [files of Claude Code, default 1] [agents, default claude-code]
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../packages/agents/src/replay/index.ts';
import { AGENTS, type AgentName } from '../../packages/agents/src/sessions/session-event.ts';
import { asClaudeCode, type Script, writeAs } from '../../packages/agents/src/sessions/written-as.fixture.ts';

const SESSIONS = new URL('../../apps/evals/fixtures/sessions/', import.meta.url);
const MODELS = {
  'claude-code': 'claude-sonnet-4-5',
  codex: 'gpt-5',
  'gemini-cli': 'gemini-2.5-pro',
  opencode: 'claude-sonnet-4-5',
} as const satisfies Record<AgentName, string>;
const [folder = 'large', megabytes = '1000', files = '1', ...names] = process.argv.slice(2);
const agents = AGENTS.filter((name) => (names.length === 0 ? name === 'claude-code' : names.includes(name)));
const own = readdirSync(SESSIONS).map((name) => readFileSync(new URL(name, SESSIONS), 'utf8').trim());
let round = 0;

/** The next session with other numbers, so that nothing that was seen before comes again. */
function nextScript(agent: AgentName): Script & { readonly bytes: number } {
  const text = own[round % own.length] as string;
  const varied = text.replace(/\d{3,}/g, (digits) => String(Number(digits.slice(0, 12)) + round));
  const messages = varied.split('\n').map((line) => JSON.parse(line) as Message);
  return { id: `large-${round++}`, model: MODELS[agent], messages, bytes: varied.length };
}

function writeClaudeCode(most: number): void {
  mkdirSync(join(folder, '.claude', 'projects', '-large'), { recursive: true });
  for (let n = 0; n < Number(files); n++) {
    const file = openSync(join(folder, '.claude', 'projects', '-large', `large-${n}.jsonl`), 'w');
    for (let bytes = 0; bytes < most / Number(files); ) {
      const at = round;
      const lines = asClaudeCode({ ...nextScript('claude-code'), id: `large-${n}` });
      // Ids of answers and calls are told apart as they would be in one long session.
      const text = `${lines.join('\n')}\n`.replace(/"(msg|call)_(\d+)/g, `"$1_${at}_$2`);
      const end = at % 3 === 2 ? `{"type":"system","subtype":"compact_boundary","sessionId":"large-${n}"}\n` : '';
      bytes += writeSync(file, text + end);
    }
    closeSync(file);
  }
}

function writeOthers(agent: Exclude<AgentName, 'claude-code'>, most: number): void {
  const all: Script[] = [];
  for (let bytes = 0; bytes < most; ) {
    const script = nextScript(agent);
    bytes += script.bytes;
    // opencode has one database for all.
    if (agent === 'opencode') all.push(script);
    else writeAs(agent, folder, [script]);
  }
  if (agent === 'opencode') writeAs(agent, folder, all);
}

for (const agent of agents) {
  const most = (Number(megabytes) * 1e6) / agents.length;
  if (agent === 'claude-code') writeClaudeCode(most);
  else writeOthers(agent, most);
}
