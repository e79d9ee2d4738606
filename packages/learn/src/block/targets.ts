import { join } from 'node:path';
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

/** The file of a target. Claude Code's memory lies beside its transcripts. */
export function fileOf(target: Target, root: string, claudeHome: string): string {
  if (target !== 'MEMORY.md') return join(root, target);
  return join(claudeHome, 'projects', claudeFolder(root), 'memory', 'MEMORY.md');
}

/** A project's folder as Claude Code names it: every other sign a dash; what is longer than 200 ends in a hash that only it knows. */
function claudeFolder(root: string): string {
  return root.replace(/[^A-Za-z0-9]/g, '-').slice(0, 200);
}
