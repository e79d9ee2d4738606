import { isAbsolute } from 'node:path';
import type { HeadroomOptions } from '@headroom/core';
import { optionsOf, projectAt } from '../project/project-settings.js';

/**
 * What holds for a call from the folder in its `cwd`: what its session chose, over what its project says; tools are left alone that
 * either names. Undefined where the project wants nothing shortened, or says something that cannot be understood.
 */
export function optionsFor(
  body: unknown,
  chosen: HeadroomOptions,
  log: ((line: string) => void) | undefined,
): HeadroomOptions | undefined {
  const { cwd } = (body ?? {}) as { readonly cwd?: unknown };
  if (typeof cwd !== 'string' || !isAbsolute(cwd)) return chosen;
  try {
    const project = projectAt(cwd);
    if (!project) return chosen;
    if (project.settings.enabled === false) return undefined;
    const said = optionsOf(project.settings);
    const excludeTools = [...(said.excludeTools ?? []), ...(chosen.excludeTools ?? [])];
    return { ...said, ...chosen, ...(excludeTools.length > 0 ? { excludeTools } : {}) };
  } catch {
    log?.('project settings failed: a .headroom.json cannot be used');
    return undefined;
  }
}
