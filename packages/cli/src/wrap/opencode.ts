import { opencodeSession } from '@headroom/agents';
import { choiceOf, type WrapContext, type WrapSession } from './agents.js';

/** A session of opencode with a plugin for the results of its tools. */
export function opencodeWrap(context: WrapContext): WrapSession {
  const start = opencodeSession({
    ...choiceOf(context),
    args: context.args,
    content: process.env.OPENCODE_CONFIG_CONTENT,
    plugin: import.meta.resolve('@headroom/agents/opencode-plugin'),
  });
  if (start.problem !== undefined) context.say(`${start.problem}; the agent runs without Headroom`);
  return start;
}
