import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, Check, LaneAgent, ScriptedProvider } from './lane-agent.js';
import type { Step } from './messages-provider.js';
import { hashIn, rows } from './steps.js';
import { bringBack, lastResult, wrap } from './try-agent.js';
import { HEADROOM, makeWorld, type World } from './world.js';

const headroom = (world: World, ...args: string[]) => world.run(process.execPath, [HEADROOM, ...args]);

/** What `headroom install` promises of an agent with a hook of its own, with the real program. */
export async function tryInstalled(agent: LaneAgent, bin: string, check: Check): Promise<void> {
  const provider: ScriptedProvider = await agent.provider(scriptsOf(agent, () => provider));
  const files = { 'project/rows.json': rows(260), ...agent.files(provider.url) };
  const world = makeWorld(bin, provider.url, files, agent.env(provider.url));
  const name = (what: string) => `installed: ${what}`;
  const whole = rows(260);
  const shown = (id: string) => agent.unwrapped(lastResult(provider, id)?.text ?? '');
  const isShort = (id: string) => hashIn(shown(id)) !== 'none' && shown(id).length < whole.length / 2;
  const isWhole = (id: string) => shown(id).trimEnd() === whole.trimEnd();
  const configured = Object.keys(agent.files(provider.url)).filter((path) => path.startsWith('home/'));
  const texts = () => configured.map((path) => readFileSync(join(world.home, path.slice('home/'.length)), 'utf8'));
  try {
    const before = texts();
    const done = await headroom(world, 'install', '--agent', agent.name);
    check(name('it installs'), done.code === 0, done.err.slice(0, 400));
    const ran = await world.run(agent.name, agent.ask('Which node is lost?'));
    check(name('a session ends as it should'), ran.code === 0, `${ran.code} ${ran.err.slice(-500)}`);
    check(
      name('a large output arrives shortened'),
      isShort('big') && shown('big').includes('lost'),
      shown('big').slice(0, 300),
    );
    check(name('the retrieve call brings the exact original'), isWhole('back'), shown('back').slice(0, 300));
    check(name('calls in parallel get their own results'), isShort('p1') && shown('p2').includes('two'), [
      shown('p1').slice(0, 100),
      shown('p2'),
    ]);
    check(name('reasoning fits its prefix in every request'), provider.mismatches.length === 0, provider.mismatches);
    const count = provider.requests.length;
    const wrapped = await wrap(agent, world, agent.ask('Which node is lost? @@wrapped@@'));
    const wentOn = wrapped.code === 0 && provider.requests.length > count;
    check(
      name('wrap works beside it'),
      wentOn && isShort('w'),
      `${wrapped.code} ${wrapped.err.slice(-400)} ${shown('w').slice(0, 200)}`,
    );
    const report = await headroom(world, 'doctor', '--json');
    const row = (JSON.parse(report.out) as { rows: { name: string; status: string; summary: string }[] }).rows.find(
      (one) => one.name === agent.name,
    );
    check(name('doctor finds it so'), row?.status === 'ok', row);
    const gone = await headroom(world, 'uninstall');
    check(name('it is taken back to the byte'), gone.code === 0 && JSON.stringify(texts()) === JSON.stringify(before), [
      gone.err.slice(0, 300),
      texts(),
    ]);
    const left = [...world.files(world.home).keys()].filter(
      (path) => /headroom/.test(path) && !path.startsWith('.headroom/') && !/cache|npm/.test(path),
    );
    check(name('no file of it stays'), left.length === 0, left);
    await world.run(agent.name, agent.ask('Look @@plain@@'));
    check(name('after that results are whole'), isWhole('plain'), shown('plain').slice(0, 200));
  } finally {
    await world.stopService();
    provider.close();
    world.remove();
  }
}

function scriptsOf(agent: LaneAgent, provider: () => ScriptedProvider): Readonly<Record<string, readonly Step[]>> {
  const step = (...calls: Call[]): Step => ({ calls });
  const { shell } = agent;
  return {
    main: [
      step(shell('big', 'cat rows.json')),
      bringBack(agent.tool, 'back', 'big', provider),
      step(shell('p1', 'cat rows.json; echo one'), shell('p2', 'echo two')),
    ],
    wrapped: [step(shell('w', 'cat rows.json'))],
    plain: [step(shell('plain', 'cat rows.json'))],
  };
}
