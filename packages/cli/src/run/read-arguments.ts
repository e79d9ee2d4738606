/** What `headroom run` was asked to do. */
export interface RunRequest {
  readonly command: readonly string[];
  /** The question that the output has to answer. */
  readonly query: string | undefined;
  /** After so many seconds output is passed on as it comes, and no longer shortened. */
  readonly holdSeconds: number;
  /** Only the output of a command that fails is shortened. */
  readonly onlyFailed: boolean;
}

export const RUN_USAGE = `headroom run [--query <question>] [--hold <seconds>] [--only-failed] -- command [arguments]

Runs a command and shortens what it prints when it has ended; exit code, signals and input are the command's own. On a terminal, and
where the service cannot be reached, the output is passed on as it is. So it is, from then on, after --hold seconds (default: 100).
With --only-failed nothing but the output of a
command that fails is shortened. Originals come back with \`headroom retrieve\`.`;

const HOLD_SECONDS = 100;

/** Reads what stands behind `run`; `help` for a call for that, else in words why it is no call. */
export function readArguments(args: readonly string[]): RunRequest | 'help' | { readonly problem: string } {
  let query: string | undefined;
  let holdSeconds = HOLD_SECONDS;
  let onlyFailed = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const value = args[at + 1];
    if (word === '--' || !word.startsWith('-')) {
      const command = args.slice(word === '--' ? at + 1 : at);
      return command.length === 0 ? NO_COMMAND : { command, query, holdSeconds, onlyFailed };
    }
    if (word === '--help' || word === '-h') return 'help';
    if (word === '--only-failed') {
      onlyFailed = true;
      continue;
    }
    if (word !== '--query' && word !== '-q' && word !== '--hold') return { problem: `there is no option ${word}` };
    if (value === undefined) return { problem: `${word} needs a value` };
    if (word === '--hold') holdSeconds = Number(value);
    else query = value;
    if (!(holdSeconds >= 0)) return { problem: `--hold takes seconds, 0 or more, not ${value}` };
    at++;
  }
  return NO_COMMAND;
}

const NO_COMMAND = { problem: 'name the command to run, behind --' } as const;
