import { afterEach } from 'vitest';
import { createMemory, type Memory, type MemoryOptions, type MemoryStore, Scope } from './index.js';

export const DAY = 86_400_000;
export const START = Date.UTC(2026, 2, 1);
export const ann = Scope.user('ann');

/** Gives memories whose clock moves a minute a look and whose ids count; each is closed after its test. */
export function opener(open: () => Promise<MemoryStore>): (options?: Partial<MemoryOptions>) => Promise<Memory> {
  const opened: Memory[] = [];
  afterEach(async () => {
    for (const memory of opened.splice(0)) await memory.close();
  });
  return async (options = {}) => {
    let time = START;
    let count = 0;
    const now = () => {
      time += 60_000;
      return time;
    };
    const memory = createMemory({ store: await open(), now, newId: () => `r${++count}`, ...options });
    opened.push(memory);
    return memory;
  };
}

/** The texts that a question brings back, best first. */
export async function texts(memory: Memory, question: string, scope: Scope = ann, within = false): Promise<string[]> {
  return (await memory.recall({ scope, question, within })).records.map(({ record }) => record.text);
}
