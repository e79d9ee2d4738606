import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, Check, LaneAgent, ScriptedProvider } from './lane-agent.js';
import type { Step } from './messages-provider.js';
import type { Shown } from './results.js';
import { sessionsTold } from './sessions-told.js';
import { hashIn, rows } from './steps.js';
import { HEADROOM, makeWorld, type World } from './world.js';

type Fields = Readonly<Record<string, unknown>>;

/** Rows of a table as JSON, one of them other than the rest. */
/** The line with which a script stops the service without its leave. */
const KILL = 'node kill.mjs';
const KILL_FILE = `import { readFileSync } from 'node:fs';
process.kill(JSON.parse(readFileSync(process.env.HOME + '/.headroom/service.json')).pid, 'SIGKILL');
console.log('gone');
`;

/** The result of one call in the last request that has it. */
export function lastResult({ requests, resultsIn }: ScriptedProvider, id: string): Shown | undefined {
  return requests.map((request) => resultsIn(request).get(id)).findLast((shown) => shown !== undefined);
}

/** What `headroom wrap` promises of any agent, with the real program. */
export async function tryAgent(agent: LaneAgent, bin: string, check: Check): Promise<void> {
  const scripts = { ...scriptsOf(agent, () => provider), ...agent.scripts };
  const provider: ScriptedProvider = await agent.provider(scripts);
  const files = {
    'project/rows.json': rows(260),
    'project/more.json': rows(2000),
    'project/kill.mjs': KILL_FILE,
    ...agent.files(provider.url),
  };
  const world = makeWorld(bin, provider.url, files, agent.env(provider.url));
  try {
    await session(agent, world, provider, check);
    const told = (await sessionsTold(world)).filter((one) => one.agent === agent.name);
    check(
      'the dashboard tells what was shortened in it, and that no prefix changed',
      told.some(({ before, after }) => after < before) && told.every(({ changed }) => changed === 0),
      told,
    );
    await agent.more?.(world, provider, check);
    await killed(agent, world, provider, check);
    for (const args of agent.endsAtOnce) {
      const [ours, theirs] = [await wrap(agent, world, args), await world.run(agent.name, args)];
      const found = [ours.code, theirs.code, ours.out.slice(0, 200), theirs.out.slice(0, 200), ours.err.slice(0, 200)];
      check(`ends as without us: ${args.join(' ')}`, ours.code === theirs.code && ours.out === theirs.out, found);
    }
  } finally {
    await world.stopService();
    provider.close();
    world.remove();
  }
}

/** A step that asks for the original behind the note in a result. */
export const bringBack =
  (tool: string, id: string, of: string, provider: () => ScriptedProvider): Step =>
  (request: Fields) => {
    const hash = hashIn(provider().resultsIn(request).get(of)?.text);
    return { calls: [{ id, name: tool, input: { hash } }] };
  };

function scriptsOf(agent: LaneAgent, provider: () => ScriptedProvider): Readonly<Record<string, readonly Step[]>> {
  const back = (id: string, of: string) => bringBack(agent.tool, id, of, provider);
  const step = (...calls: Call[]): Step => ({ calls });
  const { shell } = agent;
  return {
    main: [
      step(shell('big', 'cat rows.json')),
      back('back', 'big'),
      step(shell('fails', 'cat rows.json; exit 3')),
      step(shell('p1', 'cat rows.json; echo one'), shell('p2', 'echo two; cat rows.json'), shell('p3', 'echo three')),
      step(shell('huge', 'cat more.json')),
      ...(agent.read ? [step(agent.read('read', 'rows.json'))] : []),
      ...(agent.subagent ? [step(agent.subagent('agent', 'Which node is lost? @@sub@@'))] : []),
      { text: 'That is all.' },
      step(shell('again', 'cat rows.json; echo four')),
    ],
    sub: [step(shell('subbig', 'cat rows.json')), back('subback', 'subbig')],
    killed: [step(shell('k1', 'cat rows.json')), step(shell('k2', KILL)), step(shell('k3', 'cat rows.json'))],
  };
}

