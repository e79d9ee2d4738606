/** A fit as it stands in `weights.ts`: two digits a weight. */
export type Fit = Readonly<Record<string, number>>;

/** The fit of some weights, in the order of their names. */
export function fitOf(names: readonly string[], weights: readonly number[]): Fit {
  return Object.fromEntries(names.map((name, i) => [name, Math.round(100 * (weights[i] as number)) / 100 || 0]));
}

/** The source of weights with the numbers of a fit in it. @throws Error where a weight is not in it. */
export function withFit(source: string, fit: Fit): string {
  const at = source.indexOf('  fit: {\n');
  const end = source.indexOf('\n  },', at);
  if (at < 0 || end < 0) throw new Error('no fit in the source');
  let block = source.slice(at, end);
  for (const [name, weight] of Object.entries(fit)) {
    const line = new RegExp(`^(    ${name}: )[^,]+,$`, 'm');
    if (!line.test(block)) throw new Error(`no weight ${name} in the source`);
    block = block.replace(line, `$1${weight},`);
  }
  return source.slice(0, at) + block + source.slice(end);
}
