import { defaultCompressors } from '../compressors/index.js';
import type { Compressor, ThreadPlace } from '../model/compressor.js';
import type { Warning } from '../model/report.js';
import type { Job, JobResult } from '../model/workers.js';
import { CallCounter, pressed } from '../pipeline/call-counter.js';
import { CallTime, TimeUpError } from '../pipeline/call-time.js';
import { type Routed, route } from '../pipeline/route.js';
import { steppedCounterFor } from '../tokens/counter-for.js';

const made = new Map<string, Promise<Compressor>>();

/** The compressor that a module makes, made once a thread. */
function madeAt({ module, options }: ThreadPlace): Promise<Compressor> {
  const key = JSON.stringify([module, options]);
  const known = made.get(key) ?? make(module, options);
  made.set(key, known);
  return known;
}

async function make(module: string, options: unknown): Promise<Compressor> {
  const found = (await import(/* @vite-ignore */ module)) as { default(options: unknown): Compressor };
  return found.default(options);
}

/** Does a job as an engine does it itself: same compressors, same counter, same result. */
export async function work(job: Job): Promise<JobResult> {
  const counter = steppedCounterFor(job.model);
  if (job.kind === 'count') return { kind: 'count', tokens: counter.count(job.text) };
  const time = new CallTime(job.ms, undefined, true);
  const tokens = new CallCounter(counter, time);
  const warnings: Warning[] = [];
  let routed: Routed | undefined;
  let isLate = false;
  const own = await Promise.all(job.compressors.map(madeAt));
  try {
    routed = await route(
      job.text,
      { ...job.task, tokens: pressed(tokens, time) },
      {
        compressors: [...own, ...defaultCompressors()],
        sync: false,
        warn: (code, message) => void warnings.push({ code, message }),
        time,
        counted: (text) => tokens.counted(text),
      },
    );
  } catch (error) {
    if (!(error instanceof TimeUpError)) throw error;
    isLate = true;
  }
  const after = routed && counter.known(routed.shorter.text);
  return { kind: 'route', routed, tokens: [counter.known(job.text), after], warnings, isLate };
}
