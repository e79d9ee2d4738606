const NAMES = ['session_id', 'sessionId', 'session'];

/** The session that a hook speaks of, as its agent names it; undefined where it names none. */
export function sessionIn(event: unknown): string | undefined {
  const fields = (typeof event === 'object' && event !== null ? event : {}) as Readonly<Record<string, unknown>>;
  const found = NAMES.map((name) => fields[name]).find((value) => typeof value === 'string' && value !== '');
  return (found as string | undefined)?.slice(0, 200);
}
