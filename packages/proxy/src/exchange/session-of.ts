import { createHash } from 'node:crypto';
import { headerIn, type RawHeaders } from '../wire/raw-headers.js';

type Fields = Readonly<Record<string, unknown>>;

/** Where agents name their session: Claude Code, Codex, opencode and programs like it. */
const HEADERS = ['x-claude-code-session-id', 'session-id', 'session_id', 'x-session-id', 'x-session-affinity'];
const NAME = /^[\w.:@/+-]{1,200}$/;

/** The name of the session that a request belongs to: the client's own, or one made of how the conversation begins. */
export function sessionOf(conversation: string | undefined, headers: RawHeaders, body: unknown): string {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Fields;
  const named = [
    conversation,
    ...HEADERS.map((name) => headerIn(headers, name)),
    inUserId((fields.metadata as Fields | null | undefined)?.user_id),
    fields.prompt_cache_key,
  ].find((name): name is string => typeof name === 'string' && NAME.test(name));
  return named ?? madeOf(fields);
}

const MARK = '_session_';

/** Claude Code says it inside of the user's id, as JSON or as the last part of a name. */
function inUserId(id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined;
  const said = /"session_id"\s*:\s*"([^"\\]+)"/.exec(id)?.[1];
  const at = id.lastIndexOf(MARK);
  return said ?? (at < 0 ? undefined : id.slice(at + MARK.length));
}

function madeOf({ system, instructions, systemInstruction, messages, input, contents }: Fields): string {
  const list = messages ?? input ?? contents;
  const asked = Array.isArray(list) ? list.findIndex((item: Fields | null) => item?.role === 'user') : -1;
  const first = Array.isArray(list) ? list.slice(0, asked + 1) : list;
  const beginning = JSON.stringify([system, instructions, systemInstruction, first], (key, value: unknown) =>
    key === 'cache_control' ? undefined : value,
  );
  return `begins-${createHash('sha256').update(beginning).digest('hex').slice(0, 16)}`;
}
