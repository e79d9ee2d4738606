import { SERVER_NAME } from '../session-start.js';
import { configOf, standingOf, standingOfOurs } from './change-text.js';
import { digestOf, readConfigFile } from './config-file.js';
import { ConfigRefused } from './config-refused.js';
import { type Disk, nodeDisk } from './disk.js';
import { type Edit, isPlain } from './edit.js';
import type { ConfigEdits } from './install.js';
import type { JournalEntry } from './journal.js';
import { besideName } from './replace-file.js';
import type { Launch } from './targets.js';

/** How something that was installed stands in its file now. */
export interface Inspected {
  /**
   * `whole`: all of it is there. `gone`: nothing is, or the file is not. `partly`: some was taken out. `changed`: some was edited.
   * `unreadable`: see `problem`.
   */
  readonly state: 'whole' | 'partly' | 'changed' | 'gone' | 'unreadable';
  /** The places, as `a.b.c`, that are not as they were written. */
  readonly places: readonly string[];
  readonly problem?: string;
  /** What the agent starts, where that stands there. */
  readonly server?: Launch;
  /** True where a crash left something to be swept away. */
  readonly isLeftover: boolean;
}

/** Looks at what an entry of the record says was written. */
export function inspect(entry: JournalEntry, disk: Disk = nodeDisk): Inspected {
  const { file, operations } = entry;
  try {
    const found = readConfigFile(disk, file);
    const isLeftover = entry.was !== undefined || disk.look(besideName(found.real)) !== undefined;
    if (found.text === undefined || digestOf(found.text) === entry.before)
      return { state: 'gone', places: operations.map(nameOf), isLeftover };
    const config = configOf({ text: found.text, file, notation: entry.notation });
    const standings = operations.map((operation) => ({ operation, standing: standingOfOurs(config, operation) }));
    const odd = standings.filter(({ standing }) => standing !== 'same');
    // Elements are hooks, whose command is a line of a shell.
    const keys = standings.filter(({ operation }) => operation.kind === 'key');
    const server = keys.map(({ operation: { value } }) => launchIn(value)).find(Boolean);
    return {
      state: odd.length === 0 ? 'whole' : stateOf(odd, operations.length),
      places: odd.map(({ operation }) => nameOf(operation)),
      ...(server ? { server } : {}),
      isLeftover,
    };
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error;
    return { state: 'unreadable', places: [], problem: `${error.problem}. ${error.advice}`, isLeftover: false };
  }
}

/** The place under our name that somebody else has written to, of what would be installed; undefined where there is none. */
export function takenBy({ file, notation, edits }: ConfigEdits, disk: Disk = nodeDisk): string | undefined {
  try {
    const { text } = readConfigFile(disk, file);
    if (text === undefined) return undefined;
    const config = configOf({ text, file, notation });
    const ours = edits.filter(({ kind, path }) => kind === 'key' && path.at(-1) === SERVER_NAME);
    return ours.filter((edit) => standingOf(config, edit) !== 'absent').map(nameOf)[0];
  } catch (error) {
    if (error instanceof ConfigRefused) return undefined;
    throw error;
  }
}

function stateOf(odd: readonly { readonly standing: string }[], all: number): Inspected['state'] {
  if (odd.some(({ standing }) => standing === 'other')) return 'changed';
  return odd.length === all ? 'gone' : 'partly';
}

function nameOf({ path }: Edit): string {
  return path.join('.');
}

/** What a server's entry starts, in any agent's form. */
function launchIn(value: unknown): Launch | undefined {
  if (!isPlain(value)) return undefined;
  const { command, args = [] } = value;
  const words = [command, args].flat();
  if (command === undefined || !words.every((word) => typeof word === 'string')) return undefined;
  return { command: words[0] as string, args: words.slice(1) as string[] };
}
