import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { against, compressOnce, limitsOf, type Measure } from './measure.js';
import type { Message } from './shapes/conversation.js';

const bench = new URL('../../../shared/bench/', import.meta.url);

/** A recorded scenario beside the time that the reference implementation took for it. */
export interface RecordedMeasure extends Measure {
  readonly referenceMs: number;
  readonly referenceAfter: number;
}

interface RecordedScenario {
  readonly name: string;
  readonly model_limit: number;
  readonly messages: Message[];
}

export function hasRecorded(): boolean {
  return existsSync(new URL('latency_scenarios.json.gz', bench));
}

/** The recorded scenarios, each once and cold: their strings cannot be made anew. */
export async function recorded(): Promise<RecordedMeasure[]> {
  const zipped = readFileSync(new URL('latency_scenarios.json.gz', bench));
  const scenarios = JSON.parse(gunzipSync(zipped).toString('utf8')) as RecordedScenario[];
  const upstream = JSON.parse(readFileSync(new URL('latency_upstream.json', bench), 'utf8')) as {
    scenarios: { name: string; ms: number; tokensAfter: number }[];
  };
  const measures: RecordedMeasure[] = [];
  for (const { name, messages, model_limit: modelLimit } of scenarios) {
    const reference = upstream.scenarios.find((one) => one.name === name);
    const { took, tokensBefore, tokensAfter } = await compressOnce(messages, { modelLimit });
    const limits = [1, 2, 3].map((spaces) => limitsOf(messages, spaces));
    measures.push({
      name,
      tokensBefore,
      tokensAfter,
      ...against([took], limits),
      referenceMs: reference?.ms ?? Number.NaN,
      referenceAfter: reference?.tokensAfter ?? Number.NaN,
    });
  }
  return measures;
}
