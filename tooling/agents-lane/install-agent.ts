import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The agents that are tried, each at the one version whose shapes were seen. */
export const AGENTS = {
  claude: { package: '@anthropic-ai/claude-code', version: '2.1.197' },
  codex: { package: '@openai/codex', version: '0.171.0' },
  copilot: { package: '@github/copilot', version: '1.0.102' },
  gemini: { package: '@google/gemini-cli', version: '0.61.0' },
  qwen: { package: '@qwen-code/qwen-code', version: '0.24.4' },
  opencode: { package: 'opencode-ai', version: '1.18.33' },
} as const;

/** An agent that is tried. */
export type AgentName = keyof typeof AGENTS;

/** The folder of an agent's programs, installed there when it is not yet; undefined, and the reason, where npm cannot give it. */
export function installAgent(name: AgentName): { readonly bin?: string; readonly reason?: string } {
  const { package: id, version } = AGENTS[name];
  const cache = process.env.HEADROOM_AGENTS_CACHE || join(homedir(), '.cache', 'headroom-agents');
  const folder = join(cache, name);
  const bin = join(folder, 'node_modules', '.bin');
  if (versionIn(join(folder, 'node_modules', id)) === version && existsSync(join(bin, name))) return { bin };
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', `${id}@${version}`];
  const done = spawnSync('npm', args, { encoding: 'utf8', timeout: 300_000 });
  if (done.status === 0 && existsSync(join(bin, name))) return { bin };
  return { reason: `npm could not install ${id}@${version}: ${(done.stderr ?? '').trim().split('\n').at(-1) ?? ''}` };
}

function versionIn(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version;
  } catch {
    return undefined;
  }
}
