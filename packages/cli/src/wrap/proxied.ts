import { join } from 'node:path';
import { overruledInQwen, type ProxiedAgent, proxiedSession } from '@headroom/agents';
import { homeFolder } from '../home-folder.js';
import { sessionPath } from '../service/session-path.js';
import type { WrapContext, WrapSession } from './agents.js';
import { filesAt } from './files-at.js';

/** A session of an agent that is told by a variable where its provider is: it is told of the service's proxy. */
export function proxiedWrap(
  { args, flags, service: { port, token }, say }: WrapContext,
  agent: ProxiedAgent,
): WrapSession {
  if (agent.name === 'qwen') for (const reason of qwenReasons()) say(reason);
  const start = proxiedSession({
    agent,
    args,
    env: process.env,
    proxyUrl: (upstreams) => {
      const path = sessionPath(token, {
        agent: agent.name,
        upstreams,
        mode: flags.lossless ? 'lossless' : flags.mode,
        excludeTools: flags.excludeTools?.length ? flags.excludeTools : undefined,
      });
      return `http://127.0.0.1:${port}${path}`;
    },
  });
  if (start.problem !== undefined) say(`${start.problem}; the agent runs without Headroom`);
  return start;
}

/** What in the settings that Qwen Code reads here sends its requests past a proxy. */
export function qwenReasons(): readonly string[] {
  return overruledInQwen(filesAt([join(homeFolder(), '.qwen', 'settings.json'), join('.qwen', 'settings.json')]));
}
