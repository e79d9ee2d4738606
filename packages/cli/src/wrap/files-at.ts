import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The files at these paths, those that are there, each once. */
export function filesAt(paths: readonly string[]): readonly { readonly path: string; readonly text: string }[] {
  // In the home itself a project's are the user's.
  return [...new Set(paths.map((path) => resolve(path)))].flatMap((path) => {
    try {
      return [{ path, text: readFileSync(path, 'utf8') }];
    } catch {
      return [];
    }
  });
}
