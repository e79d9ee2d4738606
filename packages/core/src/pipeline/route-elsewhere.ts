import type { Compressor, Task, ThreadPlace } from '../model/compressor.js';
import type { WarningCode } from '../model/report.js';
import type { Job, JobResult, Workers } from '../model/workers.js';
import type { CallCounter } from './call-counter.js';
import { type CallTime, TimeUpError } from './call-time.js';
import type { Steps } from './drive.js';
import type { Routed } from './route.js';

/** Shorter texts take less time than sending them. */
export const WORTH_SENDING = 16_384;

/** Where and for how long work is done. */
export interface Elsewhere {
  readonly workers: Workers;
  readonly time: CallTime;
  readonly model: string | undefined;
}

/**
 * Has another thread do a job and waits for it as long as the call has time; then the job is ended. Undefined when threads
 * cannot do it, so that it is done here.
 *
 * @throws TimeUpError when the time of the call is over.
 */
export function* done<Kind extends Job['kind']>(
  job: Job & { readonly kind: Kind },
  { workers, time }: Elsewhere,
): Steps<(JobResult & { readonly kind: Kind }) | undefined> {
  const ending = new AbortController();
  try {
    const work = workers.run(job, ending.signal);
    return (yield time.within(work)) as JobResult & { readonly kind: Kind };
  } catch (error) {
    ending.abort();
    if (error instanceof TimeUpError) throw error;
    return undefined;
  }
}

/** Where threads make some compressors; undefined where they cannot make all of them. */
export function placesOf(compressors: readonly Compressor[]): readonly ThreadPlace[] | undefined {
  const places = compressors.flatMap(({ thread }) => thread ?? []);
  return places.length === compressors.length ? places : undefined;
}

/** Routing in another thread: the same result, warnings included; undefined when it has to be done here. */
export function* routeElsewhere(
  text: string,
  { tokens: _, signal: __, nested: ___, nestedInTurns: ____, ...task }: Task,
  call: Elsewhere & {
    readonly tokens: CallCounter;
    readonly warn: (code: WarningCode, message: string) => void;
    readonly places: readonly ThreadPlace[];
  },
): Steps<{ readonly routed: Routed | undefined } | undefined> {
  const job: Job = { kind: 'route', model: call.model, text, task, compressors: call.places, ms: call.time.left() };
  const result = yield* done(job as typeof job & { kind: 'route' }, call);
  if (!result) return undefined;
  if (result.isLate) {
    call.time.spend();
    throw new TimeUpError();
  }
  const [before, after] = result.tokens;
  if (before !== undefined) call.tokens.learn(text, before);
  if (after !== undefined && result.routed) call.tokens.learn(result.routed.shorter.text, after);
  for (const { code, message } of result.warnings) call.warn(code, message);
  return { routed: result.routed };
}
