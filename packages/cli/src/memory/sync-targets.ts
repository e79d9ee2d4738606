import { join } from 'node:path';
import { type Bounds, claudeHome, claudeMemoryFolder } from '@headroom/agents/install';
import { homeFolder } from '../home-folder.js';
import type { Project } from './project.js';

/** Files of a project that agents read, and Claude Code's own memory of it. */
export const TARGETS = ['CLAUDE.local.md', 'CLAUDE.md', 'AGENTS.md', 'GEMINI.md', 'claude-memory'] as const;
export type Target = (typeof TARGETS)[number];

/** What ours may cost there, in tokens: it is read with every session. Of Claude Code's memory it is the index. */
export const BUDGETS: Readonly<Record<Target, number>> = {
  'CLAUDE.local.md': 2000,
  'CLAUDE.md': 2000,
  'AGENTS.md': 3000,
  'GEMINI.md': 3000,
  'claude-memory': 2000,
};

/** Where a target lies; undefined for Claude Code's memory where it is not known how it calls its folder. */
export function placeOf(target: Target, { root, repository }: Project): string | undefined {
  return target === 'claude-memory' ? claudeMemoryFolder(repository, claude()) : join(root, target);
}

/** How far links may lead: no further than the project with its worktrees, or Claude Code's folder, and what the user names. */
export function boundsOf(target: Target, { root, repository }: Project, outside: readonly string[] = []): Bounds {
  return { within: target === 'claude-memory' ? [claude()] : [root, repository], outside };
}

const claude = () => claudeHome(homeFolder(), process.env);
