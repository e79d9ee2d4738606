import { existsSync, readdirSync } from 'node:fs';
import { ROOT, read } from './files.js';

type Target = string | { readonly types?: string; readonly import?: Target; readonly default?: Target };

const typesOf = (target: Target | undefined): string | undefined =>
  typeof target === 'string' || target === undefined
    ? undefined
    : (target.types ?? typesOf(target.import) ?? typesOf(target.default));

/** What each package offers, by the name it is imported under, with the source of it. */
export function entries(): (readonly [id: string, path: string])[] {
  return readdirSync(`${ROOT}packages`).flatMap((name) => {
    const { exports = {} } = JSON.parse(read(`packages/${name}/package.json`)) as {
      readonly exports?: Readonly<Record<string, Target>>;
    };
    return Object.entries(exports).flatMap(([entry, target]) => {
      const types = typesOf(target);
      const path = types && `packages/${name}/${types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts')}`;
      return path && existsSync(ROOT + path) ? [[`@headroom/${name}${entry.slice(1)}`, path] as const] : [];
    });
  });
}
