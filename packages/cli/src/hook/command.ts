/**
 * The words of a shell that start {@link file://./hook.ts}; in a session that is not ours, and where this program is gone, they answer
 * that nothing changes.
 */
export function hookCommand(node: string, program: string): string {
  const there = `[ -n "$HEADROOM_HOOK" ] && [ -e ${quoted(program)} ]`;
  return `if ${there}; then exec ${quoted(node)} ${quoted(program)} hook; else echo '{}'; fi`;
}

/**
 * The same where Headroom is installed for good: the service is found by its state. In a session of `headroom wrap`, which has a hook of its
 * own, it answers that nothing changes.
 */
export function installedHookCommand(node: string, program: string, agent: string, query: string): string {
  const there = `[ -z "$HEADROOM_HOOK" ] && [ -e ${quoted(program)} ]`;
  const words = [agent, query].filter(Boolean).map(quoted).join(' ');
  return `if ${there}; then exec ${quoted(node)} ${quoted(program)} hook ${words}; else echo '{}'; fi`;
}

/** A word that the shell takes as it is. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