/** Runs the agent by `headroom wrap`. */
export const wrap = (
  agent: LaneAgent,
  world: World,
  args: readonly string[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) => world.run(process.execPath, [HEADROOM, 'wrap', agent.name, ...flags, '--', ...args], env);

async function session(agent: LaneAgent, world: World, provider: ScriptedProvider, check: Check): Promise<void> {
  const before = [world.files(world.home), world.files(world.project)] as const;
  const first = await wrap(agent, world, agent.ask('Which node is lost?'));
  check('a session ends as it should', first.code === 0, `${first.code} ${first.err.slice(-600)}`);
  check('nothing of ours is said where all is well', !first.err.includes('headroom:'), first.err.slice(0, 300));
  const { requests } = provider;
  const shown = (id: string) => agent.unwrapped(lastResult(provider, id)?.text ?? '');
  const whole = readFileSync(join(world.project, 'rows.json'), 'utf8');
  const isShort = (id: string) =>
    shown(id).includes(`call ${agent.tool} with hash=`) &&
    shown(id).length < whole.length / 2 &&
    shown(id).includes('lost');
  check('a large output arrives shortened', isShort('big'), shown('big').slice(0, 300));
  check('the retrieve call brings the exact original', isOriginal(shown('back'), whole), shown('back').slice(0, 300));
  const hasHash = (id: string) => hashIn(shown(id)) !== 'none' && shown(id).length < whole.length / 2;
  check('a failing command arrives, shortened or whole', hasHash('fails') || isOriginal(shown('fails'), whole), [
    shown('fails').slice(-300),
  ]);
  check(
    'calls in parallel get their own results',
    hasHash('p1') && hasHash('p2') && hashIn(shown('p1')) !== hashIn(shown('p2')) && shown('p3').includes('three'),
    [shown('p1').slice(-200), shown('p2').slice(0, 200), shown('p3')],
  );
  // A proxy sees what the agent has left of it.
  if (!agent.isRetrieveUnseen)
    check('of an output that the agent cuts the whole is read', isShort('huge') && shown('huge').includes('2000'), [
      shown('huge').slice(0, 300),
      shown('huge').slice(-300),
    ]);
  if (agent.subagent)
    check(
      'the results of a sub-agent are shortened, and come back',
      isShort('subbig') && isOriginal(shown('subback'), whole),
      [shown('subbig').slice(0, 300), shown('subback').slice(0, 100)],
    );
  const isMain = (request: Fields) => !JSON.stringify(request).includes('@@sub@@"');
  const tools = new Set(requests.filter(isMain).map((request) => provider.toolsIn(request)));
  check(
    'the tools are the same in every request',
    tools.size === 1,
    [...tools].map((list) => list.slice(0, 600)),
  );
  const count = requests.length;
  const next = await wrap(agent, world, agent.goOn('And now?'));
  const wentOn = next.code === 0 && requests.length > count && hasHash('again');
  check('a session goes on', wentOn, `${next.code} ${next.err.slice(-300)} ${shown('again').slice(0, 200)}`);
  const judged = agent.changesItsStart ? { ...provider, requests: requests.slice(0, count) } : provider;
  check('no result ever changes', changedResults(judged).length === 0, changedResults(judged));
  const unseen = agent.isRetrieveUnseen ? ['back', 'subback'] : [];
  const broken = brokenPrefixes(judged, unseen);
  check('what was said stays, byte for byte', broken === 0, broken);
  check('reasoning fits its prefix in every request', provider.mismatches.length === 0, provider.mismatches);
  const foreign = changed(before[0], world.files(world.home)).filter(
    (path) => before[0].has(path) || !(agent.ownState.test(path) || OUR_STATE.test(path)),
  );
  check('no file of the user is changed', foreign.length === 0, foreign.slice(0, 20));
  const left = [...world.files(world.home).keys()].filter((path) => path.includes('extensions/headroom'));
  check('what a session needed is gone with it', left.length === 0, left);
  const ofProject = changed(before[1], world.files(world.project));
  check('nor of the project', ofProject.length === 0, ofProject);
}

/** Where we keep state of our own; of a session that has ended, nothing. */
const OUR_STATE = /^\.headroom\/(?:gemini-policy\.toml|copilot\/|service\.(?:json|lock|log)|store\.db)/;

/** Without the line end that a shell's tool may have taken off. */
const isOriginal = (text: string, whole: string) => text.trimEnd() === whole.trimEnd();

const changed = (was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>) =>
  [...is].filter(([path, digest]) => was.get(path) !== digest).map(([path]) => path);

/** Calls whose result was not the same in every request that had it. */
function changedResults({ requests, resultsIn }: ScriptedProvider): readonly string[] {
  const first = new Map<string, string>();
  const found = new Set<string>();
  for (const request of requests)
    for (const [id, { text }] of resultsIn(request)) {
      if ((first.get(id) ?? text) !== text) found.add(id);
      first.set(id, first.get(id) ?? text);
    }
  return [...found];
}

/** Requests whose results of earlier requests of the same conversation are not all there again. */
function brokenPrefixes({ requests, resultsIn }: ScriptedProvider, unseen: readonly string[]): number {
  let broken = 0;
  let last: ReadonlyMap<string, Shown> = new Map();
  for (const request of requests) {
    const now = new Map([...resultsIn(request)].filter(([id]) => !unseen.includes(id)));
    const isSame = [...last.keys()].some((id) => now.has(id));
    if (isSame && ![...last].every(([id, { text }]) => now.get(id)?.text === text)) broken++;
    if (isSame || last.size === 0) last = now;
  }
  return broken;
}

async function killed(agent: LaneAgent, world: World, provider: ScriptedProvider, check: Check): Promise<void> {
  const { code, err } = await wrap(agent, world, agent.ask('Look again @@killed@@'));
  const shown = (id: string) => agent.unwrapped(lastResult(provider, id)?.text ?? '');
  check(
    'the service is killed and the session goes on',
    code === 0 && shown('k2').trim() === 'gone',
    `${code} ${shown('k2').slice(0, 300)} ${err.slice(-300)}`,
  );
  const whole = readFileSync(join(world.project, 'rows.json'), 'utf8');
  check(
    'the agent then has its original, or, from a service that is back, a shortened one',
    isOriginal(shown('k3'), whole) || hashIn(shown('k3')) !== 'none',
    shown('k3').slice(0, 200),
  );
}
