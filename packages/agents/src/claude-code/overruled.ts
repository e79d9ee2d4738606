import { isFields } from '../fields.js';
import { SERVER_NAME } from '../session-start.js';
import { CLAUDE_CODE_RETRIEVE_TOOL } from './names.js';

/** A settings file as it was found. */
export interface SettingsFile {
  readonly path: string;
  readonly text: string;
  /** True for the file of an administrator, which stands above all others. */
  readonly isManaged?: boolean;
}

/** What in the user's own set-up keeps Headroom out of a session, or a part of it. */
export interface Overruled {
  /** In words, naming the file. */
  readonly reasons: readonly string[];
  /** True where the model cannot ask for originals: then nothing may be left out. */
  readonly isRetrieveOut: boolean;
}

/** Reads the settings and arguments of a session for what silences hooks or takes the retrieve tool away; the agent says nothing of it. */
export function overruledIn(files: readonly SettingsFile[], args: readonly string[], port: number): Overruled {
  const reasons: string[] = [];
  let isRetrieveOut = false;
  const bare = args.includes('--bare') ? ['--bare switches all hooks off'] : [];
  for (const { path, text, isManaged = false } of files) {
    const settings = parsed(text);
    if (!settings) continue;
    if (settings.disableAllHooks === true) reasons.push(`${path} switches all hooks off (disableAllHooks)`);
    if (isManaged && settings.allowManagedHooksOnly === true)
      reasons.push(`${path} allows no hooks but its own (allowManagedHooksOnly)`);
    const urls = settings.allowedHttpHookUrls;
    if (Array.isArray(urls) && !urls.some((pattern) => fits(String(pattern), port)))
      reasons.push(`${path} allows hooks at other addresses only (allowedHttpHookUrls)`);
    const denied = isFields(settings.permissions) ? settings.permissions.deny : undefined;
    if (Array.isArray(denied) && denied.some(isOurs)) {
      isRetrieveOut = true;
      reasons.push(`${path} denies the retrieve tool: nothing is left out, texts are only packed`);
    }
    const servers = settings.deniedMcpServers;
    if (Array.isArray(servers) && servers.some((server) => isFields(server) && server.serverName === SERVER_NAME)) {
      isRetrieveOut = true;
      reasons.push(`${path} denies the MCP server "${SERVER_NAME}": nothing is left out, texts are only packed`);
    }
  }
  const isRefused = args.some(
    (word, at) => /^--disallowed-?tools$/i.test(word) && (args[at + 1] ?? '').split(/[ ,]/).some(isOurs),
  );
  return { reasons: [...bare, ...reasons], isRetrieveOut: isRetrieveOut || isRefused };
}

function isOurs(rule: unknown): boolean {
  return (
    rule === CLAUDE_CODE_RETRIEVE_TOOL ||
    rule === `mcp__${SERVER_NAME}` ||
    rule === `mcp__${SERVER_NAME}__*` ||
    rule === 'mcp__*'
  );
}

/** Whether a pattern, in which `*` stands for anything, lets our address through. */
function fits(pattern: string, port: number): boolean {
  const address = `http://127.0.0.1:${port}/hook/claude-code?v=`;
  const parts = pattern.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = address.indexOf(part, at);
    if (found < 0 || (index === 0 && found > 0)) return false;
    at = found + part.length;
  }
  return parts.length > 1;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
