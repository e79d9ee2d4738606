import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  AGENTS,
  type AgentName,
  type Environment,
  findSessions,
  type Mask,
  sessionFolders,
} from '@headroom/agents/sessions';
import { HeadroomError } from '@headroom/core';
import type { Target } from './block/targets.js';
import type { Change } from './block/write-block.js';
import { type Book, type ProjectBook, trim } from './book/book.js';
import { withBook } from './book/book-file.js';
import { coverSecrets, hasSecret } from './book/cover.js';
import { type Gathered, gather } from './book/gather.js';
import { placeOf } from './book/project-of.js';
import { strictMask } from './book/strict-mask.js';
import type { Model } from './llm/ask.js';
import { secondPass } from './llm/second-pass.js';
import { type Measured, measure } from './rules/measure.js';
import type { Rule } from './rules/rule.js';
import { rulesOf, type Waiting } from './rules/rules-of.js';
import { dropRules, isKnown, noteRemoved, writeRules } from './write-rules.js';

/**
 * Puts rules into a memory. With one of `@headroom/memory`:
 * `{ scopeOf: (project) => Scope.user('me').agent(project), remember: (record) => memory.remember(record) }`.
 */
export interface RuleMemory {
  /** Whose the rules of a project are, in the memory's own words. */
  scopeOf(project: string): unknown;
  remember(record: {
    readonly scope: unknown;
    readonly text: string;
    /** The same for the same rule, so that there is one record of it: `learn.` and its id. */
    readonly key: string;
    readonly tags: readonly string[];
    readonly source: { readonly agent: string; readonly conversation: string };
    /** Where it was seen, as `file:line`. */
    readonly metadata: { readonly failure: string; readonly success: string };
  }): unknown;
}

/** What is to be learnt from, and what is to be done with it. */
export interface LearnOptions {
  /** Where transcripts are looked for (default: the homes of the agents). */
  readonly folders?: readonly string[];
  readonly home: string;
  /** The variables by which agents' homes are moved. */
  readonly env?: Environment;
  /** The folder in which it is remembered how far was read, and what was seen. */
  readonly state: string;
  /** The projects, as folders in them; all where undefined. */
  readonly projects?: readonly string[];
  readonly agents?: readonly AgentName[];
  /** True to write; else it is only said what would be. */
  readonly apply?: boolean;
  /** Where the rules of Claude Code's sessions go, or of all agents where `agents` names none of them (default: CLAUDE.local.md). */
  readonly target?: Target;
  /** Sessions in which something was seen before it is a rule (2). */
  readonly evidence?: number;
  /** Lines a file (15). */
  readonly most?: number;
  /** Sessions without a sight of it after which a rule goes (60). */
  readonly lasts?: number;
  /** Files outside of a project, or folders, that a link in the project may lead to. Others are not written through a link. */
  readonly outside?: readonly string[];
  /** Ids of rules that are not to be written any more. */
  readonly drop?: readonly string[];
  /** A model for a second pass. */
  readonly model?: Model;
  /** Rules are put here too when they are written. */
  readonly memory?: RuleMemory;
  readonly onProgress?: (bytes: number, of: number) => void;
  /** Milliseconds to wait for another run (120,000). */
  readonly patienceMs?: number;
  readonly now?: () => number;
}

/** What was learnt of one project. */
export interface LearnedProject {
  readonly root: string;
  readonly sessions: number;
  readonly calls: number;
  readonly rules: readonly Rule[];
  /** What is no rule, or not yet. */
  readonly waiting: readonly Waiting[];
  /** What was done to files, or would be. */
  readonly changes: readonly Change[];
  /** Why no file is written, whatever the rules: the folder is gone, or it is the home and so no project. */
  readonly unwritten?: 'no such folder' | 'home';
  /** Ids of the rules that were put into the memory. */
  readonly remembered: readonly string[];
  readonly measured: readonly Measured[];
  /** What was read for nothing, the largest first. */
  readonly waste: readonly Waste[];
}

/** Characters that were read for nothing. */
export interface Waste {
  readonly kind: 'reread' | 'unused' | 'repeated';
  readonly what: string;
  readonly times: number;
  readonly characters: number;
}

export interface Learned {
  readonly gathered: Gathered & { readonly found: number };
  readonly projects: readonly LearnedProject[];
  /** What was passed over, and why rules could not be put into the memory. */
  readonly warnings: readonly string[];
}

/**
 * Reads what is new in the transcripts of coding agents, finds what failed and what then worked, and writes it as rules into the
 * projects' files, or says what it would write. Several runs at once wait for each other.
 *
 * @throws HeadroomError for options that are none, for a project or a rule to drop of which nothing is known, and for a book that cannot
 * be read.
 * @throws ModelFailed where a model was named and did not answer; nothing is written then.
 */
