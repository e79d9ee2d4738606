import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CLAUDE_CODE_RETRIEVE_TOOL, claudeCodeSession, overruledIn, type SettingsFile } from '@headroom/agents';
import { ensureService } from '../service/ensure-service.js';
import { program } from '../service/program.js';
import { serviceFolder } from '../service/state.js';
import { UsageError } from '../usage-error.js';
import { version } from '../version.js';
import { launch } from './launch.js';
import { shellPrefix } from './shell-prefix.js';
import { watchService } from './watch-service.js';

/** What `headroom wrap` can be told about a session. */
export interface WrapFlags {
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  readonly lossless?: boolean;
  readonly excludeTool?: readonly string[];
  /** Also shorten what failing commands print. */
  readonly failedCommands?: boolean;
}

/** Starts Claude Code with Headroom in this one session. Without a service it starts as it always does, and says so. */
export async function wrapClaude(
  args: readonly string[],
  flags: WrapFlags,
  say: (text: string) => void,
): Promise<void> {
  const options = { folder: serviceFolder(), version, program };
  const state = await ensureService(options);
  if (!state) say('the service did not start; the agent runs without it');
  const { args: all, env } = state ? sessionWith(state, args, flags, say) : { args, env: {} };
  const more = state && flags.failedCommands ? failedCommands(options.folder, say) : {};
  const watch = () => void (state && watchService(state, options));
  if (!(await launch('claude', all, { ...process.env, ...env, ...more }, watch)))
    throw new UsageError('There is no program `claude` here: npm install -g @anthropic-ai/claude-code');
}

/** No hook can change what a failing command printed; what runs the command can. */
function failedCommands(folder: string, say: (text: string) => void): Readonly<Record<string, string>> {
  if (process.env.CLAUDE_CODE_SHELL_PREFIX) {
    say('CLAUDE_CODE_SHELL_PREFIX is set already; outputs of failing commands stay as they are');
    return {};
  }
  return {
    CLAUDE_CODE_SHELL_PREFIX: shellPrefix(folder, program),
    HEADROOM_RETRIEVE_TOOL: CLAUDE_CODE_RETRIEVE_TOOL,
  };
}

function sessionWith(
  { port, token }: { readonly port: number; readonly token: string },
  args: readonly string[],
  { mode, lossless, excludeTool }: WrapFlags,
  say: (text: string) => void,
) {
  const { reasons, isRetrieveOut } = overruledIn(settingsFiles(), args, port);
  for (const reason of reasons) say(reason);
  const start = claudeCodeSession({
    args,
    port,
    token,
    version,
    mode: lossless || isRetrieveOut ? 'lossless' : mode,
    excludeTools: excludeTool,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
  if (start.problem !== undefined) say(`${start.problem}; the agent runs without Headroom`);
  return start;
}

/** The settings that Claude Code reads here, those that are there. */
function settingsFiles(): readonly SettingsFile[] {
  const home = process.env.CLAUDE_CONFIG_DIR || join(homedir(), '.claude');
  const managed = process.platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code';
  const paths = [
    join(home, 'settings.json'),
    join('.claude', 'settings.json'),
    join('.claude', 'settings.local.json'),
    join(managed, 'managed-settings.json'),
  ];
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(path, 'utf8'), isManaged: path.startsWith(managed) }];
    } catch {
      return [];
    }
  });
}
