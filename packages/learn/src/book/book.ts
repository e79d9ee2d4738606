import type { AgentName, Position } from '@headroom/agents/sessions';
import { type Finding, keyOf, type RuleKind, type Sighting } from '../finding/finding.js';
import type { Sink } from '../finding/observer.js';
import { signKey } from '../finding/sign-key.js';
import type { Followed } from '../reading/follow.js';

/** How far a transcript was read, and what has to be known to go on. */
export interface FileMark {
  bytes: number;
  changed: number;
  /** The project it was of; none for one that says no folder. */
  root?: string;
  position?: Position;
  followed?: Followed;
}

/** A rule that may be: what was seen, and how often. */
export interface Candidate {
  readonly kind: RuleKind;
  readonly wrong: string;
  readonly right: string;
  readonly why: string;
  readonly sign: string;
  readonly rightSign?: string;
  readonly isRefutable: boolean;
  /** Whose transcripts said so. */
  agents: AgentName[];
  /** The newest, one a session first. */
  sightings: Sighting[];
  /** Sessions and calls in which it was seen, also those no longer listed. */
  count: number;
}

/** A call that failed and the next of its kind that worked, for a model that is asked. Secrets are covered before it is kept. */
export interface Episode extends Sighting {
  readonly agent: AgentName;
  readonly sign: string;
  readonly called: string;
  readonly said: string;
  readonly next: string;
}

/** A rule that stands in a file. */
export interface Written {
  readonly key: string;
  readonly text: string;
  readonly at: number;
  /** The files it stands in. */
  files: string[];
  /** Taken out by the user: it is not written again. */
  isRemoved?: boolean;
  /** Was put into the memory. */
  isRemembered?: boolean;
}

/** [first, last, calls] of a session, times in milliseconds. */
export type SessionSpan = [number, number, number];

export interface ProjectBook {
  sessions: Record<string, SessionSpan>;
  /** By sign: in how many sessions it worked, when last, and the session that was counted last. */
  worked: Record<string, [number, number, string]>;
  /** By sign: in which sessions it failed, and how often. */
  failed: Record<string, Record<string, number>>;
  candidates: Record<string, Candidate>;
  written: Record<string, Written>;
  /** The newest last. */
  episodes: Episode[];
  /** [times, characters] by what was read for nothing. */
  waste: Record<'reread' | 'unused' | 'repeated', Record<string, [number, number]>>;
}

/** All that is remembered between runs: plain JSON. */
export interface Book {
  readonly version: 1;
  files: Record<string, FileMark>;
  projects: Record<string, ProjectBook>;
}

export const emptyBook = (): Book => ({ version: 1, files: {}, projects: {} });

export const emptyProject = (): ProjectBook => ({
  sessions: {},
  worked: {},
  failed: {},
  candidates: {},
  written: {},
  episodes: [],
  waste: { reread: {}, unused: {}, repeated: {} },
});

const MOST_SIGHTINGS = 20;
const MOST_WASTE = 200;
const MOST_SECRETS = 2000;
const MOST_EPISODES = 120;

/** Writes what an observer finds into a project's book, and values that were named as secrets beside it. */
export function sinkInto(project: ProjectBook, secrets: Set<string> = new Set()): Sink {
  return {
    secret(value) {
      if (secrets.size < MOST_SECRETS) secrets.add(value);
    },
    finding: (finding) => addFinding(project, finding),
    worked(sign, session, time) {
      const key = signKey(sign);
      const before = project.worked[key];
      const [count, last, of] = before ?? [0, 0, ''];
      const now = session.slice(0, 8);
      // A session is read at once, or goes on where it was counted.
      project.worked[key] = [of === now ? count : count + 1, Math.max(last, time), now];
    },
    failed(sign, session) {
      const key = signKey(sign);
      const sessions = project.failed[key] ?? {};
      project.failed[key] = sessions;
      sessions[session] = (sessions[session] ?? 0) + 1;
    },
    episode(episode) {
      if (project.episodes.push(episode) > 2 * MOST_EPISODES) keepEpisodes(project);
    },
    wasted(kind, what, characters) {
      const list = project.waste[kind];
      const name = what.length > 120 ? `${what.slice(0, 119)}…` : what;
      if (name in {}) return;
      const before = list[name];
      if (before) {
        before[0] += 1;
        before[1] += characters;
      } else if (Object.keys(list).length < MOST_WASTE) list[name] = [1, characters];
    },
  };
}

function addFinding(project: ProjectBook, finding: Finding): void {
  const key = keyOf(finding);
  const { agent, sighting, ...said } = finding;
  const known = project.candidates[key];
  if (!known) {
    project.candidates[key] = { ...said, agents: [agent], sightings: [sighting], count: 1 };
    return;
  }
  if (known.sightings.some(({ call }) => call === sighting.call)) return;
  if (!known.agents.includes(agent)) known.agents = [...known.agents, agent].sort();
  known.count += 1;
  known.sightings = kept([...known.sightings, sighting]);
}

/** The newest of each session, then the newest of all. */
function kept(sightings: readonly Sighting[]): Sighting[] {
  const sorted = [...sightings].sort((a, b) => b.time - a.time || (a.call < b.call ? -1 : 1));
  const seen = new Set<string>();
  const first = sorted.filter(({ session }) => !seen.has(session) && seen.add(session));
  return [...first, ...sorted.filter((one) => !first.includes(one))].slice(0, MOST_SIGHTINGS);
}

export const sessionsOf = ({ sightings }: Candidate): number => new Set(sightings.map(({ session }) => session)).size;

const MOST_SIGNS = 20_000;
const MOST_SESSIONS = 5000;
const MOST_CANDIDATES = 2000;
const MOST_FOLLOWED = 60;

function keepEpisodes(project: ProjectBook): void {
  project.episodes = project.episodes
    .sort((a, b) => a.time - b.time || (a.call < b.call ? -1 : 1))
    .slice(-MOST_EPISODES);
}

/** Lets go of what is oldest where there is too much. */
export function trim(book: Book): void {
  for (const project of Object.values(book.projects)) {
    project.worked = newest(project.worked, MOST_SIGNS, ([, last]) => last);
    keepEpisodes(project);
    project.sessions = newest(project.sessions, MOST_SESSIONS, ([, last]) => last);
    const lastOf = (session: string) => project.sessions[session]?.[1] ?? 0;
    project.failed = newest(project.failed, MOST_SIGNS, (sessions) => Math.max(...Object.keys(sessions).map(lastOf)));
    project.candidates = newest(project.candidates, MOST_CANDIDATES, ({ sightings }) => sightings[0]?.time ?? 0);
  }
  // A session that is over has nothing left to be followed; one that goes on after long begins anew.
  const followed = Object.values(book.files).filter((mark) => mark.followed);
  for (const mark of followed.sort((a, b) => b.changed - a.changed).slice(MOST_FOLLOWED)) delete mark.followed;
}

function newest<T>(record: Record<string, T>, most: number, time: (value: T) => number): Record<string, T> {
  const entries = Object.entries(record);
  if (entries.length <= most) return record;
  return Object.fromEntries(entries.sort(([, a], [, b]) => time(b) - time(a)).slice(0, most));
}
