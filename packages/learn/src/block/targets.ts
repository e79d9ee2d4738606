import { join } from 'node:path';
import { claudeMemoryFolder } from '@headroom/agents/install';
import type { AgentName } from '@headroom/agents/sessions';

/** The files of a project, or of an agent for it, that rules may stand in. */
export const TARGETS = ['CLAUDE.local.md', 'CLAUDE.md', 'AGENTS.md', 'GEMINI.md', 'MEMORY.md'] as const;
export type Target = (typeof TARGETS)[number];

/** What each agent reads. For Claude Code the file that is one person's: a team's is written only when it is named. */
const READ_BY: Readonly<Record<AgentName, Target>> = {
  'claude-code': 'CLAUDE.local.md',
  codex: 'AGENTS.md',
  'gemini-cli': 'GEMINI.md',
  opencode: 'AGENTS.md',
};

export const targetOf = (agent: AgentName): Target => READ_BY[agent];

/** The file of a target; undefined for Claude Code's memory of a project where it is not known how its folder is called. */
export function fileOf(target: Target, root: string, claude: string): string | undefined {
  if (target !== 'MEMORY.md') return join(root, target);
  const folder = claudeMemoryFolder(root, claude);
  return folder && join(folder, 'MEMORY.md');
}
