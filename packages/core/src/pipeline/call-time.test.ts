import { describe, expect, it, vi } from 'vitest';
import { leastMs, longestStretch } from '../../test/clock.js';
import { type Compressor, createHeadroom, HeadroomError, type HeadroomOptions, memory } from '../index.js';
import { CallTime, TimeUpError } from './call-time.js';

let seed = 7;
const word = () => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed % 9973).toString(36);
};
const log = (lines: number) =>
  Array.from(
    { length: lines },
    (_, i) =>
      `2026-01-06T09:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}Z INFO request ${word()} finished in ${i % 97} ms`,
  ).join('\n');
const conversation = (count: number, lines: number) => [
  { role: 'user', content: 'Which failed?' },
  ...Array.from({ length: count }, (_, i) => [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: `c${i}`, type: 'function', function: { name: 'run', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: `c${i}`, content: log(lines) },
  ]).flat(),
];
/** So much later than its end a call may come back, on a machine that does nothing else. */
const LATE_MS = 100;
const never = new Promise<never>(() => {});
const warm = () => createHeadroom().compress(conversation(4, 200));

async function timed<T>(work: Promise<T>): Promise<{ ms: number; value: T }> {
  const start = performance.now();
  const value = await work;
  return { ms: performance.now() - start, value };
}

/** By how much a call came late, and what it gave. */
async function lateness<T>(limitMs: number, work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  let value!: T;
  const ms = await leastMs(LATE_MS - 1, async () => {
    const done = await timed(work());
    value = done.value;
    return Math.max(0, done.ms - limitMs);
  });
  return { ms, value };
}

/** A signal that ends a call after a while. */
function endsAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), ms);
  return controller.signal;
}

/** The longest time in which nothing else in this process had a turn; what the work is given is made before. */
const heldBy = <T>(make: () => T, work: (made: T) => Promise<unknown>) =>
  leastMs(49, () => {
    const made = make();
    return longestStretch(() => work(made));
  });

describe('the time of a call', () => {
  it('ends with the signal, with nothing changed', async () => {
    await warm();
    const request = conversation(60, 2000);
    const { ms, value } = await lateness(50, () => createHeadroom().compress(request, { signal: endsAfter(50) }));
    expect(ms).toBeLessThan(LATE_MS);
    expect(value.body).toBe(request);
    expect(value.warnings.map(({ code }) => code)).toEqual(['aborted']);
  });

  it('ends with its budget: what was not done is left whole and named, and still counted', async () => {
    await warm();
    const request = conversation(60, 2000);
    const { ms, value } = await lateness(60, () => createHeadroom().compress(request, { timeBudgetMs: 60 }));
    expect(ms).toBeLessThan(LATE_MS);
    expect(value.warnings.map(({ code }) => code)).toEqual(['time_budget']);
    const left = value.blocks.filter(({ decisions }) => decisions.some(({ reason }) => reason === 'time_budget'));
    expect(left.length).toBeGreaterThan(10);
    for (const block of left) expect(block.outcome).toBe('kept');
    const exact = (await createHeadroom().simulate(request)).tokensBefore;
    expect(Math.abs(value.tokensBefore / exact - 1)).toBeLessThan(0.3);
  });

  it('ends inside one long text of any kind that is read in turns', async () => {
    await warm();
    const rows = JSON.stringify(
      Array.from({ length: 30_000 }, (_, i) => ({ id: i, host: `web-${i % 7}`, ms: i % 97 })),
    );
    const prose = `${Array.from({ length: 90 }, () => word()).join(' ')}. `.repeat(4000);
    for (const content of [log(25_000), rows, prose]) {
      const request = conversation(1, 1).with(-1, { role: 'tool', tool_call_id: 'c0', content });
      const aborted = await lateness(60, () => createHeadroom().compress(request, { signal: endsAfter(60) }));
      expect(aborted.ms).toBeLessThan(LATE_MS);
      expect(aborted.value.body).toBe(request);
      const budget = await lateness(60, () => createHeadroom().compress(request, { timeBudgetMs: 60 }));
      expect(budget.ms).toBeLessThan(LATE_MS);
    }
  });

  it('ends inside a compressor that counts, also in a synchronous call', () => {
    const busy: Compressor = {
      name: 'busy',
      match: () => 1,
      compress(_, { tokens }) {
        const start = performance.now();
        for (let i = 0; performance.now() - start < 5000; i++) tokens.count(`piece ${i}`);
        return undefined;
      },
    };
    const start = performance.now();
    const result = createHeadroom({ compressors: [busy] }).compressSync(conversation(2, 300), { timeBudgetMs: 500 });
    expect(performance.now() - start).toBeLessThan(1500);
    expect(result.warnings.map(({ code }) => code)).toEqual(['time_budget']);
  });

  it.each<[string, HeadroomOptions]>([
    ['a compressor', { compressors: [{ name: 'never', match: () => 1, compress: () => never }] }],
    ['a pass', { passes: [{ name: 'never', run: () => never }] }],
    ['a hook before', { hooks: { preCompress: () => never } }],
    ['a hook for biases', { hooks: { computeBiases: () => never } }],
    ['a hook after', { hooks: { postCompress: () => never } }],
    ['a store', { store: { get: () => never, set: () => never, delete: () => never } }],
  ])('ends although %s never settles, by budget and by signal', async (_, options) => {
    await warm();
    const request = conversation(3, 300);
    const budget = await lateness(300, () => createHeadroom(options).compress(request, { timeBudgetMs: 300 }));
    expect(budget.ms).toBeLessThan(LATE_MS);
    expect(budget.value.warnings.length).toBeGreaterThan(0);
    const aborted = await lateness(200, () => createHeadroom(options).compress(request, { signal: endsAfter(200) }));
    expect(aborted.ms).toBeLessThan(LATE_MS);
  });

  it('takes nothing from a pass that comes too late', async () => {
    await warm();
    let late: Promise<void> | undefined;
    const tardy = {
      name: 'tardy',
      run(draft: Parameters<NonNullable<HeadroomOptions['passes']>[number]['run']>[0]) {
        late = new Promise((resolve) => setTimeout(resolve, 500)).then(() => {
          for (const block of draft.blocks) block.propose('tardy', 'tardy', { kind: 'packed', text: 'late' });
        });
        return late;
      },
    };
    const result = await createHeadroom({ passes: [tardy] }).compress(conversation(2, 100), { timeBudgetMs: 250 });
    const before = JSON.stringify(result.blocks);
    await late;
    expect(JSON.stringify(result.blocks)).toBe(before);
    expect(JSON.stringify(result.body)).not.toContain('late');
  });
});

