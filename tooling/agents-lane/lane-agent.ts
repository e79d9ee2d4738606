import type { Step } from './messages-provider.js';
import type { Shown } from './results.js';
import type { World } from './world.js';

type Fields = Readonly<Record<string, unknown>>;

/** A provider that plays scripts, on whatever wire. */
export interface ScriptedProvider {
  readonly url: string;
  /** Every request of a conversation, as it came. */
  readonly requests: readonly Fields[];
  /** Reasoning that no longer fit what stood before it. */
  readonly mismatches: readonly string[];
  /** The results in a request, by the id of their call. */
  resultsIn(request: Fields): ReadonlyMap<string, Shown>;
  /** The names of tools in a request, as it offers them. */
  toolsIn(request: Fields): string;
  close(): void;
}

/** A call of a tool, as the model makes it. */
export interface Call {
  readonly id: string;
  readonly name: string;
  readonly input: object;
}

/** What the checks that all agents share have to know of one. */
export interface LaneAgent {
  /** The word behind `headroom wrap`, and the program's name. */
  readonly name: string;
  /** The retrieve tool, as the agent shows it. */
  readonly tool: string;
  /** Files of the home and the project. */
  files(provider: string): Readonly<Record<string, string>>;
  env(provider: string): Readonly<Record<string, string>>;
  /** Arguments of a session without a terminal. */
  ask(prompt: string): readonly string[];
  /** The same, going on with the last session. */
  goOn(prompt: string): readonly string[];
  shell(id: string, command: string): Call;
  /** A call that reads a file of the project. */
  read?(id: string, path: string): Call;
  /** A call that starts a sub-agent; its prompt names the script `sub`. */
  subagent?(id: string, prompt: string): Call;
  /** What the agent wraps around a result, taken away. */
  unwrapped(text: string): string;
  /** Set where a proxy answers the retrieve calls: the agent then has none of them in its history. */
  readonly isRetrieveUnseen?: boolean;
  /** Set where the agent itself, when it goes on with a session, changes what was said first: then nothing before it is bound. */
  readonly changesItsStart?: boolean;
  /** Files that the agent itself keeps in the home. */
  readonly ownState: RegExp;
  provider(scripts: Readonly<Record<string, readonly Step[]>>): Promise<ScriptedProvider>;
  /** Further checks. */
  more?(world: World, provider: ScriptedProvider, check: Check): Promise<void>;
  /** Scripts of those. */
  readonly scripts?: Readonly<Record<string, readonly Step[]>>;
  /** Arguments with which it ends at once, as without us. */
  readonly endsAtOnce: readonly (readonly string[])[];
}

/** Says whether something held, with what was found. */
export type Check = (name: string, holds: boolean, found?: unknown) => void;
