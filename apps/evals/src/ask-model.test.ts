import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askModel, itemsFor, recount } from './ask-model.js';
import { readBaseline, regressions } from './baseline.js';
import { type Flags, parseFlags } from './options.js';
import type { Analysis } from './paired/analyse.js';
import { scriptedRuns } from './scripted-figures.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-evals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const flags = (...args: string[]): Flags => parseFlags(args).values;
const silent = () => {};

describe.each(['openai', 'anthropic', 'gemini'])('suite --tier 1 over the wire of %s', (wire) => {
  it('ends with a whole report, which its rows say again', async () => {
    const output = join(folder, wire);
    const asked = await askModel(
      'suite',
      flags(
        '--provider',
        `scripted:${wire}`,
        '--tier',
        '1',
        '-n',
        '2',
        '-o',
        output,
        '--max-cost',
        '5',
        '--parallel',
        '2',
      ),
      silent,
    );
    expect(asked.problems).toEqual([]);
    expect(asked.analysis.counts).toMatchObject({ planned: 14, whole: 14, away: 0 });
    const json = readFileSync(join(output, 'report.json'), 'utf8');
    const { rich, ranking, plan, tasks } = JSON.parse(json) as Analysis;
    expect(plan.arms).toEqual([
      ...[
        'none',
        'balanced',
        'balanced-alone',
        'lossless',
        'aggressive',
        'aggressive-alone',
        'minified',
        'truncation',
        'masking',
      ],
    ]);
    expect(rich.find(({ arm }) => arm === 'balanced')).toMatchObject({ difference: 0 });
    expect(ranking).toHaveLength(9);
    expect(tasks).toHaveLength(7);
    const [markdown, html] = ['report.md', 'report.html'].map((name) => readFileSync(join(output, name), 'utf8'));
    for (const { title } of rich) {
      expect(markdown).toContain(title);
      expect(html).toContain(title);
    }
    expect(html).not.toMatch(/(?:src|href)=|https?:\/\//);
    expect(`${markdown}${html}`).not.toMatch(/NaN|undefined|Infinity/);
    recount(join(output, 'rows.jsonl'));
    expect(readFileSync(join(output, 'report.json'), 'utf8')).toBe(json);
  });
});

describe('a run from the command line', () => {
  it('goes on where its money ended', async () => {
    const output = join(folder, 'short');
    const args = [
      '--provider',
      'scripted:anthropic',
      '-n',
      '3',
      '--tasks',
      'needle,sandbox',
      '--arms',
      'balanced',
      '-o',
      output,
    ];
    const first = await askModel('suite', flags(...args, '--max-cost', '0.2'), silent);
    expect(first.analysis.stopped).toContain('$0.2');
    expect(readFileSync(join(output, 'report.md'), 'utf8')).toContain('stopped early');
    await expect(askModel('suite', flags(...args), silent)).rejects.toThrow('--resume');
    const second = await askModel('suite', flags(...args, '--resume', '--max-cost', '5'), silent);
    expect(second.analysis.counts.whole).toBe(6);
    expect(second.analysis.stopped).toBeUndefined();
  });

  it('refuses a budget without a price, and what it does not know', async () => {
    const ask = (...args: string[]) =>
      askModel('quick', flags('--provider', 'scripted', '-o', join(folder, 'x'), ...args), silent);
    await expect(ask('--model', 'own', '--max-cost', '1')).rejects.toThrow('No price');
    await expect(ask('--arms', 'magic')).rejects.toThrow('No arm');
    await expect(ask('--tasks', 'magic')).rejects.toThrow('No task');
    await expect(ask('-n', 'many')).rejects.toThrow('--count');
  });

  it('takes a few items of all tasks when it is quick, the same for the same seed', () => {
    const few = itemsFor(flags('-n', '8', '--seed', '4'), true);
    expect(few).toHaveLength(8);
    expect(new Set(few.map(({ task }) => task)).size).toBe(7);
    const ids = (seed: string) => itemsFor(flags('--seed', seed, '-n', '9'), false).map(({ id }) => id);
    expect(ids('4')).toEqual(ids('4'));
    expect(ids('4')).not.toEqual(ids('5'));
    expect(new Set(ids('4')).size).toBe(ids('4').length);
  });
});

describe('--ci', () => {
  it('notices an arm that was planted in our place', async () => {
    const { figures, runs } = await scriptedRuns('keep-needles');
    const asked = Object.fromEntries(Object.entries(readBaseline()).filter(([name]) => name.includes('.asked.')));
    expect(Object.keys(asked)).toHaveLength(15);
    const worse = regressions(asked, figures);
    for (const wire of ['openai', 'anthropic', 'gemini']) {
      expect(worse.some((line) => line.startsWith(`facts.asked.${wire}.balanced.solved: 100 ->`))).toBe(true);
      expect(worse).toContain(`facts.asked.${wire}.sound: 100 -> 0`);
    }
    expect(worse.some((line) => line.includes('lossless'))).toBe(false);
    expect(runs.every(({ problems }) => problems.length > 0)).toBe(true);
  });
});
