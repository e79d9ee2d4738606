/** The paths of the scopes around one, widest first; a path begins with its tenant. A name left out is an empty part. */
export function pathsAbove(path: string): string[] {
  const [tenant = '', ...parts] = path.split('/');
  const found: string[] = [];
  for (let i = 1; i < parts.length; i++) if (parts[i - 1] !== '') found.push([tenant, ...parts.slice(0, i)].join('/'));
  return found;
}