it('a timer of the budget that comes early ends the call as the budget does', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  try {
    const time = new CallTime(20, undefined, false);
    await expect(time.within(new Promise(() => undefined), 5)).rejects.toThrow(TimeUpError);
    expect(time.over()).toBeUndefined();
    await expect(time.within(new Promise(() => undefined))).rejects.toThrow(TimeUpError);
    expect(time.over()).toBe('time_budget');
  } finally {
    clock.mockRestore();
  }
});

describe('the event loop', () => {
  it('is left free between texts, however many calls are at work', async () => {
    await warm();
    const one = await heldBy(
      () => conversation(12, 300),
      (request) => createHeadroom().compress(request),
    );
    expect(one).toBeLessThan(50);
    const many = await heldBy(
      () => Array.from({ length: 16 }, () => conversation(3, 200)),
      (requests) => Promise.all(requests.map((request) => createHeadroom().compress(request))),
    );
    expect(many).toBeLessThan(50);
  }, 60_000);

  it('is left free while a long text is counted', async () => {
    await warm();
    const stretch = await heldBy(
      () => [{ role: 'user', content: log(10_000) }],
      (request) => createHeadroom().compress(request),
    );
    expect(stretch).toBeLessThan(50);
  }, 60_000);

  it('is left free while a long text that stays whole is remembered for later ones', async () => {
    await warm();
    const stretch = await heldBy(
      () => {
        const [question, ...rest] = conversation(2, 1);
        const long = rest.with(1, { role: 'tool', tool_call_id: 'c0', content: log(40_000) });
        const named = JSON.parse(JSON.stringify(long).replace('"name":"run"', '"name":"whole"'));
        return [question as object, ...named];
      },
      (request) => createHeadroom().compress(request, { excludeTools: ['whole'], timeBudgetMs: 60_000 }),
    );
    expect(stretch).toBeLessThan(50);
  }, 60_000);
});

describe('what a caller passes in', () => {
  it('never rejects a call: listeners, getters and formats that throw', async () => {
    const request = conversation(2, 300);
    const boom = () => {
      throw new Error('boom');
    };
    const store = { ...memory(), get: () => undefined, delete: () => undefined, set: boom };
    for (const onWarning of [boom, async () => boom()]) {
      const result = await createHeadroom({ onWarning, store }).compress(request);
      expect(result.warnings.map(({ code }) => code)).toEqual(['store_failed']);
      expect(createHeadroom({ onWarning, store }).compressSync(request).warnings).toHaveLength(1);
    }
    for (const format of [
      { name: 'broken', matches: boom, blocks: () => [], offer: () => undefined },
      { name: 'broken', matches: () => true, blocks: boom, offer: () => undefined },
    ]) {
      const result = await createHeadroom({ format: format as never }).compress(request);
      expect(result.body).toBe(request);
      expect(result.warnings.map(({ code }) => code)).toContain('format_failed');
    }
    for (const name of ['model', 'messages', 'input', 'contents', 'system', 'tools']) {
      const hostile = Object.defineProperty({ messages: request }, name, { get: boom, enumerable: true });
      const result = await createHeadroom({ hooks: { preCompress: () => [] } }).compress(hostile);
      expect(result.body === hostile || typeof result.body === 'object').toBe(true);
    }
  });

  it('still throws for misuse', async () => {
    await expect(createHeadroom().compress(7 as never)).rejects.toSatisfy(HeadroomError.isInstance);
  });
});
