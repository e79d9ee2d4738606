import { type Fixture, fixtures } from '../cases/fixtures.js';
import { type Session, type Step, writeSession } from './session.js';

type Texts = (id: string) => Fixture;

const read = (path: string, output: string): Step => ({
  tool: 'read_file',
  input: { path },
  output,
  reply: `I have read ${path}.`,
});
const shell = (command: string, output: string, reply: string): Step => ({
  tool: 'bash',
  input: { command },
  output,
  reply,
});
const edit = (path: string): Step => ({
  tool: 'edit_file',
  input: { path, old: 'retry = 3', new: 'retry = 5' },
  output: `Edited ${path}: 1 replacement.`,
  reply: 'The change is made; now I check it.',
});

/** A build that is polled while its log grows. */
function polling(of: Texts): Step[] {
  const { text, question } = of('log/ci');
  const lines = text.split('\n');
  const polls = Array.from({ length: 8 }, (_, i) => lines.slice(0, Math.ceil(((i + 1) * lines.length) / 8)).join('\n'));
  return [
    { say: 'Watch the build and tell me how it ends.' },
    ...polls.map((output, i) => shell('cat build.log', output, i < 7 ? 'Still running, I look again.' : 'It ended.')),
    { say: question },
  ];
}

/** Searching, reading, reading again after an edit. */
function exploring(of: Texts): Step[] {
  const python = of('code/python-scheduler');
  const changed = python.text.replace('def reserve', '# checked\n    def reserve');
  return [
    { say: of('search/grep-plain').question },
    shell('grep -rn Omission src', of('search/grep-plain').text, 'Found it.'),
    shell('git ls-files', of('listing/git-ls-files').text, 'Now the sources.'),
    { say: python.question },
    read('src/scheduler.py', python.text),
    read('src/worker.go', of('code/go-queue').text),
    read('src/bus.ts', of('code/typescript-bus').text),
    { say: 'Raise the number of retries in the scheduler and read the file again.' },
    edit('src/scheduler.py'),
    read('src/scheduler.py', changed),
    read('src/worker.go', of('code/go-queue').text),
    shell('rg -C2 split src', of('search/rg-context').text, 'Nothing else depends on it.'),
    { say: 'Anything in the history about it?' },
    shell('git log --stat', of('git-log/log-stat').text, 'Here is the history.'),
  ];
}

/** An incident: pods, logs, requests, the same pods again. */
function incident(of: Texts): Step[] {
  const pods = of('smart-crusher/kubectl-pods');
  return [
    { say: pods.question },
    shell('kubectl get pods -o json', pods.text, 'One pod keeps crashing.'),
    { say: of('log/syslog').question },
    shell('journalctl -n 500', of('log/syslog').text, 'The kernel killed it.'),
    shell('tail -n 500 access.log', of('log/nginx-access').text, 'Some requests failed.'),
    { say: of('log/app-levels').question },
    shell('docker compose logs', of('log/compose').text, 'Payments were declined too.'),
    shell('cat app.log', of('log/app-levels').text, 'The database timed out.'),
    shell('kubectl get pods -o json', pods.text.replace('"restartCount": 41', '"restartCount": 42'), 'Still crashing.'),
    { say: 'So what do we do first?' },
  ];
}

/** Tests run, fail, are mended and run again. */
function mending(of: Texts): Step[] {
  const run = of('log/pytest-verbose');
  return [
    { say: run.question },
    shell('pytest -v', run.text, 'Three tests fail.'),
    read('app/settings.py', of('code/numbered-arrow').text),
    edit('app/settings.py'),
    shell('pytest -v', run.text.replace('3 failed, 61 passed', '2 failed, 62 passed'), 'One less.'),
    edit('app/cart.py'),
    shell('pytest -v', run.text.replace('3 failed, 61 passed', '1 failed, 63 passed'), 'One left.'),
    shell('git diff', of('diff/git-diff-mixed').text, 'That is the change so far.'),
    edit('app/cart.py'),
    shell('pytest -v', run.text.replace('3 failed, 61 passed', '64 passed'), 'All pass.'),
    { say: 'Good. Summarise what you did.' },
  ];
}

/** Questions about data, one after another. */
function analysing(of: Texts): Step[] {
  return ['smart-crusher/orders', 'table/sensor-csv', 'table/psql-select', 'smart-crusher/npm-audit'].flatMap((id) => [
    { say: of(id).question },
    shell(`show ${id}`, of(id).text, 'Here is the answer.'),
    shell('ps aux', of('table/ps-aux').text, 'Nothing unusual is running.'),
  ]);
}

/** Realistic sessions of an agent, told with the project's own tool outputs. */
export function replays(): Session[] {
  const byId = new Map(fixtures().map((fixture) => [fixture.id, fixture]));
  const of: Texts = (id) => {
    const found = byId.get(id);
    if (!found) throw new Error(`No fixture ${id}`);
    return found;
  };
  return [
    writeSession('polling', 'A growing build log polled eight times', polling(of)),
    writeSession('exploring', 'Greps, reads, an edit, reads again', exploring(of)),
    writeSession('incident', 'Pods, system logs, requests, pods again', incident(of)),
    writeSession('mending', 'Failing tests mended in four runs', mending(of)),
    writeSession('analysing', 'Questions about tables, one process list again and again', analysing(of)),
  ];
}
