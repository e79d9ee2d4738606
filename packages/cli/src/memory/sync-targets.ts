import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder } from '../home-folder.js';
import { UsageError } from '../usage-error.js';
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

/** Where a target lies. */
export function placeOf(target: Target, { root, repository }: Project): string {
  return target === 'claude-memory' ? claudeMemory(repository) : join(root, target);
}

/** Claude Code names a project's folder by its path, every other sign a dash; what is long ends in a hash that only it knows. */
function claudeMemory(repository: string): string {
  const projects = join(process.env.CLAUDE_CONFIG_DIR?.split(',')[0] || join(homeFolder(), '.claude'), 'projects');
  const name = repository.replace(/[^A-Za-z0-9]/g, '-');
  if (name.length <= 200) return join(projects, name, 'memory');
  const begin = `${name.slice(0, 200)}-`;
  const found = existsSync(projects) ? readdirSync(projects).filter((one) => one.startsWith(begin)) : [];
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new UsageError("claude-memory: the project's path is too long to know how Claude Code calls it");
  return join(projects, only, 'memory');
}
