import { type AgentName, installAgent } from '../install-agent.js';
import type { LaneAgent } from '../lane-agent.js';
import { messagesProvider } from '../messages-provider.js';
import { wrap } from '../try-agent.js';
import { HEADROOM, makeWorld } from '../world.js';
import { rows } from './hooks.js';
import { inTurns } from './pairs.js';
import type { Chapter } from './report.js';

const SESSIONS = 'Sessions of real agents';

/** Claude Code, asked one question: what `headroom wrap` adds to its start. */
export async function claude(HEADROOM_HOME: string): Promise<Chapter> {
  const name = `${SESSIONS}: claude`;
  const { bin, reason } = installAgent('claude');
  if (bin === undefined) return { name, pairs: [], notes: [`Not tried: ${reason}`] };
  const provider = await messagesProvider({ main: [] });
  const world = makeWorld(bin, provider.url, {});
  const wrapped = [HEADROOM, 'wrap', 'claude', '--', '-p', 'hello'];
  const pair = await inTurns('`claude -p hello`; the same by `headroom wrap`', 9, {
    alone: () => world.run('claude', ['-p', 'hello']),
    withUs: () => world.run(process.execPath, wrapped, { HEADROOM_HOME }),
  });
  provider.close();
  world.remove();
  return { name, pairs: [pair] };
}

/** A session of another agent with one call of a shell. */
export async function one(agent: LaneAgent, HEADROOM_HOME: string): Promise<Chapter> {
  const name = `${SESSIONS}: ${agent.name}`;
  const { bin, reason } = installAgent(agent.name as AgentName);
  if (bin === undefined) return { name, pairs: [], notes: [`Not tried: ${reason}`] };
  const provider = await agent.provider({ main: [{ calls: [agent.shell('big', 'cat rows.json')] }] });
  const files = { 'project/rows.json': rows(1), ...agent.files(provider.url) };
  const world = makeWorld(bin, provider.url, files, { ...agent.env(provider.url), HEADROOM_HOME });
  const prompt = agent.ask('Which node is lost?');
  const pair = await inTurns(`\`${agent.name}\`, one call; the same by \`headroom wrap\``, 5, {
    alone: () => world.run(agent.name, prompt),
    withUs: () => wrap(agent, world, prompt),
  });
  provider.close();
  world.remove();
  return { name, pairs: [pair] };
}
