const { createHeadroom } = require('@headroom/core');

test('compresses in Jest, with a vocabulary and a grammar', async () => {
  const source = Array.from(
    { length: 40 },
    (_, i) =>
      `export function step${i}(value: number): number {\n  const a = value * ${i};\n  const b = a + 1;\n  const c = b * a;\n  const d = c - 4;\n  return d;\n}\n`,
  ).join('\n');
  const { result, tokensAfter, tokensBefore } = await createHeadroom().compressText(source, {
    query: 'What does step7 do?',
  });
  expect(result.warnings).toEqual([]);
  expect(result.transformsApplied[0]).toMatch(/^router:code/);
  expect(tokensAfter).toBeLessThan(tokensBefore);
});
