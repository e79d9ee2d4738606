import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLAUDE_CODE_RETRIEVE_TOOL, claudeCodeSession, overruledIn, type SettingsFile } from '@headroom/agents';
import { homeFolder } from '../home-folder.js';
import { choiceOf, type WrapContext, type WrapSession } from './agents.js';
import { filesAt } from './files-at.js';
import { shellPrefix } from './shell-prefix.js';

/** A session of Claude Code with a hook for the results of its tools. */
export function claudeSession(context: WrapContext): WrapSession {
  const { args, flags, say, service } = context;
  const { reasons, isRetrieveOut } = overruledIn(settingsFiles(), args, service.port);
  for (const reason of reasons) say(reason);
  const start = claudeCodeSession({
    ...choiceOf(context),
    ...(isRetrieveOut ? { mode: 'lossless' as const } : {}),
    args,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if (start.problem !== undefined) say(`${start.problem}; the agent runs without Headroom`);
  return { args: start.args, env: { ...start.env, ...(flags.failedCommands ? failedCommands(context) : {}) } };
}

/** No hook can change what a failing command printed; what runs the command can. */
function failedCommands({ folder, program, say }: WrapContext): Readonly<Record<string, string>> {
  if (process.env.CLAUDE_CODE_SHELL_PREFIX) {
    say('CLAUDE_CODE_SHELL_PREFIX is set already; outputs of failing commands stay as they are');
    return {};
  }
  return {
    CLAUDE_CODE_SHELL_PREFIX: shellPrefix(folder, program),
    HEADROOM_RETRIEVE_TOOL: CLAUDE_CODE_RETRIEVE_TOOL,
  };
}

/** The settings that Claude Code reads here, those that are there. */
export function settingsFiles(): readonly SettingsFile[] {
  const home = process.env.CLAUDE_CONFIG_DIR || join(homeFolder(), '.claude');
  const managed = process.platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code';
  const paths = [
    join(home, 'settings.json'),
    join('.claude', 'settings.json'),
    join('.claude', 'settings.local.json'),
    join(managed, 'managed-settings.json'),
  ];
  return filesAt(paths).map((file) => ({ ...file, isManaged: file.path.startsWith(managed) }));
}
