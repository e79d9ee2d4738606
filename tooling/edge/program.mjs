import { compress, createHeadroom, loadCounter, memory } from '@headroom/core/edge';

/** What the edge entry has to do wherever it runs: shorten, give back, and count exactly once a vocabulary is handed over. */
export async function tryOut(vocabulary) {
  const rows = Array.from({ length: 300 }, (_, id) => ({
    id,
    host: `web-${id % 4}`,
    status: id === 77 ? 'failed' : 'ok',
  }));
  const text = JSON.stringify(rows);
  const headroom = createHeadroom({ store: memory() });
  const estimated = await headroom.compressText(text, { query: 'Which host failed?' });
  const original = await headroom.retrieve(estimated.result.ccrHashes[0] ?? '');
  const source = Array.from(
    { length: 60 },
    (_, i) => `export const step${i} = (a: number): number => {\n  return a + ${i};\n};`,
  );
  const free = await compress([{ role: 'tool', tool_call_id: 'c', content: source.join('\n') }]);
  const exact = (await loadCounter('gpt-4o', vocabulary)).count('hello world');
  return {
    saved: estimated.result.savingsPercent,
    counter: estimated.result.counter,
    gaveBack: original.text === text,
    warnings: [...estimated.result.warnings, ...free.warnings],
    exact,
  };
}
