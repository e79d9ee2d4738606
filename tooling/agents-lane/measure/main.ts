import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copilot } from '../copilot.js';
import { gemini } from '../gemini.js';
import { opencode } from '../opencode.js';
import { qwen } from '../qwen.js';
import { HEADROOM } from '../world.js';
import { hooks } from './hooks.js';
import { holds } from './pairs.js';
import { programs } from './programs.js';
import { type Chapter, inWords, writeReport } from './report.js';
import { claude, one } from './sessions.js';

/**
 * How long a hook, `headroom run` and `headroom wrap` take, each beside what it would take without us; of agents that are named
 * (opencode, gemini, copilot, qwen), whole sessions, and nothing else. With `--report` the figures are written down.
 */
const OTHERS = { opencode, gemini, copilot, qwen };
const home = mkdtempSync(join(tmpdir(), 'headroom-measure-'));
process.env.HEADROOM_HOME = home;
process.env.HEADROOM_STORE = join(home, 'store.db');

const { ensureService } = await import('../../../packages/cli/src/service/ensure-service.js');
const { version } = await import('../../../packages/cli/src/version.js');
const state = await ensureService({ folder: home, program: HEADROOM, version, timeoutMs: 30_000 });
if (!state) throw new Error('the service does not start: is packages/cli built?');

const named = Object.entries(OTHERS).filter(([name]) => process.argv.includes(name));
const measures =
  named.length > 0
    ? named.map(
        ([, agent]) =>
          () =>
            one(agent, home),
      )
    : [() => hooks(state), () => programs(home, process.env), () => claude(home)];
const chapters: Chapter[] = [];
try {
  for (const measure of measures) {
    const chapter = await measure();
    chapters.push(chapter);
    console.log(`${chapter.name}\n\n${inWords(chapter)}\n`);
  }
} finally {
  process.kill(state.pid);
}
if (process.argv.includes('--report')) writeReport(chapters);
await new Promise((resolve) => setTimeout(resolve, 500));
rmSync(home, { recursive: true, force: true, maxRetries: 5 });
process.exitCode = chapters.every(({ pairs }) => pairs.every(holds)) ? 0 : 1;
