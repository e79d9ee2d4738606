import { existsSync } from 'node:fs';
import { overruledIn } from '@headroom/agents';
import {
  configsOf,
  INSTALL_AGENTS,
  type Inspected,
  type InstallAgent,
  inspect,
  installed,
  type JournalEntry,
  takenBy,
} from '@headroom/agents/install';
import { installAgents, oldClaude, serverFlagsIn } from '../install/install-agents.js';
import { hooksHere, isHere, journalFile, placesHere, sessionServer } from '../install/surroundings.js';
import { inHome } from '../print.js';
import { program } from '../service/program.js';
import { readState, serviceFolder } from '../service/state.js';
import { WRAPPED_AGENTS } from '../wrap/agents.js';
import { settingsFiles } from '../wrap/claude.js';
import { qwenReasons } from '../wrap/proxied.js';
import { routeOf } from './routes.js';
import type { Row } from './row.js';

/** Every agent that is here: what of Headroom stands in its files, what overrules it, and where its requests go. */
export function checkAgents(): readonly Row[] {
  const places = placesHere();
  let entries: readonly JournalEntry[];
  try {
    entries = installed({ journal: journalFile() });
  } catch (error) {
    const summary = error instanceof Error ? error.message : String(error);
    return [{ name: 'record', status: 'fail', summary, hint: 'Without it nothing can be taken back exactly.' }];
  }
  const isKnown = (agent: InstallAgent) => isHere(agent, places) || entries.some((entry) => entry.agent === agent);
  const known = INSTALL_AGENTS.filter(isKnown);
  const rows = known.flatMap((agent) =>
    rowsOf(
      agent,
      entries.filter((entry) => entry.agent === agent),
    ),
  );
  const others = INSTALL_AGENTS.filter((agent) => !known.includes(agent));
  if (others.length === 0) return [...rows, ...qwen()];
  const hint = 'They are looked for on the path, and by the folders they keep.';
  return [
    ...rows,
    ...qwen(),
    { name: 'others', status: 'skip', summary: `not found here: ${others.join(', ')}`, hint },
  ];
}

function rowsOf(agent: InstallAgent, entries: readonly JournalEntry[]): readonly Row[] {
  const route = routeOf(agent, placesHere());
  const to = route === undefined ? '' : `; its requests go to ${route}`;
  const rows = entries.length > 0 ? entries.map((entry) => ofEntry(agent, entry)) : [ofNothing(agent)];
  const worst = [...rows].sort((a, b) => RANK[b.status] - RANK[a.status])[0] as Row;
  const isFine = worst.status === 'ok';
  const files = [...new Set(entries.map(({ file }) => inHome(file)))].join(', ');
  const first: Row = isFine
    ? { ...worst, summary: `installed in ${files}${to}` }
    : { ...worst, summary: `${worst.summary}${to}` };
  return [first, ...(agent === 'claude' ? overruled() : [])];
}

const RANK = { skip: 0, ok: 1, warn: 2, fail: 3 } as const;

function ofNothing(agent: InstallAgent): Row {
  const places = placesHere();
  const wanted = { ...hooksHere(), server: sessionServer([]), canRun: false };
  const taken = configsOf(agent, 'user', places, wanted, existsSync)
    .map((config) => ({ file: config.file, place: takenBy(config) }))
    .find(({ place }) => place !== undefined);
  if (taken)
    return {
      name: agent,
      status: 'warn',
      summary: `"${taken.place}" in ${inHome(taken.file)} was not written by \`headroom install\``,
      hint: `Remove it, or replace it with \`headroom install --agent ${agent} --force\`.`,
    };
  const canWrap = WRAPPED_AGENTS.some(({ name }) => name === agent);
  const wrap = canWrap ? `\`headroom wrap ${agent}\` for one session, ` : '';
  return {
    name: agent,
    status: 'skip',
    summary: 'nothing installed',
    hint: `${wrap}\`headroom install --agent ${agent}\` for good.`,
  };
}

function ofEntry(agent: InstallAgent, entry: JournalEntry): Row {
  const found = inspect(entry);
  const file = inHome(entry.file);
  const again = `headroom install --agent ${agent}${entry.project === undefined ? '' : ' --scope project'}`;
  const canFix = entry.project === undefined || entry.project === process.cwd();
  const fix = canFix ? { fix: () => installAgain(agent, entry, found) } : {};
  const row = (status: Row['status'], summary: string, hint: string, more: object = fix): Row => ({
    name: agent,
    status,
    summary,
    hint,
    ...more,
  });
  const places = found.places.map((place) => `"${place}"`).join(' and ');
  if (found.state === 'unreadable')
    return row('fail', `${file}: ${found.problem}`, 'Mend the file, then look again.', {});
  if (found.state === 'changed')
    return row(
      'warn',
      `${places} in ${file} was edited since it was installed`,
      `\`${again} --force\` writes it anew; \`headroom uninstall --force\` forgets it.`,
      {},
    );
  if (found.state !== 'whole')
    return row(
      'warn',
      `${places} is not in ${file} any more`,
      `\`${again}\` puts it back, \`headroom uninstall --agent ${agent}\` takes the rest out.`,
    );
  const gone = missing(found);
  if (gone !== undefined)
    return row('fail', `${file} starts ${gone}, which is not there`, `\`${again}\` names this copy.`);
  const script = found.server?.args[0];
  if (script !== undefined && script !== program)
    return row('warn', `${file} starts another copy of Headroom: ${script}`, `\`${again}\` names this copy.`);
  if (found.isLeftover)
    return row('warn', `something was left beside ${file} when an install broke off`, `\`${again}\` sweeps it away.`);
  const old = agent === 'claude' ? oldClaude() : undefined;
  if (old !== undefined) return row('warn', old, 'Until then its results arrive whole.', {});
  return row('ok', file, `\`headroom uninstall --agent ${agent}\` takes it back to the byte.`, {});
}

function missing({ server }: Inspected): string | undefined {
  return server && [server.command, server.args[0] ?? ''].find((path) => path !== '' && !existsSync(path));
}

async function installAgain(agent: InstallAgent, entry: JournalEntry, { server }: Inspected): Promise<string> {
  const flags = { agent: [agent], scope: entry.project === undefined ? ('user' as const) : ('project' as const) };
  const [done] = await installAgents(flags, serverFlagsIn(server?.args ?? []));
  const steps = done?.steps.map(({ outcome, file }) => `${outcome} ${inHome(file)}`) ?? [];
  return steps.length > 0 ? steps.join(', ') : 'the agent is not here any more';
}

/** Nothing is installed for it; what overrules `headroom wrap qwen` is said all the same. */
function qwen(): readonly Row[] {
  return qwenReasons().map((reason) => ({
    name: 'qwen',
    status: 'warn',
    summary: inHome(reason),
    hint: 'Take "baseUrl" out of that model and set OPENAI_BASE_URL instead: `headroom wrap qwen` sends on to it.',
  }));
}

function overruled(): readonly Row[] {
  const { reasons } = overruledIn(settingsFiles(), [], readState(serviceFolder())?.port ?? 0);
  return reasons.map((reason) => ({
    name: 'claude',
    status: 'warn',
    summary: inHome(reason),
    hint: 'The agent says nothing of it, and shows its model what the settings leave.',
  }));
}
