import { pick } from '../random.js';

export type Files = Map<string, string>;

const AREAS = ['net', 'store', 'queue', 'auth', 'report', 'mail'];
const PARTS = ['client', 'server', 'retry', 'cache', 'limits', 'worker', 'schema'];
const ADJECTIVES = ['ember', 'delta', 'north', 'quartz', 'velvet', 'onyx', 'harbor', 'cedar', 'tundra', 'saffron'];
const SETTINGS = ['retry_limit', 'cache_ttl', 'pool_size', 'batch_rows', 'grace_ms', 'max_depth'];

/** A name and the number it is set to. */
export interface Setting {
  readonly path: string;
  readonly name: string;
  readonly value: number;
}

/** A small project of configuration in code: about forty files, each with settings of its own names. */
export function makeProject(next: () => number): { readonly files: Files; readonly settings: readonly Setting[] } {
  const files: Files = new Map();
  const settings: Setting[] = [];
  const used = new Set<string>();
  for (const area of AREAS)
    for (const part of PARTS) {
      const path = `src/${area}/${part}.ts`;
      const lines = [
        `import { define } from '../define.js';`,
        '',
        `/** What the ${part} of ${area} is told. */`,
        `export const ${part} = define({`,
      ];
      for (let i = 0; i < 24; i++) {
        const name = `${pick(SETTINGS, next)}_${pick(ADJECTIVES, next)}_${100 + Math.floor(next() * 900)}`;
        if (used.has(name)) continue;
        used.add(name);
        const value = 10 + Math.floor(next() * 89_990);
        settings.push({ path, name, value });
        lines.push(
          `  // Raise it only where ${area} has been measured under load, and say so in the change.`,
          `  ${name}: ${value},`,
        );
      }
      files.set(path, [...lines, '});', ''].join('\n'));
    }
  return { files, settings };
}

const time = (seconds: number) => new Date(Date.UTC(2026, 4, 11, 6) + seconds * 1000).toISOString();

/** A log of jobs in which each is named once as it ends, and the ids that occur. */
export function makeLog(next: () => number): {
  readonly text: string;
  readonly jobs: readonly { id: string; end: string }[];
} {
  const jobs: { id: string; end: string }[] = [];
  const lines = Array.from({ length: 420 }, (_, i) => {
    const id = `job-${40_000 + i * 7 + Math.floor(next() * 7)}`;
    const end = `${Math.floor(next() * 900_000) / 1000} s`;
    const state = next() < 0.03 ? 'WARN ' : 'INFO ';
    jobs.push({ id, end });
    return `${time(i * 3)} ${state} [runner-${Math.floor(next() * 4)}] ${id} ended after ${end}, ${Math.floor(next() * 5)} rows skipped`;
  });
  return { text: lines.join('\n'), jobs };
}
