const SPECIAL = /[.+^${}()|[\]\\]/g;
const compiled = new Map<string, RegExp>();

/** True when a tool name fits a glob: `*` stands for any run of characters, `?` for one; letter case does not matter. */
export function matchesGlob(name: string, glob: string): boolean {
  let pattern = compiled.get(glob);
  if (!pattern) {
    const source = glob.replace(SPECIAL, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.');
    pattern = new RegExp(`^${source}$`, 'is');
    if (compiled.size < 1000) compiled.set(glob, pattern);
  }
  return pattern.test(name);
}
