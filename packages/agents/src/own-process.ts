import { readFileSync } from 'node:fs';

/**
 * True while a process of this user runs that began when it is said to have: whoever listens at the port of one that has died, and
 * processes that got its number since, are somebody else.
 *
 * @param began what {@link beginOf} told of it when it was written down; undefined where it told nothing
 */
export function isOwnProcess(pid: number, began?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    // Not allowed for processes of others.
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const found = factsOf(pid);
  return found === undefined || (!found.isOver && (began === undefined || began === found.began));
}

/** When a process began, in ticks since the machine did; undefined where the system tells it nowhere. */
export function beginOf(pid: number): string | undefined {
  return factsOf(pid)?.began;
}

/** One that has ended stays in the list until whoever started it looks, in many containers for ever. */
const OVER: ReadonlySet<string | undefined> = new Set(['Z', 'X', 'x']);

function factsOf(pid: number): { readonly began: string | undefined; readonly isOver: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and brackets; the state stands behind it, the third field, and the beginning is the twenty-second.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { began: fields[19], isOver: OVER.has(fields[0]) };
  } catch {
    return undefined;
  }
}
