const NAMES = ['session_id', 'sessionId', 'session'];
const LONGEST = 200;

/**
 * The session that a hook speaks of, as its agent names it; a sub-agent's is one of its own, since it is a conversation of its own.
 * Undefined where none is named.
 */
export function sessionIn(event: unknown): string | undefined {
  const fields = (typeof event === 'object' && event !== null ? event : {}) as Readonly<Record<string, unknown>>;
  const found = NAMES.map((name) => fields[name]).find((value) => typeof value === 'string' && value !== '');
  if (typeof found !== 'string') return undefined;
  const { agent_id: agent } = fields;
  return (typeof agent === 'string' && agent !== '' ? `${found}/${agent}` : found).slice(0, LONGEST);
}
