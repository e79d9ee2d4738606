/**
 * The words of a shell that start {@link file://./hook.ts}; in a session that is not ours, and where this program is gone, they answer
 * that nothing changes.
 */
export function hookCommand(node: string, program: string): string {
  const there = `[ -n "$HEADROOM_HOOK" ] && [ -e ${quoted(program)} ]`;
  return `if ${there}; then exec ${quoted(node)} ${quoted(program)} hook; else echo '{}'; fi`;
}

/** A word that the shell takes as it is. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
