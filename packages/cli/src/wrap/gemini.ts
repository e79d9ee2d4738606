import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GEMINI_EXTENSION, geminiSession } from '@headroom/agents';
import { homeFolder } from '../home-folder.js';
import { hookCommand } from '../hook/command.js';
import { choiceOf, type WrapContext, type WrapSession } from './agents.js';
import { filesAt } from './files-at.js';
import { SessionFolder } from './session-folder.js';

/** A session of Gemini CLI with an extension that is taken away when it ends. */
export function geminiWrap(context: WrapContext): WrapSession {
  const { args, folder, program, say } = context;
  const home = join(process.env.GEMINI_CLI_HOME || homeFolder(), '.gemini');
  const policy = join(folder, 'gemini-policy.toml');
  const policies = join(home, 'policies');
  const start = geminiSession({
    ...choiceOf(context),
    args,
    settings: settingsFiles(home),
    policy,
    ownPolicies: existsSync(policies) ? policies : undefined,
    command: hookCommand(process.execPath, program),
  });
  const alone = { args, env: {} };
  if (start.note !== undefined) say(start.note);
  if (start.problem !== undefined) say(`${start.problem}; the agent runs without Headroom`);
  if (!start.files || start.rule === undefined) return start.problem === undefined ? start : alone;
  const extension = new SessionFolder(join(home, 'extensions', GEMINI_EXTENSION), join(folder, 'gemini'));
  try {
    extension.sweep();
    writeFileSync(policy, start.rule, { mode: 0o600 });
    extension.take(start.files);
  } catch {
    extension.leave();
    say(`${home} cannot be written to; the agent runs without Headroom`);
    return alone;
  }
  return { ...start, end: () => extension.leave() };
}

function settingsFiles(home: string): readonly { readonly path: string; readonly text: string }[] {
  const system = process.platform === 'darwin' ? '/Library/Application Support/GeminiCli' : '/etc/gemini-cli';
  const paths = [
    process.env.GEMINI_CLI_SYSTEM_SETTINGS_PATH || join(system, 'settings.json'),
    join(home, 'settings.json'),
    join('.gemini', 'settings.json'),
  ];
  return filesAt(paths);
}
