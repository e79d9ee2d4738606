import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CODEX_RETRIEVE_TOOL, codexSession } from '@headroom/agents';
import { homeFolder } from '../home-folder.js';
import { sessionPath } from '../service/session-path.js';
import type { WrapContext, WrapSession } from './agents.js';
import { filesAt } from './files-at.js';

/** A session of Codex whose requests go through the service's proxy. */
export function codexWrap({ args, flags, service: { port, token }, say }: WrapContext): WrapSession {
  const start = codexSession({
    args,
    config: userConfig(),
    projectConfigs: filesAt(projectFiles()).map(({ text }) => text),
    port,
    token,
    proxyPath: (upstreams) =>
      sessionPath(token, {
        agent: 'codex',
        retrieveTool: CODEX_RETRIEVE_TOOL,
        upstreams,
        mode: flags.lossless ? 'lossless' : flags.mode,
        excludeTools: flags.excludeTools?.length ? flags.excludeTools : undefined,
      }),
  });
  if (start.problem !== undefined) say(`${start.problem}; the agent runs without Headroom`);
  return start;
}

/** Up to the root of the repository, as Codex reads them. */
function projectFiles(): readonly string[] {
  const paths: string[] = [];
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    paths.push(join(folder, '.codex', 'config.toml'));
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return paths;
  }
}

function userConfig(): string | undefined {
  try {
    return readFileSync(join(process.env.CODEX_HOME || join(homeFolder(), '.codex'), 'config.toml'), 'utf8');
  } catch {
    return undefined;
  }
}
