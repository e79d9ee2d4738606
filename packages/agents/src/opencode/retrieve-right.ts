import { isFields } from '../fields.js';
import { OPENCODE_RETRIEVE_TOOL } from './names.js';

/** Gives a session the right to bring originals back, unless the user says something of this tool himself. */
export function allowRetrieve(config: unknown): void {
  if (!isFields(config)) return;
  const { permission } = config;
  const rules = isFields(permission) ? permission : permission === undefined ? {} : { '*': permission };
  if (Object.keys(rules).some((name) => name !== '*' && fits(name))) return;
  (config as { permission?: unknown }).permission = { ...rules, [OPENCODE_RETRIEVE_TOOL]: 'allow' };
}

/**
 * Whether an agent of a session is offered the retrieve tool: `agents` as opencode lists them, the rules of each in order, of which
 * the last that fits counts. False for an agent that is not known: it is then shown no note that it could not follow.
 */
export function mayRetrieve(agents: unknown, name: string | undefined): boolean {
  const agent = Array.isArray(agents) ? agents.find((one) => isFields(one) && one.name === name) : undefined;
  const rules = isFields(agent) ? agent.permission : undefined;
  if (!Array.isArray(rules)) return false;
  const rule = rules.findLast((one) => isFields(one) && fits(String(one.permission)));
  return isFields(rule) && rule.action !== 'deny';
}

/** Whether a pattern, in which `*` stands for anything and `?` for a character, names the retrieve tool. */
function fits(pattern: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return pattern.length < 200 && new RegExp(`^${source}$`).test(OPENCODE_RETRIEVE_TOOL);
}
