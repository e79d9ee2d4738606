import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';

/** Packages that have little in common, as a package manager lists them. */
const names = 'api web auth mail search billing worker reports docs cli proxy images queue cron admin'.split(' ');
const parts = ['', '-old', '-next'].flatMap((ending) => names.map((name) => name + ending));
const modules = Object.fromEntries(
  parts.map((name, i) => [
    name,
    {
      version: `${i + 1}.${i % 4}.0`,
      description: `The ${name} part of the shop, written in its ${i + 3}rd year`,
      ...(i % 2
        ? { author: { name: `Person ${i}`, mail: `p${i}@example.org`, since: 2000 + i } }
        : { authors: [`Team ${i}`] }),
      ...(i % 3
        ? { scripts: { [`build:${name}`]: `make ${name} && strip ${name}.bin`, test: `check ${name} --all` } }
        : {}),
      [`setting_${i}`]: {
        limit: i * 100,
        retry: { count: i, delays: [i, i * 2, i * 4], policy: `policy-${i}-exponential` },
      },
      ...(name === 'mail' ? { health: { state: 'failed', reason: 'smtp relay refused the connection' } } : {}),
    },
  ]),
);
const text = JSON.stringify({ name: 'shop', version: '9.1.0', modules }, null, 2);

const compress = async (query: string) => {
  const shorter = await smartCrusher().compress(createContent(text), makeTask({ query, budget: 500 }));
  return shorter?.text ?? '';
};

describe('trimming a deep, uneven object', () => {
  it('keeps what the question is about, with the path to it, and names the rest', async () => {
    const shown = await compress('What is the retry policy of the billing module?');
    expect(shown).toContain('policy-5-exponential');
    expect(shown).toContain('billing');
    expect(shown).toMatch(/\[… \d+ more: /);
    expect(shown.length).toBeLessThan(text.length / 2);
  });

  it('keeps faults and the top without a question', async () => {
    const shown = await compress('');
    expect(shown).toContain('smtp relay refused the connection');
    expect(shown).toContain('version: 9.1.0');
    for (const name of names) expect(shown, name).toContain(name);
  });

  it('says how much is not shown', async () => {
    const shorter = await smartCrusher().compress(
      createContent(text),
      makeTask({ query: 'version of cron', budget: 500 }),
    );
    expect(shorter?.kind === 'trimmed' && shorter.omitted.summary).toMatch(/\d+ of \d+ values of the object/);
    expect(shorter?.text).toContain('14.1.0');
  });
});
