/** What `headroom run` was asked to do. */
export interface RunRequest {
  readonly command: readonly string[];
  /** The question that the output has to answer. */
  readonly query: string | undefined;
  /** After so many seconds output is passed on as it comes, and no longer shortened. */
  readonly holdSeconds: number;
}

export const RUN_USAGE = `headroom run [--query <question>] [--hold <seconds>] -- command [arguments]

Runs a command and shortens what it prints when it has ended; exit code, signals and input are the command's own. On a terminal, and
where the service cannot be reached, the output is passed on as it is. So it is, from then on, after --hold seconds (default: 100).
Originals come back with \`headroom retrieve\`.`;

const HOLD_SECONDS = 100;

/** Reads what stands behind `run`; undefined for what it cannot be, and for a call for help. */
export function readArguments(args: readonly string[]): RunRequest | undefined {
  let query: string | undefined;
  let holdSeconds = HOLD_SECONDS;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const value = args[at + 1];
    if (word === '--') return requestOf(args.slice(at + 1), query, holdSeconds);
    if (!word.startsWith('-')) return requestOf(args.slice(at), query, holdSeconds);
    if (word !== '--query' && word !== '-q' && word !== '--hold') return undefined;
    if (value === undefined) return undefined;
    if (word === '--hold') holdSeconds = Number(value);
    else query = value;
    at++;
  }
  return undefined;
}

function requestOf(command: readonly string[], query: string | undefined, holdSeconds: number): RunRequest | undefined {
  if (command.length === 0 || !(holdSeconds >= 0)) return undefined;
  return { command, query, holdSeconds };
}
