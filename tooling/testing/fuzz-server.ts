import { badOutcomes, type RawOutcome, rawRequests, sendRaw } from './raw-requests.js';

/** A server on a port of this machine, made to be sent anything. */
export interface FuzzedServer {
  readonly url: string;
  /** Where its doors are: half of all requests go there. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/** What came of a server that was sent anything. */
export interface Fuzzed {
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<RawOutcome['status'], number>;
  /** Failures of the server, missing answers and errors that would have ended its process, the first of each kind. */
  readonly faults: readonly string[];
}

const ENDS_A_PROCESS = ['uncaughtException', 'unhandledRejection'] as const;

/** Sends any bytes, and then asks the server for something ordinary. */
export async function fuzz(
  serve: () => Promise<FuzzedServer>,
  count: number,
  ordinary?: (url: string) => Promise<boolean>,
): Promise<Fuzzed> {
  const thrown: unknown[] = [];
  const note = (error: unknown) => void thrown.push(error);
  for (const event of ENDS_A_PROCESS) process.on(event, note);
  try {
    const { url, paths, close } = await serve();
    const { host, port } = new URL(url);
    const outcomes = await sendRaw(Number(port), rawRequests(count, host, paths));
    const isWell = ordinary ? await ordinary(url).catch(() => false) : true;
    await close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const statuses = new Map<RawOutcome['status'], number>();
    for (const { status } of outcomes) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const faults = [...badOutcomes(outcomes), ...thrown.slice(0, 5).map((error) => `would have ended: ${error}`)];
    return { statuses, faults: isWell ? faults : [...faults, 'an ordinary request failed after all others'] };
  } finally {
    for (const event of ENDS_A_PROCESS) process.off(event, note);
  }
}
