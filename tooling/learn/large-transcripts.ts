/**
 * How long `headroom learn` takes for much, and how much memory: a gigabyte of transcripts of Claude Code and Codex is made in a temporary folder and read
 * by a process of its own; another one only reads the same lines and parses them.
 *   npx tsx tooling/learn/large-transcripts.ts [megabytes]                   (learn built)
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asClaudeCode, asCodex } from '../../packages/agents/src/sessions/written-as.fixture.ts';
import { DISTRACTORS, plantedFailures } from '../../packages/learn/src/planted/failures.fixture.ts';
import { maker } from '../../packages/learn/src/planted/plant.fixture.ts';
import { read, run, type Step, scriptOf } from '../../packages/learn/src/planted/step.fixture.ts';

const megabytes = Number(process.argv[2] ?? 1000);
const home = mkdtempSync(join(tmpdir(), 'learn-large-'));
const next = maker(3);
const source = readFileSync(fileURLToPath(new URL('../../packages/core/src/compress.ts', import.meta.url)), 'utf8');
const failures = plantedFailures();

/** A session of a few hundred calls: files, long and short outputs, and now and then a failure. */
function steps(): Step[] {
  const list: Step[] = [];
  for (let i = 0; i < 60; i++) {
    const from = next(source.length - 3000);
    list.push(read(`src/part-${next(400)}.ts`, source.slice(from, from + 500 + next(2500))));
    list.push(
      run(`npx vitest run src/part-${next(400)}`, `${source.slice(next(3000)).repeat(next(3) + 1)}\n${next(1e9)}`),
    );
    if (i % 6 === 0)
      list.push(
        ...(failures[next(failures.length)]?.steps(next(2)) ?? []),
        ...(DISTRACTORS[next(DISTRACTORS.length)] ?? []),
      );
  }
  return list;
}

let written = 0;
let sessions = 0;
while (written < megabytes * 1e6) {
  const isClaude = sessions % 2 === 0;
  const folder = join(home, 'projects', `p${sessions % 20}`);
  const script = scriptOf(
    isClaude ? 'claude-code' : 'codex',
    `s${sessions}`,
    folder,
    Date.parse('2026-10-01') + sessions * 60_000,
    steps(),
  );
  const path = isClaude
    ? join(home, `.claude/projects/p${sessions % 20}/s${sessions}.jsonl`)
    : join(home, `.codex/sessions/2026/10/01/rollout-2026-10-01T10-00-00-s${sessions}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  mkdirSync(folder, { recursive: true });
  appendFileSync(path, `${(isClaude ? asClaudeCode(script) : asCodex(script)).join('\n')}\n`);
  written += statSync(path).size;
  sessions += 1;
}

const learnt = fileURLToPath(new URL('../../packages/learn/dist/index.js', import.meta.url));
const PROGRAMS = {
  learn: `const { learn } = await import(process.argv[2]); const r = await learn({ home: process.argv[3], state: process.argv[3] + '/state' });
    said = r.projects.reduce((n, p) => n + p.rules.length, 0) + ' rules of ' + r.gathered.read + ' transcripts';`,
  again: `const { learn } = await import(process.argv[2]); const r = await learn({ home: process.argv[3], state: process.argv[3] + '/state' }); said = r.gathered.read + ' transcripts read';`,
  parse: `const { createReadStream, readdirSync } = await import('node:fs'); const { createInterface } = await import('node:readline');
    let n = 0; for (const f of readdirSync(process.argv[3], { recursive: true })) { if (!String(f).endsWith('.jsonl')) continue;
      for await (const line of createInterface({ input: createReadStream(process.argv[3] + '/' + f), crlfDelay: Infinity })) { JSON.parse(line); n++; } } said = n + ' lines';`,
};
try {
  process.stdout.write(`${(written / 1e6).toFixed(0)} MB in ${sessions} sessions\n`);
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const code = `let said; const t = performance.now(); ${program}
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      console.log(said + ': ' + ((performance.now() - t) / 1000).toFixed(1) + ' s, ' + ((userCPUTime + systemCPUTime) / 1e6).toFixed(1) + ' s of CPU, ' + (maxRSS / 1024).toFixed(0) + ' MB');`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-', learnt, home], {
      input: code,
      encoding: 'utf8',
    });
    process.stdout.write(`${name}: ${stdout}${stderr.slice(0, 400)}`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
