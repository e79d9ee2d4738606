import { join } from 'node:path';
import { nodeDisk } from '@headroom/agents/install';
import { AGENTS, type AgentName } from '@headroom/agents/sessions';
import { chooseLines } from './block/choose-lines.js';
import { fileOf, type Target, targetOf } from './block/targets.js';
import { type Change, changeOf, writeBlock } from './block/write-block.js';
import type { ProjectBook } from './book/book.js';
import { keyOf } from './finding/finding.js';
import type { LearnOptions } from './learn.js';
import type { Rule } from './rules/rule.js';
import { ruleId, type Waiting } from './rules/rules-of.js';

/** Rules that an agent alone obeys: others have other rights. */
const OF_ITS_AGENT = new Set(['refused']);

/** Writes the rules of a project into the files that its agents read, or says what that would change. */
export async function writeRules(
  root: string,
  project: ProjectBook,
  { rules, waiting }: { readonly rules: readonly Rule[]; readonly waiting: readonly Waiting[] },
  options: LearnOptions,
  warnings: string[],
): Promise<readonly Change[]> {
  // A folder that is gone has nobody who reads in it; a home is no project.
  if (nodeDisk.look(root)?.kind !== 'folder' || root === options.home || root === '/') return [];
  const { most = 15, apply = false, now = Date.now } = options;
  const gone = new Set(waiting.filter(({ because }) => because !== 'too few sessions').map(({ rule }) => rule.id));
  for (const [id, { isRemoved }] of Object.entries(project.written)) if (isRemoved) gone.add(id);
  const changes: Change[] = [];
  for (const [file, agents] of filesFor(root, project, rules, options)) {
    const own = rules.filter(
      ({ kind, agents: by }) => !OF_ITS_AGENT.has(kind) || by.some((agent) => agents.has(agent)),
    );
    const choose = (had: Change['had']) =>
      chooseLines(had, { rules: own, refuted: gone, written: project.written, file, most });
    const change = apply ? writeBlock(file, choose) : changeOf(file, choose);
    changes.push(change);
    if (apply && change.problem === undefined) {
      noteWritten(project, change, own, now());
      await remembered(root, change, own, options, warnings);
    }
  }
  return changes;
}

/** The files to write, two names of one file once, with the agents that read them. */
function filesFor(
  root: string,
  project: ProjectBook,
  rules: readonly Rule[],
  options: LearnOptions,
): Map<string, Set<AgentName>> {
  const { agents = AGENTS, target, env = {}, home } = options;
  const claudeHome = env.CLAUDE_CONFIG_DIR?.split(',')[0] || join(home, '.claude');
  const seen = new Set(rules.flatMap((rule) => rule.agents));
  const files = new Map<string, Set<AgentName>>();
  const reals = new Map<string, string>();
  const add = (name: Target, agent: AgentName) => {
    const file = fileOf(name, root, claudeHome);
    const first = reals.get(nodeDisk.real(file)) ?? file;
    reals.set(nodeDisk.real(file), first);
    files.set(first, (files.get(first) ?? new Set()).add(agent));
  };
  for (const agent of AGENTS.filter((one) => agents.includes(one) && seen.has(one))) {
    const isClaude =
      agent === 'claude-code' && (target === 'CLAUDE.md' || target === 'MEMORY.md' || target === 'CLAUDE.local.md');
    const isOther = target === 'AGENTS.md' || target === 'GEMINI.md';
    add(target !== undefined && (isClaude || isOther) ? target : targetOf(agent), agent);
  }
  // Where rules stand already they may have to go.
  for (const { files: written } of Object.values(project.written))
    for (const file of written)
      if (!files.has(file) && !reals.has(nodeDisk.real(file))) files.set(file, new Set(agents));
  return files;
}

/** What the user took out of a block is not written again, anywhere. */
export function noteRemoved(project: ProjectBook): void {
  const files = new Set(Object.values(project.written).flatMap((written) => written.files));
  for (const file of files) {
    const { had } = changeOf(file, (lines) => lines ?? []);
    for (const [id, written] of Object.entries(project.written))
      if (had !== undefined && written.files.includes(file) && !had.some((line) => line.id === id))
        written.isRemoved = true;
  }
}

function noteWritten(project: ProjectBook, { file, lines }: Change, rules: readonly Rule[], at: number): void {
  const there = new Set(lines.map(({ id }) => id));
  for (const [id, written] of Object.entries(project.written)) {
    if (!written.files.includes(file)) continue;
    if (!there.has(id)) written.files = written.files.filter((one) => one !== file);
  }
  for (const rule of rules.filter(({ id }) => there.has(id))) {
    const known = project.written[rule.id];
    if (!known) project.written[rule.id] = { key: keyOf(rule), text: rule.text, at, files: [file] };
    else if (!known.files.includes(file)) known.files = [...known.files, file].sort();
  }
}

async function remembered(
  root: string,
  change: Change,
  rules: readonly Rule[],
  { memory }: LearnOptions,
  warnings: string[],
): Promise<void> {
  if (!memory) return;
  const had = new Set((change.had ?? []).map(({ id }) => id));
  const fresh = rules.filter(({ id }) => !had.has(id) && change.lines.some((line) => line.id === id));
  for (const { id, text, kind, agents, sightings } of fresh) {
    const [seen] = sightings;
    const [agent] = agents;
    if (!seen || !agent) continue;
    try {
      await memory.remember({
        scope: memory.scopeOf(root),
        text,
        key: `learn.${id}`,
        tags: ['learn', kind],
        source: { agent, conversation: seen.session },
        metadata: { failure: placeOf(seen.failure), success: placeOf(seen.success) },
      });
    } catch {
      // What it says may hold what it was given.
      warnings.push(`the rule ${id} could not be put into the memory`);
    }
  }
}

const placeOf = ({ file, line }: { readonly file: string; readonly line: number }) => `${file}:${line}`;

/** Takes rules out for good: they are not written again. */
export function dropRules(project: ProjectBook, ids: readonly string[]): void {
  for (const id of ids) {
    const key = Object.keys(project.candidates).find((one) => ruleId(one) === id) ?? '';
    const written = project.written[id] ?? { key, text: '', at: 0, files: [] };
    if (key !== '' || written.files.length > 0) project.written[id] = { ...written, isRemoved: true };
  }
}
