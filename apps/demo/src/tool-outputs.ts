import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { needleLogs } from './needle-logs.js';

/** A tool's output as an agent would have it, what the user asks of it, and what the answer needs. */
export interface ToolOutput {
  readonly tool: string;
  readonly command: string;
  readonly question: string;
  readonly output: string;
  /** What the answer needs: in words, and as the string that must still be there for the model to read. */
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly what: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

function run(command: string, args: readonly string[], cwd = root): string {
  const done = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return `${done.stdout ?? ''}${done.stderr ?? ''}`;
}

/** Runs real tools on this project; a tool that is missing here is left out. */
export function toolOutputs(): ToolOutput[] {
  return [needle(), failingTests(), search(), dependencies(), history()].filter((output) => output !== undefined);
}

function needle(): ToolOutput {
  return {
    tool: 'search_logs',
    command: 'search_logs --last 100',
    question:
      'Which service caused the outage, what is the error code, what is the fix, and how many transactions were affected?',
    output: needleLogs(),
    facts: [
      { what: 'the service', text: 'payment-gateway' },
      { what: 'the error code', text: 'PG-5523' },
      { what: 'the fix', text: 'Increase max_connections to 500' },
      { what: 'how many transactions', text: '1,847' },
    ],
  };
}

/** Sixty tests, two of which fail, under Node's own test runner. */
function failingTests(): ToolOutput {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-demo-'));
  const lines = Array.from({ length: 60 }, (_, i) => {
    const expected = i === 17 ? 290 : i === 41 ? 1683 : i * i;
    return `test('squares ${i}', () => assert.strictEqual(${i} * ${i}, ${expected}));`;
  });
  writeFileSync(
    join(folder, 'square.test.mjs'),
    `import test from 'node:test';\nimport assert from 'node:assert';\n${lines.join('\n')}\n`,
  );
  const output = run('node', ['--test', '--test-reporter=tap', 'square.test.mjs'], folder);
  rmSync(folder, { recursive: true, force: true });
  return {
    tool: 'run_command',
    command: 'node --test',
    question: 'Which tests fail, and what did they get instead of what was expected?',
    output: output.replaceAll(folder, '/app'),
    facts: [
      { what: 'a test that fails', text: 'squares 17' },
      { what: 'the other one', text: 'squares 41' },
      { what: 'what the first got', text: '289' },
      { what: 'what it expected', text: '290' },
      { what: 'what the other got', text: '1681' },
      { what: 'what that expected', text: '1683' },
    ],
  };
}

function search(): ToolOutput | undefined {
  const output = run('grep', ['-rn', '--include=*.ts', 'Compressor', 'packages/core/src']);
  if (output.length < 2000) return undefined;
  return {
    tool: 'run_command',
    command: "grep -rn 'Compressor' packages/core/src",
    question: 'Where is the interface Compressor defined (file and line)?',
    output,
    facts: [
      { what: 'the file', text: 'model/compressor.ts' },
      { what: 'the line', text: 'export interface Compressor' },
    ],
  };
}

function dependencies(): ToolOutput | undefined {
  const output = run('npm', ['ls', '--json', '--long', '--depth=0', '--silent']);
  const version = versionOf('vitest', output);
  if (!version) return undefined;
  return {
    tool: 'run_command',
    command: 'npm ls --json --long',
    question: 'Which version of vitest is installed?',
    output,
    facts: [
      { what: 'the package', text: 'vitest' },
      { what: 'its version', text: version },
    ],
  };
}

function versionOf(name: string, listing: string): string | undefined {
  try {
    return (JSON.parse(listing) as { dependencies: Record<string, { version?: string }> }).dependencies[name]?.version;
  } catch {
    return undefined;
  }
}

function history(): ToolOutput | undefined {
  const output = run('git', ['log', '-n', '60', '--stat']);
  const latest = /^commit ([0-9a-f]{7})[\s\S]*?\n\n {4}(.+)$/m.exec(output);
  if (!latest?.[1] || !latest[2]) return undefined;
  return {
    tool: 'run_command',
    command: 'git log -n 60 --stat',
    question: 'What is the latest commit?',
    output,
    facts: [
      { what: 'its hash', text: latest[1] },
      { what: 'its title', text: latest[2] },
    ],
  };
}
