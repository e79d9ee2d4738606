import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copilotSession } from '@headroom/agents';
import { homeFolder } from '../home-folder.js';
import { hookCommand } from '../hook/command.js';
import { choiceOf, type WrapContext, type WrapSession } from './agents.js';
import { filesAt } from './files-at.js';

/** A session of Copilot CLI with a plugin, which lies in a folder of ours. */
export function copilotWrap(context: WrapContext): WrapSession {
  const { args, program, say } = context;
  const folder = join(context.folder, 'copilot');
  const home = process.env.COPILOT_HOME || join(homeFolder(), '.copilot');
  const { files = {}, ...start } = copilotSession({
    ...choiceOf(context),
    args,
    settings: filesAt([
      join(home, 'settings.json'),
      join(home, 'config.json'),
      join('.github', 'copilot', 'settings.json'),
    ]),
    folder,
    sessions: join(home, 'session-state'),
    command: hookCommand(process.execPath, program),
  });
  if (start.problem !== undefined) say(`${start.problem}; the agent runs without Headroom`);
  try {
    for (const [name, text] of Object.entries(files)) writeOwn(folder, name, text);
  } catch {
    say(`${folder} cannot be written to; the agent runs without Headroom`);
    return { args, env: {} };
  }
  return start;
}

/** So that another session that starts at the same moment reads the old one or the new one. */
function writeOwn(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const beside = join(folder, `${name}.${process.pid}`);
  writeFileSync(beside, text, { mode: 0o600 });
  renameSync(beside, join(folder, name));
}
