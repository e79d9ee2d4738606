import { isDeepStrictEqual } from 'node:util';
import { createHeadroom, type HeadroomOptions, memory } from '@headroom/core';
import fc from 'fast-check';
import { DIALECTS, type GeneratedRequest, requests } from '../../packages/core/src/testing/requests.js';
import type { Finding, Part } from './part.js';

const OPTIONS: readonly HeadroomOptions[] = [
  {},
  { minTokens: 20 },
  { mode: 'aggressive', minTokens: 20 },
  { mode: 'lossless', minTokens: 20 },
  { retrieval: 'tool', model: 'claude-sonnet-4-5' },
  { minTokens: 20, model: 'gemini-2.5-pro' },
];

interface Sums {
  smaller: number;
  calls: number;
  readonly faults: Map<string, number>;
}

/** Conversations whose client keeps what was sent as its own history: turn by turn, and all of it once more. */
export const writtenBack: Part = {
  name: 'Written-back conversations',
  async run(scale) {
    const each = scale === 'full' ? 250 : 20;
    const findings: Finding[] = [];
    for (const [d, dialect] of DIALECTS.entries()) {
      const sums: Sums = { smaller: 0, calls: 0, faults: new Map() };
      const samples = fc.sample(requests(dialect), { numRuns: each, seed: 23 + d });
      for (const [n, request] of samples.entries())
        for (const fault of await faultsOf(request, OPTIONS[n % OPTIONS.length] as HeadroomOptions, sums))
          sums.faults.set(fault, (sums.faults.get(fault) ?? 0) + 1);
      findings.push({
        what: dialect,
        tried: each,
        faults: [...sums.faults].map(([fault, times]) => `${fault} (${times}x)`),
        note: `${sums.calls} calls; ${sums.smaller} of the conversations got smaller`,
      });
    }
    return findings;
  },
};

type Body = GeneratedRequest['body'];

async function faultsOf(
  { body, messagesKey, length, prefix }: GeneratedRequest,
  options: HeadroomOptions,
  sums: Sums,
): Promise<string[]> {
  const faults: string[] = [];
  const shorten = async (given: Body) => {
    sums.calls++;
    // Another process each time, which knows nothing but what it is sent.
    return createHeadroom({ store: memory(), ...options }).compress(given);
  };
  const whole = await shorten(body);
  if (whole.compressed) sums.smaller++;
  const again = await shorten(whole.body as Body);
  if (again.compressed || again.body !== whole.body) faults.push('written back it changed');
  const messages = (of: object) => (of as Body)[messagesKey] as readonly unknown[];
  let kept: readonly unknown[] = [];
  for (let count = Math.min(2, length); ; count = Math.min(length, count + 2)) {
    const fresh = messages(prefix(count)).slice(kept.length);
    const sent = await shorten({ ...body, [messagesKey]: [...kept, ...fresh] });
    if (!isDeepStrictEqual(messages(sent.body).slice(0, kept.length), kept)) faults.push('earlier turns changed');
    kept = messages(sent.body);
    if (count === length) break;
  }
  if (!isDeepStrictEqual(kept, messages(whole.body))) faults.push('turn by turn it came out otherwise');
  return [...new Set(faults)];
}
