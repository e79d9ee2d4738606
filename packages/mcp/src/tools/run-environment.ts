/** How texts are written, what time it is, and where files may be put. */
const HARMLESS = ['LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TEMP', 'TMP'];

/** Of a program's environment, what it may pass on to a run: a few harmless variables and those that are named, where they are set. */
export function runEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[] = [],
): Record<string, string> {
  const passed = [...HARMLESS, ...names].map((name) => [name, environment[name]] as const);
  return Object.fromEntries(passed.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
