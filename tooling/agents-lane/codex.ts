import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './lane-agent.js';
import {
  changedOutputs,
  outputOf,
  type ResponsesProvider,
  type ResponsesStep,
  responsesProvider,
} from './responses-provider.js';
import { sessionsTold } from './sessions-told.js';
import { HEADROOM, KILL_SERVICE, makeWorld, type World } from './world.js';

const TOOL = 'mcp__headroom__headroom_retrieve';
/** Shorter than what the agent itself cuts in the middle, and another text for every seed. */
const log = (seed: number) =>
  Array.from({ length: 130 }, (_, i) => {
    const at = `12:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}`;
    if (i === 97) return `${at} ERROR node-${seed} was lost by the controller, code ${seed * 17}`;
    return `${at} INFO worker-${(i * seed) % 5} took job ${(i * 7919 + seed) % 1009} in ${(i * seed) % 83} ms`;
  }).join('\n');
const rows = log(1);
const FILES = {
  'project/one.log': log(1),
  'project/two.log': log(2),
  'project/three.log': log(3),
  'project/four.log': log(4),
};
const run = (id: string, cmd: string) => ({ id, name: 'exec_command', input: { cmd } });
const code = (id: string, input: string) => ({ id, name: 'exec', input });
const hashIn = (text = '') => /with hash=([0-9a-f]{24})/.exec(text)?.[1] ?? 'none';
const shownIn = (history: readonly object[], id: string) =>
  JSON.stringify(history.findLast((item) => 'output' in item && 'call_id' in item && item.call_id === id) ?? '');
const ask =
  (id: string, of: string): ResponsesStep =>
  (history) => ({
    calls: [
      { id, name: 'headroom_retrieve', namespace: 'mcp__headroom', input: { hash: hashIn(shownIn(history, of)) } },
    ],
  });
const askInCode =
  (id: string, of: string): ResponsesStep =>
  (history) => ({
    calls: [
      code(id, `const r = await tools.${TOOL}({hash: "${hashIn(shownIn(history, of))}"}); text(r.content[0].text);`),
    ],
  });

const PLAIN: readonly ResponsesStep[] = [
  { calls: [run('big', 'cat one.log')] },
  ask('back', 'big'),
  { calls: [run('fails', 'head -c 3000 one.log; exit 3')] },
  { calls: [run('p1', 'cat two.log'), run('p2', 'cat three.log'), run('p3', 'echo three')] },
  { text: 'That is all.' },
  { calls: [run('again', 'cat four.log')] },
];
const SCRIPTS: Readonly<Record<string, readonly ResponsesStep[]>> = {
  main: PLAIN,
  http: PLAIN,
  code: [
    { calls: [code('cbig', 'const r = await tools.exec_command({cmd: "cat one.log"}); text(r.output);')] },
    askInCode('cback', 'cbig'),
    { calls: [code('craw', 'text(await tools.exec_command({cmd: "cat two.log"}));')] },
  ],
  login: [{ calls: [run('l1', 'cat one.log')] }, { text: 'That is all.' }],
  killed: [
    { calls: [run('k1', 'cat one.log')] },
    {
      calls: [run('k2', KILL_SERVICE)],
    },
    { calls: [run('k3', 'cat two.log')] },
  ],
};

/** What `headroom wrap codex` promises, with the real program. */
export async function tryCodex(bin: string, check: Check): Promise<void> {
  const provider = await responsesProvider(SCRIPTS);
  const config = `model = "gpt-5"\nopenai_base_url = "${provider.url}/v1"\n\n[tui] # mine\n`;
  const world = makeWorld(bin, provider.url, { ...FILES, 'home/.codex/config.toml': config });
  try {
    await plain(world, provider, check, 'websocket');
    provider.webSocket = false;
    await plain(world, provider, check, 'http');
    await loggedIn(world, provider, check);
    provider.webSocket = true;
    await inCode(world, provider, check);
    await killed(world, provider, check);
    await asWithoutUs(world, check);
  } finally {
    await world.stopService();
    provider.close();
    world.remove();
  }
}

