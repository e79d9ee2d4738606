import { isPlain } from '../install/edit.js';

/** The tool of our MCP server that Claude Code's hook calls. It is in no list, so that no model ever sees it. */
export const CLAUDE_HOOK_TOOL = 'headroom_hook';

/** Seconds after which the agent goes on with the original. */
const HOOK_SECONDS = 10;

/** The fields of an event that are handed on, each as text. */
const FIELDS = [
  'hook_event_name',
  'session_id',
  'transcript_path',
  'cwd',
  'agent_id',
  'tool_name',
  'tool_use_id',
  'tool_input',
  'tool_response',
] as const;

/**
 * The hook that stays in the settings: it is answered by the MCP server of the session, which the agent starts itself. So it holds
 * no port and no token, which would be another one tomorrow, and which others may read; nothing has to run before the agent does;
 * and it works in sub-agents, and for calls in parallel.
 */
export function claudeHook(): Readonly<Record<string, unknown>> {
  const input = Object.fromEntries(FIELDS.map((name) => [name, `\${${name}}`]));
  const hook = { type: 'mcp_tool', server: 'headroom', tool: CLAUDE_HOOK_TOOL, input, timeout: HOOK_SECONDS };
  return { matcher: '*', hooks: [hook] };
}

/** The event, as a hook over HTTP gets it, from the arguments of the hook's call; undefined for what is no such call. */
export function eventOfHookCall(input: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isPlain(input) || FIELDS.some((name) => typeof input[name] !== 'string')) return undefined;
  const {
    tool_name: tool,
    tool_input: args,
    tool_response: response,
    agent_id: agent,
    ...rest
  } = input as Record<string, string>;
  return {
    ...rest,
    tool_name: tool,
    ...(agent === '' ? {} : { agent_id: agent }),
    tool_input: parsed(args) ?? {},
    tool_response: responseOf(tool ?? '', response ?? ''),
  };
}

/** Other servers answer with a list or a text, never with an object: a text may look like one. */
function responseOf(tool: string, text: string): unknown {
  const value = parsed(text);
  if (!tool.startsWith('mcp__')) return value ?? text;
  const isList = Array.isArray(value) && value.every((part) => isPlain(part) && typeof part.type === 'string');
  return isList || typeof value === 'string' ? value : text;
}

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
