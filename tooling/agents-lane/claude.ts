import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Check } from './lane-agent.js';
import { type MessagesProvider, messagesProvider, type Step } from './messages-provider.js';
import { changedResults, resultOf } from './results.js';
import { sessionsTold } from './sessions-told.js';
import { bash, hashIn, rows } from './steps.js';
import { HEADROOM, KILL_SERVICE, makeWorld, type World } from './world.js';

const TOOL = 'mcp__headroom__headroom_retrieve';
const FILES = {
  'project/rows.json': rows(300),
  'project/more.json': rows(2000),
  'home/.claude/settings.json': '{\n  "permissions": { "allow": ["Bash", "Read", "Agent"] }, "theme": "dark"\n}\n',
};
const ask =
  (id: string, of: string): Step =>
  (request) => {
    const hash = hashIn(resultOf([request], of)?.text);
    return { calls: [{ id, name: TOOL, input: { hash } }] };
  };

const SCRIPTS: Readonly<Record<string, readonly Step[]>> = {
  main: [
    { calls: [bash('big', 'cat rows.json')] },
    ask('back', 'big'),
    { calls: [bash('fails', 'cat rows.json; exit 3')] },
    {
      calls: [
        bash('p1', 'tr e u < rows.json; echo one'),
        bash('p2', 'echo two; tr e o < rows.json'),
        bash('p3', 'echo three'),
      ],
    },
    { calls: [bash('huge', 'cat more.json')] },
    { calls: [{ id: 'read', name: 'Read', input: { file_path: 'rows.json' } }] },
    {
      calls: [
        {
          id: 'agent',
          name: 'Agent',
          input: { description: 'look', prompt: 'Which node is lost? @@sub@@', subagent_type: 'general-purpose' },
        },
      ],
    },
    { text: 'That is all.' },
    { calls: [bash('again', 'cat rows.json; echo four')] },
  ],
  sub: [{ calls: [bash('subbig', 'cat rows.json')] }, ask('subback', 'subbig')],
  talkative: [{ calls: [{ id: 'mcp', name: 'mcp__db__query', input: {} }] }],
  prefix: [
    { calls: [bash('f1', 'cd /; cat $OLDPWD/rows.json; false')] },
    { calls: [bash('f2', 'pwd; cat "$HOME"/../project/rows.json')] },
    ask('f3', 'f1'),
  ],
  killed: [
    { calls: [bash('k1', 'cat rows.json')] },
    {
      calls: [bash('k2', KILL_SERVICE)],
    },
    { calls: [bash('k3', 'cat rows.json')] },
  ],
};

/** What `headroom wrap claude` promises, with the real program. */
export async function tryClaude(bin: string, check: Check): Promise<void> {
  const provider = await messagesProvider(SCRIPTS);
  const world = makeWorld(bin, provider.url, FILES);
  try {
    await session(world, provider, check);
    await told(world, check);
    await talkative(world, provider, check);
    await failing(world, provider, check);
    await killed(world, provider, check);
    await asWithoutUs(world, check);
  } finally {
    await world.stopService();
    provider.close();
    world.remove();
  }
}

const wrap = (world: World, ...args: string[]) =>
  world.run(process.execPath, [HEADROOM, 'wrap', 'claude', '--', ...args]);
/** By name: a session that goes on would else choose another one, and tell the model so. */
const MODEL = ['--model', 'claude-opus-4-8'];

async function session(world: World, provider: MessagesProvider, check: Check): Promise<void> {
  const before = [world.files(world.home), world.files(world.project)] as const;
  const first = await wrap(world, ...MODEL, '-p', 'Which node is lost?');
  check('a session ends as it should', first.code === 0, `${first.code} ${first.err.slice(-600)}`);
  check('nothing is said where all is well', first.err === '', first.err.slice(0, 300));
  const { requests } = provider;
  const shown = (id: string) => resultOf(requests, id)?.text ?? '';
  const whole = readFileSync(join(world.project, 'rows.json'), 'utf8');
  const isShort = (id: string) =>
    shown(id).includes(`call ${TOOL} with hash=`) && shown(id).length < whole.length / 2 && shown(id).includes('lost');
  check('a large output arrives shortened', isShort('big'), shown('big').slice(0, 300));
  check('the retrieve call brings the exact original', shown('back') === whole, shown('back').slice(0, 300));
  const hasHash = (id: string) => hashIn(shown(id)) !== 'none' && shown(id).length < whole.length / 2;
  const failed = resultOf(requests, 'fails');
  check('a failed command arrives as it is', failed?.isError === true && failed.text.includes('Exit code 3'), failed);
  check(
    'calls in parallel get their own results',
    hasHash('p1') && hasHash('p2') && hashIn(shown('p1')) !== hashIn(shown('p2')) && shown('p3') === 'three',
    [shown('p1').slice(-200), shown('p2').slice(0, 200), shown('p3')],
  );
  check(
    'of an output over the limit the whole is read',
    isShort('huge') && shown('huge').includes('2000') && !shown('huge').includes('persisted'),
    shown('huge').slice(0, 300),
  );
  check('a file that is read keeps its line numbers', shown('read').startsWith('1\t['), shown('read').slice(0, 200));
  check('the results of a sub-agent are shortened, and come back', isShort('subbig') && shown('subback') === whole, [
    shown('subbig').slice(0, 300),
    shown('subback').slice(0, 100),
  ]);
  const tools = new Set(
    requests
      .filter(({ messages }) => !JSON.stringify(messages).includes('@@sub@@"'))
      .map(({ tools: list }) => JSON.stringify(list)),
  );
  check('the tools are the same in every request', tools.size === 1, tools.size);
  const count = requests.length;
  const next = await wrap(world, '-p', 'And now?', '--continue', ...MODEL);
  check(
    'a session goes on',
    next.code === 0 && requests.length > count && hasHash('again'),
    `${next.code} ${next.err.slice(-300)}`,
  );
  check('no result ever changes', changedResults(requests).length === 0, changedResults(requests));
  check('reasoning fits its prefix in every request', provider.mismatches.length === 0, provider.mismatches);
  const changed = (was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>) =>
    [...is].filter(([path, digest]) => was.get(path) !== digest).map(([path]) => path);
  const foreign = changed(before[0], world.files(world.home)).filter(
    (path) => before[0].has(path) || !OWN_STATE.test(path),
  );
  check(
    'no file of the user is changed',
    foreign.length === 0 && changed(before[1], world.files(world.project)).length === 0,
    foreign,
  );
}