const KEY = { CODEX_API_KEY: 'sk-made-up' };
const EXEC = ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
const wrap = (world: World, ...args: string[]) =>
  world.run(process.execPath, [HEADROOM, 'wrap', 'codex', '--', ...args], KEY);

async function plain(
  world: World,
  provider: ResponsesProvider,
  check: Check,
  over: 'http' | 'websocket',
): Promise<void> {
  const name = (what: string) => `${what} (${over})`;
  const before = [world.files(world.home), world.files(world.project)] as const;
  const from = provider.requests.length;
  const mismatched = provider.mismatches.length;
  const first = await wrap(world, ...EXEC, `Which node is lost? @@${over === 'http' ? 'http' : 'main'}@@`);
  check(name('a session ends as it should'), first.code === 0, `${first.code} ${first.err.slice(-600)}`);
  check(name('nothing of ours is said where all is well'), !first.err.includes('headroom:'), first.err.slice(0, 300));
  const requests = () => provider.requests.slice(from);
  const shown = (id: string) => outputOf(requests(), id) ?? '';
  check(
    name('its requests come over it'),
    requests().some((request) => request.over === over) && requests().at(-1)?.over === over,
  );
  check(
    name('the key goes through'),
    requests().every(({ headers }) => headers.authorization === 'Bearer sk-made-up'),
    requests()[0]?.headers,
  );
  const isShort = (id: string) => hashIn(shown(id)) !== 'none' && shown(id).length < rows.length / 2;
  check(
    name('a large output arrives shortened'),
    isShort('big') && shown('big').includes(`call ${TOOL} with hash=`) && shown('big').includes('lost'),
    shown('big').slice(0, 300),
  );
  check(name('the retrieve call brings the exact original'), shown('back').includes(rows), shown('back').slice(0, 300));
  check(
    name('a failed command arrives as it is'),
    shown('fails').includes('exited with code 3') && shown('fails').includes(rows.slice(0, 3000)),
    shown('fails').slice(0, 300),
  );
  check(
    name('calls in parallel get their own results'),
    isShort('p1') && isShort('p2') && hashIn(shown('p1')) !== hashIn(shown('p2')) && shown('p3').includes('three'),
    [shown('p1').slice(-200), shown('p2').slice(0, 200), shown('p3')],
  );
  const tools = new Set(requests().map(({ body }) => JSON.stringify(body.tools)));
  check(name('the tools are the same in every request'), tools.size === 1, tools.size);
  const count = requests().length;
  const next = await wrap(world, ...EXEC, 'resume', '--last', 'And now?');
  check(
    name('a session goes on'),
    next.code === 0 && requests().length > count && isShort('again'),
    `${next.code} ${next.err.slice(-300)}`,
  );
  check(name('no result ever changes'), changedOutputs(requests()).length === 0, changedOutputs(requests()));
  check(
    name('reasoning fits its prefix in every request'),
    provider.mismatches.length === mismatched,
    provider.mismatches,
  );
  const changed = (was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>) =>
    [...is].filter(([path, digest]) => was.get(path) !== digest).map(([path]) => path);
  const foreign = changed(before[0], world.files(world.home)).filter(
    (path) => path === '.codex/config.toml' || !OWN_STATE.test(path),
  );
  check(
    name('no file of the user is changed'),
    foreign.length === 0 && changed(before[1], world.files(world.project)).length === 0,
    foreign,
  );
  const sessions = await sessionsTold(world);
  const [latest] = sessions.slice(-1);
  check(
    name('the dashboard tells its requests, what was counted, and that no prefix changed'),
    latest?.agent === 'codex' &&
      latest.requests >= 4 &&
      latest.counted === latest.requests &&
      latest.after < latest.before &&
      sessions.every(({ changed: faults }) => faults === 0),
    sessions,
  );
  const session = [...world.files(world.home).keys()].find((path) => /sessions\/.*\.jsonl$/.test(path));
  const told = session && readFileSync(join(world.home, session), 'utf8').split('\n', 1)[0];
  check(
    name('its history is kept under the built-in provider'),
    told?.includes('"model_provider":"openai"') === true,
    told?.slice(0, 400),
  );
}

