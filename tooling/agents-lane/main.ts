import { existsSync } from 'node:fs';
import { tryClaude } from './claude.js';
import { tryClaudeInClouds } from './claude-clouds.js';
import { tryInstalledClaude } from './claude-installed.js';
import { tryClaudeByProxy } from './claude-proxy.js';
import { tryClaudeWithRtk } from './claude-rtk.js';
import { tryCodex } from './codex.js';
import { copilot } from './copilot.js';
import { gemini } from './gemini.js';
import { tryGeminiCodeAssist } from './gemini-code-assist.js';
import { type AgentName, installAgent } from './install-agent.js';
import type { Check, LaneAgent } from './lane-agent.js';
import { opencode } from './opencode.js';
import { qwen } from './qwen.js';
import { tryAgent } from './try-agent.js';
import { tryInstalled } from './try-installed.js';
import { HEADROOM } from './world.js';

/**
 * Runs real agents, without a network, against a provider on loopback, and looks at what arrives there: those that are named, or
 * all with `all`, or the ones that every change is checked with. An agent that npm cannot give is not tried, and that is said.
 */
const TRIES: Readonly<Record<AgentName, (bin: string, check: Check) => Promise<void>>> = {
  claude: async (bin, check) => {
    await tryClaude(bin, check);
    await tryInstalledClaude(bin, check);
    await tryClaudeByProxy(bin, check);
    await tryClaudeInClouds(bin, check);
    await tryClaudeWithRtk(bin, check);
  },
  codex: tryCodex,
  opencode: (bin, check) => tryBoth(opencode, bin, check),
  copilot: (bin, check) => tryBoth(copilot, bin, check),
  gemini: async (bin, check) => {
    await tryBoth(gemini, bin, check);
    await tryGeminiCodeAssist(bin, check);
  },
  qwen: (bin, check) => tryAgent(qwen, bin, check),
};
async function tryBoth(agent: LaneAgent, bin: string, check: Check): Promise<void> {
  await tryAgent(agent, bin, check);
  await tryInstalled(agent, bin, check);
}
const EVERY_CHANGE: readonly AgentName[] = ['claude', 'codex'];

if (!existsSync(HEADROOM)) throw new Error('packages/cli is not built: npm run build');
const known = Object.keys(TRIES) as AgentName[];
const named = process.argv.slice(2);
const unknown = named.filter((name) => name !== 'all' && !known.includes(name as AgentName));
if (unknown.length > 0) throw new Error(`no such agent: ${unknown.join(', ')}; there are ${known.join(', ')} and all`);
const wanted = named.includes('all') ? known : named.length > 0 ? (named as AgentName[]) : EVERY_CHANGE;
let failed = 0;
for (const name of wanted) {
  const { bin, reason } = installAgent(name);
  if (bin === undefined) {
    console.log(`NOT TRIED ${name}: ${reason}`);
    continue;
  }
  const began = Date.now();
  await TRIES[name](bin, (what, holds, found) => {
    if (!holds) failed++;
    console.log(
      `${holds ? 'ok     ' : 'FAILED '} ${name}: ${what}${holds ? '' : `\n         ${JSON.stringify(found)}`}`,
    );
  });
  console.log(`        ${name}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
}
process.exitCode = failed === 0 ? 0 : 1;
