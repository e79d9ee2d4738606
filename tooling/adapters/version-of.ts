import { readFileSync } from 'node:fs';

/** The version of a package as it is installed; `path` starts at the root of the repository. */
export function versionOf(path: string): string {
  return JSON.parse(readFileSync(new URL(`../../${path}/package.json`, import.meta.url), 'utf8')).version;
}
