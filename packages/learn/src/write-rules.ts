import { join } from 'node:path';
import { claudeHome, nodeDisk } from '@headroom/agents/install';
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

/** What came of writing the rules of a project. */
export interface Writing {
  readonly changes: readonly Change[];
  /** Ids of rules that were put into the memory. */
  readonly remembered: readonly string[];
  /** Why no file is written, whatever the rules. */
  readonly unwritten?: 'no such folder' | 'home';
}

/** Writes the rules of a project into the files that its agents read, or says what that would change. */
export async function writeRules(
  root: string,
  project: ProjectBook,
  { rules, waiting }: { readonly rules: readonly Rule[]; readonly waiting: readonly Waiting[] },
  options: LearnOptions,
  warnings: string[],
): Promise<Writing> {
  const nothing = { changes: [], remembered: [] };
  // A folder that is gone has nobody who reads in it; a home is no project.
  if (nodeDisk.look(root)?.kind !== 'folder') return { ...nothing, unwritten: 'no such folder' };
  if (root === options.home || root === '/') return { ...nothing, unwritten: 'home' };
  const { most = 15, apply = false, now = Date.now } = options;
  const gone = new Set(waiting.filter(({ because }) => because !== 'too few sessions').map(({ rule }) => rule.id));
  for (const [id, { isRemoved }] of Object.entries(project.written)) if (isRemoved) gone.add(id);
  const changes: Change[] = [];
  const texts = new Map<string, string>();
  const { files, unnamed } = filesFor(root, project, rules, options);
  for (const [file, agents] of files) {
    const own = rules.filter(
      ({ kind, agents: by }) => !OF_ITS_AGENT.has(kind) || by.some((agent) => agents.has(agent)),
    );
    const choose = (had: Change['had']) =>
      chooseLines(had, { rules: own, refuted: gone, written: project.written, file, most });
    const bounds = { within: [ownFolder(file, root, options)], outside: options.outside };
    const change = apply ? writeBlock(file, choose, { bounds }) : changeOf(file, choose, { bounds });
    changes.push(change);
    if (!apply || change.problem !== undefined) continue;
    noteWritten(project, change, own, now());
    for (const { id, text } of change.lines) texts.set(id, text);
  }
  if (unnamed) changes.push(unnamed);
  return { changes, remembered: await remembered(root, project, { rules, texts }, options, warnings) };
}

/** What a file has to lie in when links are followed: its project, or Claude Code's folder. */
function ownFolder(file: string, root: string, { home, env = {} }: LearnOptions): string {
  return file.startsWith(join(root, '/')) ? root : claudeHome(home, env);
}

interface Files {
  /** With the agents that read them; two names of one file once. */
  readonly files: ReadonlyMap<string, ReadonlySet<AgentName>>;
  /** The file of which it is not known how it is called. */
  readonly unnamed: Change | undefined;
}

/** The files to write. */
function filesFor(root: string, project: ProjectBook, rules: readonly Rule[], options: LearnOptions): Files {
  const { agents = AGENTS, target, env = {}, home } = options;
  const claude = claudeHome(home, env);
  let unnamed: Change | undefined;
  const seen = new Set(rules.flatMap((rule) => rule.agents));
  const files = new Map<string, Set<AgentName>>();
  const reals = new Map<string, string>();
  const add = (name: Target, agent: AgentName) => {
    const file = fileOf(name, root, claude);
    if (file === undefined) {
      unnamed = {
        file: join(claude, 'projects'),
        had: undefined,
        lines: [],
        isNew: false,
        isChange: false,
        problem: UNKNOWN,
      };
      return;
    }
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
  return { files, unnamed };
}

const UNKNOWN = "the project's path is too long to know how Claude Code calls its folder here; name another --target";

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

/** Puts what stands in files into the memory, once: what was taken out there stays out. */
async function remembered(
  root: string,
  project: ProjectBook,
  { rules, texts }: { readonly rules: readonly Rule[]; readonly texts: ReadonlyMap<string, string> },
  { memory }: LearnOptions,
  warnings: string[],
): Promise<readonly string[]> {
  const done: string[] = [];
  if (!memory) return done;
  for (const { id, kind, agents, sightings } of rules) {
    const [[seen], [agent], written, text] = [sightings, agents, project.written[id], texts.get(id)];
    if (!seen || !agent || !written || text === undefined || written.isRemembered) continue;
    try {
      await memory.remember({
        scope: memory.scopeOf(root),
        text,
        key: `learn.${id}`,
        tags: ['learn', kind],
        source: { agent, conversation: seen.session },
        metadata: { failure: placeOf(seen.failure), success: placeOf(seen.success) },
      });
      written.isRemembered = true;
      done.push(id);
    } catch {
      // What it says may hold what it was given.
      warnings.push(`the rule ${id} could not be put into the memory`);
    }
  }
  return done;
}

const placeOf = ({ file, line }: { readonly file: string; readonly line: number }) => `${file}:${line}`;

/** Whether a rule of this id was ever seen in a project. */
export function isKnown(project: ProjectBook, id: string): boolean {
  return Object.hasOwn(project.written, id) || Object.keys(project.candidates).some((key) => ruleId(key) === id);
}

/** Takes rules out for good: they are not written again. */
export function dropRules(project: ProjectBook, ids: readonly string[]): void {
  for (const id of ids) {
    const key = Object.keys(project.candidates).find((one) => ruleId(one) === id) ?? '';
    const written = project.written[id] ?? { key, text: '', at: 0, files: [] };
    if (key !== '' || written.files.length > 0) project.written[id] = { ...written, isRemoved: true };
  }
}
