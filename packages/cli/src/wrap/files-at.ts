import { readFileSync } from 'node:fs';

/** The files at these paths, those that are there. */
export function filesAt(paths: readonly string[]): readonly { readonly path: string; readonly text: string }[] {
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(path, 'utf8') }];
    } catch {
      return [];
    }
  });
}