/** The book of sessions, by the hooks and the transcripts. */
async function told(world: World, check: Check): Promise<void> {
  const named = (told: Awaited<ReturnType<typeof sessionsTold>>) =>
    [false, true].map((isSub) => told.find(({ session }) => session.includes('/') === isSub));
  let sessions = await sessionsTold(world);
  // The agent writes its transcripts a little after it has answered.
  for (let i = 0; i < 12 && !named(sessions)[1]?.counted; i++) {
    await sleep(1000);
    sessions = await sessionsTold(world);
  }
  const [main, sub] = named(sessions);
  check(
    'the dashboard tells its outputs, its answers as they were counted, and what was asked back',
    sessions.length === 2 &&
      main?.agent === 'claude-code' &&
      main.outputs >= 6 &&
      main.after < main.before / 2 &&
      main.counted >= 6 &&
      main.askedBack >= 1,
    sessions,
  );
  check('and those of a sub-agent', sub !== undefined && sub.outputs >= 1 && sub.counted >= 1, sub);
}

/** Where the agent and we keep state of our own. */
const OWN_STATE = /^\.(?:claude|cache|headroom|npm|local)\/|^\.claude\.json/;

async function talkative(world: World, { requests }: MessagesProvider, check: Check): Promise<void> {
  const server = {
    command: process.execPath,
    args: [fileURLToPath(new URL('talkative-server.mjs', import.meta.url))],
    alwaysLoad: true,
  };
  const config = JSON.stringify({ mcpServers: { db: server } });
  await wrap(
    world,
    '--allowedTools',
    'mcp__db__query',
    '--mcp-config',
    config,
    '-p',
    'Which node is lost? @@talkative@@',
  );
  const mcp = resultOf(requests, 'mcp');
  const isShort = mcp?.isError === false && hashIn(mcp.text) !== 'none' && mcp.text.includes('lost');
  check(
    "of another server's answer over the limit the whole is read, and its servers are there beside ours",
    isShort,
    mcp,
  );
}

async function failing(world: World, { requests }: MessagesProvider, check: Check): Promise<void> {
  const args = [HEADROOM, 'wrap', 'claude', '--failed-commands', '--', '-p', 'Which node is lost? @@prefix@@'];
  const { code, err } = await world.run(process.execPath, args);
  const [f1, f2, f3] = ['f1', 'f2', 'f3'].map((id) => resultOf(requests, id));
  const whole = readFileSync(join(world.project, 'rows.json'), 'utf8');
  check(
    'with --failed-commands a failed one arrives shortened, as failed, and comes back',
    code === 0 &&
      f1?.isError === true &&
      f1.text.startsWith('Exit code 1') &&
      hashIn(f1.text) !== 'none' &&
      f3?.text === whole,
    [code, err.slice(-300), f1, f3?.text.slice(0, 100)],
  );
  check('and one that passes as ever', f2?.isError === false && hashIn(f2.text) !== 'none', f2);
}

async function killed(world: World, { requests }: MessagesProvider, check: Check): Promise<void> {
  const { code, err } = await wrap(world, '-p', 'Look again @@killed@@');
  const k3 = resultOf(requests, 'k3')?.text ?? '';
  check(
    'the service is killed and the session goes on',
    code === 0 && resultOf(requests, 'k2')?.text === 'gone',
    `${code} ${err.slice(-300)}`,
  );
  check(
    'the agent then has its original, or, from a service that is back, a shortened one',
    k3 === readFileSync(join(world.project, 'rows.json'), 'utf8').trimEnd() || hashIn(k3) !== 'none',
    k3.slice(0, 200),
  );
}

async function asWithoutUs(world: World, check: Check): Promise<void> {
  for (const args of [['--no-such-flag'], ['--version'], ['-p', '']]) {
    const [ours, theirs] = [await wrap(world, ...args), await world.run('claude', args)];
    check(`ends as without us: ${args.join(' ')}`, ours.code === theirs.code && ours.out === theirs.out, [
      ours.code,
      theirs.code,
      ours.err.slice(0, 200),
    ]);
  }
}