export async function learn(options: LearnOptions): Promise<Learned> {
  checked(options);
  const { agents = AGENTS, patienceMs = 120_000 } = options;
  const homes = sessionFolders(options.home, options.env ?? {});
  const folders = options.folders ?? agents.flatMap((agent) => homes[agent]);
  const secrets = new Set<string>();
  const mask = await strictMask(secrets);
  const roots =
    options.projects === undefined ? undefined : new Set(options.projects.map((folder) => placeOf(folder).root));
  return withBook(options.state, patienceMs, async (book, save) => {
    const files = await findSessions(folders, agents);
    const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const wanted = (root: string) => roots === undefined || roots.has(root);
    const gathered = await gather(book, files, secrets, {
      wanted,
      named: [...new Set([...(options.projects ?? []).map((folder) => resolve(folder)), ...(roots ?? [])])],
      onProgress: (bytes) => options.onProgress?.(bytes, all),
    });
    trim(book);
    await coverSecrets(book, mask);
    save();
    checkKnown(book, options, wanted);
    if (options.model) {
      for (const [root, project] of Object.entries(book.projects))
        if (wanted(root)) await secondPass(options.model, root, project, mask);
      save();
    }
    const projects: LearnedProject[] = [];
    const { unplaced } = gathered;
    const warnings: string[] =
      unplaced === 0
        ? []
        : [`${unplaced} transcript${unplaced === 1 ? '' : 's'} passed over: no folder is said there.`];
    for (const [root, project] of Object.entries(book.projects).sort(([a], [b]) => (a < b ? -1 : 1)))
      if (wanted(root)) projects.push(await learned(root, project, options, mask, warnings));
    if (options.apply) save();
    return { gathered: { ...gathered, found: files.length }, projects, warnings };
  });
}

async function learned(
  root: string,
  project: ProjectBook,
  options: LearnOptions,
  mask: Mask,
  warnings: string[],
): Promise<LearnedProject> {
  const { evidence = 2, lasts = 60, agents = AGENTS } = options;
  if (options.drop) dropRules(project, options.drop);
  noteRemoved(project);
  const found = rulesOf(project, { evidence, lasts });
  const isOurs = ({ agents: by }: Rule) => by.some((agent) => agents.includes(agent));
  const rules: Rule[] = [];
  for (const rule of found.rules) if (isOurs(rule) && !(await hasSecret(rule.text, mask))) rules.push(rule);
  const writing = await writeRules(root, project, { ...found, rules }, options, warnings);
  return {
    root,
    sessions: Object.keys(project.sessions).length,
    calls: Object.values(project.sessions).reduce((sum, [, , calls]) => sum + calls, 0),
    rules,
    waiting: found.waiting,
    ...writing,
    measured: measure(project),
    waste: wasteOf(project),
  };
}

/** What is named has to be there: nothing is written for a typing error. */
function checkKnown(book: Book, { projects = [], drop = [] }: LearnOptions, wanted: (root: string) => boolean): void {
  const gone = projects.find((folder) => !existsSync(folder) && !Object.hasOwn(book.projects, resolve(folder)));
  if (gone !== undefined)
    throw new HeadroomError(
      'invalid_argument',
      `${gone}: there is no such folder, and no session was in it`,
      'projects',
    );
  const own = Object.entries(book.projects).flatMap(([root, project]) => (wanted(root) ? [project] : []));
  const unknown = drop.find((id) => !own.some((project) => isKnown(project, id)));
  if (unknown !== undefined)
    throw new HeadroomError(
      'invalid_argument',
      `${unknown}: there is no rule of this id here; \`headroom learn\` shows those that are, and --json also what is none yet`,
      'drop',
    );
}

function wasteOf({ waste }: ProjectBook): Waste[] {
  const kinds = ['reread', 'unused', 'repeated'] as const;
  return kinds
    .flatMap((kind) =>
      Object.entries(waste[kind]).map(([what, [times, characters]]) => ({ kind, what, times, characters })),
    )
    .sort((a, b) => b.characters - a.characters || (a.what < b.what ? -1 : 1));
}

function checked({ evidence, most, lasts, agents, state }: LearnOptions): void {
  for (const [option, value] of Object.entries({ evidence, most, lasts }))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw new HeadroomError('invalid_option', `${option} must be a whole number of at least 1`, option);
  const unknown = agents?.find((agent) => !AGENTS.includes(agent));
  if (unknown !== undefined) throw new HeadroomError('invalid_option', `There is no agent ${unknown}`, 'agents');
  if (state === '') throw new HeadroomError('invalid_option', 'state must name a folder', 'state');
}

/** The file in which a folder keeps the book. */
export const bookFile = (state: string): string => join(state, 'learn.json');
