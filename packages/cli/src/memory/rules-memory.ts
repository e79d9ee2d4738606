import type { RuleMemory } from '@headroom/learn';
import { openMemory } from './open-memory.js';

type Rule = Parameters<RuleMemory['remember']>[0];

/** Puts what was learnt of a project into that project's own memory, and opens each once. */
export class RulesMemory implements RuleMemory {
  readonly #open = new Map<string, ReturnType<typeof openMemory>>();
  readonly #problems = new Set<string>();

  scopeOf(project: string): string {
    return project;
  }

  async remember({ scope: project, ...rule }: Rule): Promise<void> {
    const root = String(project);
    const open = this.#open.get(root) ?? openMemory({ project: root }, true);
    this.#open.set(root, open);
    const { memory, scope } = await open.catch((error: unknown) => {
      this.#problems.add(error instanceof Error ? error.message : String(error));
      throw error;
    });
    await memory.remember({ scope, ...rule });
  }

  /** Why memories could not be opened. */
  get problems(): readonly string[] {
    return [...this.#problems];
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled(this.#open.values());
    for (const one of open) if (one.status === 'fulfilled') await one.value.memory.close();
  }
}