/** Where the agent and we keep state of our own. */
const OWN_STATE = /^\.(?:codex|cache|headroom|local)\//;

/** A login with ChatGPT, made up; its requests are compressed where nobody says otherwise. */
async function loggedIn(world: World, { requests }: ResponsesProvider, check: Check): Promise<void> {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    exp: 4_000_000_000,
    email: 'a@b.example',
    'https://api.openai.com/auth': { chatgpt_plan_type: 'pro', chatgpt_account_id: 'acc-1' },
  };
  const token = `${part({ alg: 'none' })}.${part(claims)}.${part({})}`;
  const tokens = { id_token: token, access_token: token, refresh_token: 'made-up', account_id: 'acc-1' };
  const auth = join(world.home, '.codex', 'auth.json');
  writeFileSync(auth, JSON.stringify({ OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() }));
  const from = requests.length;
  const args = [
    HEADROOM,
    'wrap',
    'codex',
    '--',
    '-c',
    'features.enable_request_compression=true',
    ...EXEC,
    'Which node is lost? @@login@@',
  ];
  const { code: ended, err } = await world.run(process.execPath, args);
  rmSync(auth);
  const own = requests.slice(from);
  check(
    'with a ChatGPT login its requests go through with the account, compressed where nothing was shortened',
    ended === 0 &&
      own.length > 1 &&
      own.every(
        ({ headers }) => headers['chatgpt-account-id'] === 'acc-1' && headers.authorization === `Bearer ${token}`,
      ) &&
      own[0]?.headers['content-encoding'] === 'zstd',
    [ended, err.slice(-300), own[0]?.headers],
  );
  const shown = outputOf(own, 'l1') ?? '';
  check(
    'and plain and shortened where something was',
    own.at(-1)?.headers['content-encoding'] === undefined && hashIn(shown) !== 'none' && shown.length < rows.length / 2,
    [own.at(-1)?.headers, shown.slice(0, 200)],
  );
}

async function inCode(world: World, { requests }: ResponsesProvider, check: Check): Promise<void> {
  const { code: ended, err } = await wrap(world, '-c', 'model="gpt-6.2-sol"', ...EXEC, 'Which node is lost? @@code@@');
  const shown = (id: string) => outputOf(requests, id) ?? '';
  check(
    'a model that writes code sees its output shortened',
    ended === 0 &&
      hashIn(shown('cbig')) !== 'none' &&
      shown('cbig').length < rows.length / 2 &&
      shown('cbig').includes('lost'),
    [ended, err.slice(-300), shown('cbig').slice(0, 300)],
  );
  check(
    'its code brings the exact original back, which stays whole',
    shown('cback').includes(rows),
    shown('cback').slice(0, 300),
  );
  check(
    'results that it prints with all their fields are shortened too',
    shown('craw').length < rows.length / 2 && shown('craw').includes('lost'),
    shown('craw').slice(0, 300),
  );
}

async function killed(world: World, { requests }: ResponsesProvider, check: Check): Promise<void> {
  const { code: ended, err } = await wrap(world, ...EXEC, 'Look again @@killed@@');
  check(
    'the service is killed, and the session goes on with the one that takes its place',
    ended === 0 && outputOf(requests, 'k2')?.includes('gone') === true && hashIn(outputOf(requests, 'k3')) !== 'none',
    `${ended} ${err.slice(-400)} ${outputOf(requests, 'k3')?.slice(0, 200)}`,
  );
  const own = requests.filter(({ history }) => JSON.stringify(history).includes('@@killed@@'));
  check('and what was sent before is sent again as it was', changedOutputs(own).length === 0, changedOutputs(own));
}

async function asWithoutUs(world: World, check: Check): Promise<void> {
  for (const args of [['--no-such-flag'], ['--version'], ['exec', '--help']]) {
    const [ours, theirs] = [await wrap(world, ...args), await world.run('codex', args, KEY)];
    check(`ends as without us: ${args.join(' ')}`, ours.code === theirs.code && ours.out === theirs.out, [
      ours.code,
      theirs.code,
      ours.err.slice(0, 200),
    ]);
  }
}
