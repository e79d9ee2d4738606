import type { AgentName } from '@headroom/agents/sessions';
import type { Place } from '../reading/act.js';

/** What a rule is about. */
export type RuleKind =
  /** A file stands elsewhere. */
  | 'path'
  /** Another program or interpreter does it. */
  | 'program'
  /** A script or sub-command has another name. */
  | 'command'
  /** A flag is needed, or not known. */
  | 'flag'
  /** It works in another folder. */
  | 'folder'
  /** Something has to be set or loaded. */
  | 'setting'
  /** Something has to be run before. */
  | 'order'
  /** A person or a rule refused it. */
  | 'refused'
  /** It was repeated unchanged and failed the same way. */
  | 'loop'
  /** What the user said more than once. */
  | 'correction'
  /** Found by a model that the caller named. */
  | 'model';

/** One time that something was seen: where it failed and where it then worked. */
export interface Sighting {
  readonly session: string;
  /** The failed call, so that a transcript that repeats another one counts once. */
  readonly call: string;
  readonly time: number;
  readonly failure: Place;
  readonly success: Place;
}

/** What one sighting says. */
export interface Finding {
  readonly kind: RuleKind;
  readonly agent: AgentName;
  readonly wrong: string;
  readonly right: string;
  /** Why it failed, by the class of the failure. */
  readonly why: string;
  /** What fails, by the key it is counted under. */
  readonly sign: string;
  /** What works, by its key. */
  readonly rightSign?: string;
  /** True where it speaks against the rule when what fails works later. */
  readonly isRefutable: boolean;
  readonly sighting: Sighting;
}

/** Findings with the same say the same. */
export const keyOf = ({ kind, wrong, right }: Pick<Finding, 'kind' | 'wrong' | 'right'>): string =>
  `${kind}\n${wrong}\n${right}`;
