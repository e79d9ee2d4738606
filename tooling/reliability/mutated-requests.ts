import { isDeepStrictEqual } from 'node:util';
import { type CompressResult, createHeadroom, type Headroom, type HeadroomOptions, memory } from '@headroom/core';
import fc from 'fast-check';
import { deepFreeze, leafPaths, valueAt } from '../../packages/core/src/testing/json-trees.js';
import { DIALECTS, requests } from '../../packages/core/src/testing/requests.js';
import { mutate } from './mutate.js';
import { type Finding, type Part, randomFrom } from './part.js';

const OPTIONS: readonly HeadroomOptions[] = [
  {},
  { minTokens: 20 },
  { mode: 'lossless' },
  { mode: 'aggressive', minTokens: 20 },
  { retrieval: 'tool', model: 'claude-sonnet-4-5' },
  { retrieval: 'none' },
  { tokenBudget: 2000, minTokens: 20 },
];

/** Requests of all formats with things wrong with them: every law holds, whatever comes in. */
export const mutatedRequests: Part = {
  name: 'Mutated requests',
  async run(scale) {
    const each = scale === 'full' ? 5000 : 250;
    const findings: Finding[] = [];
    for (const [d, dialect] of DIALECTS.entries()) {
      const faults = new Map<string, number>();
      let changed = 0;
      for (let from = 0; from < each; from += 50) {
        const samples = fc.sample(requests(dialect), { numRuns: Math.min(50, each - from), seed: 17 + d + from * 31 });
        for (const [i, { body }] of samples.entries()) {
          const n = from + i;
          const options = OPTIONS[n % OPTIONS.length] as HeadroomOptions;
          for (const fault of await faultsOf(mutate(body, randomFrom(n * 4 + d)), options, n)) {
            if (fault === 'changed') changed++;
            else faults.set(fault, (faults.get(fault) ?? 0) + 1);
          }
        }
      }
      const named = [...faults].map(([fault, count]) => `${fault} (${count}x)`);
      findings.push({ what: dialect, tried: each, faults: named, note: `${changed} of them got smaller` });
    }
    return findings;
  },
};

/** What went wrong with one request, and `changed` where it got smaller. */
async function faultsOf(body: object, options: HeadroomOptions, n: number): Promise<string[]> {
  deepFreeze(body);
  const headroom = createHeadroom({ store: memory(), ...options });
  const faults: string[] = [];
  let result: CompressResult<object>;
  try {
    result = await headroom.compress(body);
  } catch (error) {
    return [`threw ${(error as Error).name}`];
  }
  if (result.compressed) faults.push('changed');
  faults.push(
    ...keepsTheRest(body, result),
    ...(await redeems(body, result, headroom)),
    ...staysSmall(result, options),
  );
  const again = await createHeadroom({ store: memory(), ...options }).compress(result.body);
  if (!isDeepStrictEqual(again.body, result.body)) faults.push('L9 compressed again it changed');
  if (n % 4 === 0) {
    const fresh = await createHeadroom({ store: memory(), ...options }).compress(body);
    if (!isDeepStrictEqual(fresh.body, result.body)) faults.push('L3 another instance gave something else');
  }
  if (n % 4 === 1) faults.push(...(await keepsBytes(body, headroom)));
  return faults;
}

function keepsTheRest(body: object, result: CompressResult<object>): string[] {
  const changed = new Set(
    result.blocks.filter(({ outcome }) => outcome !== 'kept').map(({ at }) => JSON.stringify(at)),
  );
  if (changed.size === 0) return result.body === body ? [] : ['L1 nothing changed, yet it is another object'];
  const before = leafPaths(body);
  const wrong = before.some((at) => {
    const [was, is] = [valueAt(body, at), valueAt(result.body, at)];
    return changed.has(JSON.stringify(at)) ? typeof is !== 'string' : !Object.is(was, is);
  });
  return wrong || leafPaths(result.body).length !== before.length ? ['L1 something else changed'] : [];
}

async function redeems(body: object, result: CompressResult<object>, headroom: Headroom): Promise<string[]> {
  for (const { outcome, hash, at } of result.blocks) {
    if (outcome !== 'trimmed') continue;
    const back = await headroom.retrieve(hash ?? '');
    if (back.status !== 'found' || back.text !== valueAt(body, at)) return ['L5 an original did not come back'];
  }
  return [];
}

function staysSmall(result: CompressResult<object>, { mode, retrieval }: HeadroomOptions): string[] {
  const faults: string[] = [];
  if (result.tokensAfter > result.tokensBefore) faults.push('L4 larger');
  for (const { outcome, at, role, tool, tokensAfter, tokensBefore } of result.blocks) {
    if (outcome === 'kept') continue;
    if (tokensAfter >= tokensBefore) faults.push('L4 a text did not get smaller');
    if (String(valueAt(result.body, at)).trim() === '') faults.push('L4 empty');
    if (role !== 'tool' || tool === 'headroom_retrieve') faults.push('L7 touched what is not ours');
    if (outcome !== 'packed' && (mode === 'lossless' || retrieval === 'none'))
      faults.push('L6 dropped in lossless mode');
  }
  return faults;
}

async function keepsBytes(body: object, headroom: Headroom): Promise<string[]> {
  const json = JSON.stringify(body, null, 1);
  const { json: after, result } = await headroom.compressJson(json);
  if (!result?.compressed) return after === json ? [] : ['L1 bytes changed for nothing'];
  const plain = await headroom.compress(JSON.parse(json) as object);
  return isDeepStrictEqual(JSON.parse(after), plain.body) ? [] : ['L1 the JSON text says something else'];
}
