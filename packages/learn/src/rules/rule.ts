import type { AgentName } from '@headroom/agents/sessions';
import type { RuleKind, Sighting } from '../finding/finding.js';

/** A rule as it stands in a file, with where it was seen. */
export interface Rule {
  /** Eight hexadecimal digits of what it says. */
  readonly id: string;
  readonly kind: RuleKind;
  /** One line of Markdown. */
  readonly text: string;
  readonly wrong: string;
  readonly right: string;
  readonly why: string;
  readonly agents: readonly AgentName[];
  /** Sessions in which it was seen. */
  readonly sessions: number;
  readonly count: number;
  readonly sightings: readonly Sighting[];
}
