import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Check } from './lane-agent.js';
import { type MessagesProvider, messagesProvider, type Step } from './messages-provider.js';
import { changedResults, resultOf } from './results.js';
import { bash, hashIn } from './steps.js';
import { HEADROOM, KILL_SERVICE, makeWorld, type World } from './world.js';

const TOOL = 'mcp__headroom__headroom_retrieve';
/** Which nobody may fill in where they stand in an output. */
const FIELDS_OF_AN_EVENT = ['cwd', 'tool_response'].map((name) => `$\{${name}}`).join();
const rows = JSON.stringify(
  Array.from({ length: 300 }, (_, id) => ({
    id,
    host: `node-${id % 7}`,
    load: (id * 7919) % 97,
    state: id === 211 ? 'lost' : id === 7 ? FIELDS_OF_AN_EVENT : 'fine',
  })),
  null,
  1,
);
const disks = JSON.stringify(
  Array.from({ length: 250 }, (_, id) => ({
    disk: `sd${id}`,
    free: (id * 6007) % 89,
    health: id === 97 ? 'lost' : 'good',
  })),
  null,
  1,
);
const SETTINGS = '{\n  "permissions": { "allow": ["Bash", "Read", "Agent", "mcp__db__query"] }, "theme": "dark"\n}\n';
const ask =
  (id: string, of: string): Step =>
  (request) => ({ calls: [{ id, name: TOOL, input: { hash: hashIn(resultOf([request], of)?.text) } }] });
const sub = { description: 'look', prompt: 'Which node is lost? @@sub@@', subagent_type: 'general-purpose' };

const SCRIPTS: Readonly<Record<string, readonly Step[]>> = {
  main: [
    { calls: [bash('big', 'cat rows.json')] },
    ask('back', 'big'),
    {
      calls: [
        bash('p1', 'tr e u < rows.json; echo one'),
        bash('p2', 'echo two; tr e o < rows.json'),
        bash('p3', 'echo three'),
      ],
    },
    { calls: [{ id: 'agent', name: 'Agent', input: sub }] },
    { calls: [{ id: 'mcp', name: 'mcp__db__query', input: {} }] },
    { calls: [{ id: 'read', name: 'Read', input: { file_path: 'rows.json' } }] },
  ],
  sub: [{ calls: [bash('subbig', 'cat rows.json')] }, ask('subback', 'subbig')],
  killed: [
    {
      calls: [bash('k1', KILL_SERVICE)],
    },
    { calls: [bash('k2', 'cat rows.json')] },
    { calls: [bash('k3', 'sleep 3; cat disks.json')] },
    ask('k4', 'k3'),
  ],
  plain: [{ calls: [bash('whole', 'cat rows.json')] }],
  wrapped: [{ calls: [bash('w', 'cat rows.json')] }, ask('wback', 'w')],
};
/** By name: a session that goes on would else choose another one, and tell the model so. */
const MODEL = ['--model', 'claude-opus-4-8'];

/** What `headroom install` promises, with the real program. */
export async function tryInstalledClaude(bin: string, check: Check): Promise<void> {
  const provider = await messagesProvider(SCRIPTS);
  const files = { 'project/rows.json': rows, 'project/disks.json': disks, 'home/.claude/settings.json': SETTINGS };
  const world = makeWorld(bin, provider.url, files);
  // Rules of a project count in a folder that its user trusts.
  const state = { numStartups: 3, mcpServers: {}, projects: { [world.project]: { hasTrustDialogAccepted: true } } };
  writeFileSync(join(world.home, '.claude.json'), JSON.stringify(state));
  try {
    for (const scope of ['user', 'project'] as const) await lifetime(world, provider, scope, check);
    await killed(world, provider, check);
  } finally {
    await world.stopService();
    provider.close();
    world.remove();
  }
}

const headroom = (world: World, ...args: string[]) => world.run(process.execPath, [HEADROOM, ...args]);
const settingsIn = (world: World) => readFileSync(join(world.home, '.claude', 'settings.json'), 'utf8');

