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

/** Reads what stands behind `run`; undefined for what it cannot be, and for a call for help. */
export function readArguments(args: readonly string[]): RunRequest | undefined {
  let query: string | undefined;
  let holdSeconds = HOLD_SECONDS;
  let onlyFailed = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const value = args[at + 1];
    if (word === '--') return requestOf({ command: args.slice(at + 1), query, holdSeconds, onlyFailed });
    if (!word.startsWith('-')) return requestOf({ command: args.slice(at), query, holdSeconds, onlyFailed });
    if (word === '--only-failed') {
      onlyFailed = true;
      continue;
    }
    if (word !== '--query' && word !== '-q' && word !== '--hold') return undefined;
    if (value === undefined) return undefined;
    if (word === '--hold') holdSeconds = Number(value);
    else query = value;
    at++;
  }
  return undefined;
}

function requestOf(request: RunRequest): RunRequest | undefined {
  return request.command.length === 0 || !(request.holdSeconds >= 0) ? undefined : request;
}