async function lifetime(
  world: World,
  provider: MessagesProvider,
  scope: 'user' | 'project',
  check: Check,
): Promise<void> {
  const { requests } = provider;
  const before = requests.length;
  const project = world.files(world.project);
  const name = (what: string) => `installed for a ${scope}: ${what}`;
  const done = await headroom(world, 'install', '--agent', 'claude', '--scope', scope);
  check(name('it installs'), done.code === 0, done.err.slice(0, 400));
  const server = {
    command: process.execPath,
    args: [fileURLToPath(new URL('talkative-server.mjs', import.meta.url))],
    alwaysLoad: true,
  };
  const more = ['--mcp-config', JSON.stringify({ mcpServers: { db: server } })];
  const ran = await world.run('claude', [...MODEL, ...more, '-p', 'Which node is lost?']);
  check(name('a session ends as it should'), ran.code === 0, `${ran.code} ${ran.err.slice(-400)}`);
  const own = requests.slice(before);
  const shown = (id: string) => resultOf(own, id)?.text ?? '';
  const isShort = (id: string) => hashIn(shown(id)) !== 'none' && shown(id).length < rows.length / 2;
  check(
    name('a large output arrives shortened'),
    isShort('big') && shown('big').includes('lost'),
    shown('big').slice(0, 300),
  );
  check(name('the retrieve call brings the exact original'), shown('back') === rows, shown('back').slice(0, 300));
  const isApart =
    isShort('p1') && isShort('p2') && hashIn(shown('p1')) !== hashIn(shown('p2')) && shown('p3') === 'three';
  check(name('calls in parallel get their own results'), isApart, [shown('p1').slice(-200), shown('p3')]);
  check(
    name('of a sub-agent too, and they come back'),
    isShort('subbig') && shown('subback') === rows,
    shown('subbig').slice(0, 200),
  );
  check(
    name("another server's answer too, as no error"),
    resultOf(own, 'mcp')?.isError === false && hashIn(shown('mcp')) !== 'none',
    shown('mcp').slice(0, 300),
  );
  check(
    name('a file that is read keeps its line numbers'),
    shown('read').startsWith('1\t['),
    shown('read').slice(0, 200),
  );
  const tools = new Set(
    own
      .filter(({ messages }) => !JSON.stringify(messages).includes('@@sub@@"'))
      .map((request) => JSON.stringify(request.tools)),
  );
  check(name('the tools are the same in every request'), tools.size === 1, tools.size);
  check(name('the model is offered no tool for the hook'), ![...tools].join().includes('headroom_hook'), undefined);
  check(name('no result ever changes'), changedResults(own).length === 0, changedResults(own));
  check(name('reasoning fits its prefix in every request'), provider.mismatches.length === 0, provider.mismatches);
  const gone = await headroom(world, 'uninstall', '--agent', 'claude', '--scope', scope);
  check(name('it is taken back'), gone.code === 0 && settingsIn(world) === SETTINGS, [
    gone.err.slice(0, 300),
    settingsIn(world),
  ]);
  const state = readFileSync(join(world.home, '.claude.json'), 'utf8');
  check(
    name("nothing of it stays in the agent's own state, which is its agent's"),
    !/"headroom"/.test(state) && state.includes('numStartups'),
    state.slice(0, 300),
  );
  const left = [...world.files(world.project)].filter(([path, digest]) => project.get(path) !== digest);
  check(name('nothing of it stays in the project'), left.length === 0, left);
  await world.run('claude', [...MODEL, '-p', 'Look @@plain@@']);
  check(
    name('after that results are whole'),
    resultOf(requests, 'whole')?.text === rows,
    resultOf(requests, 'whole')?.text.slice(0, 100),
  );
}

async function killed(world: World, { requests }: MessagesProvider, check: Check): Promise<void> {
  await headroom(world, 'install', '--agent', 'claude');
  const { code, err } = await world.run('claude', [...MODEL, '-p', 'Which node is lost? @@killed@@']);
  const [k1, k2, k3, k4] = ['k1', 'k2', 'k3', 'k4'].map((id) => resultOf(requests, id)?.text ?? '');
  check(
    'installed: the service is killed and the session goes on',
    code === 0 && k1 === 'gone',
    `${code} ${err.slice(-300)}`,
  );
  check(
    'installed: its result is then the original',
    k2 === rows || (k2 ?? '').length < rows.length / 2,
    k2?.slice(0, 200),
  );
  check(
    'installed: a moment later the service is back, for the hook and for what comes back',
    hashIn(k3) !== 'none' && k4 === disks,
    [k3?.slice(0, 200), k4?.slice(-100)],
  );
  const wrapped = await headroom(world, 'wrap', 'claude', '--', ...MODEL, '-p', 'Which node is lost? @@wrapped@@');
  const [w, wback] = ['w', 'wback'].map((id) => resultOf(requests, id)?.text ?? '');
  const isBeside = wrapped.code === 0 && hashIn(w) !== 'none' && wback === rows;
  check('installed: wrap works beside it', isBeside, [wrapped.code, wrapped.err.slice(-300), w?.slice(0, 200)]);
  await headroom(world, 'uninstall');
}
