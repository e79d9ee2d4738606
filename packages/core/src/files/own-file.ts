interface FileSystem {
  existsSync(path: string | URL): boolean;
  readFileSync(path: string | URL): Uint8Array;
}
interface Runtime {
  getBuiltinModule?(id: string): unknown;
  cwd?(): string;
}

const runtime = (globalThis as { process?: Runtime }).process;
const builtin = <T>(id: string): T | undefined => runtime?.getBuiltinModule?.(id) as T | undefined;

/**
 * Where this code lies, as a URL. In a CommonJS bundle there is no `import.meta.url`, but the bundle's own name; undefined on
 * runtimes that know neither.
 */
function ownHome(): string | undefined {
  const url = import.meta.url as string | undefined;
  if (typeof url === 'string' && URL.canParse('./', url)) return url;
  return typeof __filename === 'string' ? toUrl(__filename) : undefined;
}

function toUrl(path: string): string | undefined {
  return builtin<{ pathToFileURL(path: string): URL }>('node:url')?.pathToFileURL(path).href;
}

/** Where a file may lie: in a folder beside the code, in this package's `dist`, or in the package when bundled by others. */
function placesFrom(home: string, paths: readonly string[]): URL[] {
  const found: URL[] = [];
  for (let folder = new URL('./', home); ; folder = new URL('../', folder)) {
    found.push(...paths.map((path) => new URL(path, folder)));
    if (new URL('../', folder).href === folder.href || found.length > 200) return found;
  }
}

/**
 * Reads a file of this package from disk, such as `vocabularies/claude.bin`: near the code, else near the working directory.
 * Undefined where there is no disk, or no such file. `source` is where it lies in `node_modules` while the package is not built.
 */
export function readOwnFileSync(path: string, source?: string): Uint8Array | undefined {
  const place = findOwnFile(path, source);
  return place && builtin<FileSystem>('node:fs')?.readFileSync(place);
}

/** Where such a file is. */
export function findOwnFile(path: string, source?: string): URL | undefined {
  const disk = builtin<FileSystem>('node:fs');
  if (!disk) return undefined;
  const paths = [path, `dist/${path}`, `node_modules/@headroom/core/dist/${path}`];
  if (source) paths.push(`node_modules/${source}`);
  const workplace = runtime?.cwd && toUrl(`${runtime.cwd()}/`);
  for (const home of [ownHome(), workplace]) {
    const places = home?.startsWith('file:') ? placesFrom(home, paths) : [];
    const place = places.find((url) => disk.existsSync(url));
    if (place) return place;
  }
  return undefined;
}

/** The same on any runtime: where the code itself came over the network, its file is asked for at the same place. */
export async function readOwnFile(path: string, source?: string): Promise<Uint8Array | undefined> {
  const home = ownHome();
  if (!home || home.startsWith('file:')) return readOwnFileSync(path, source);
  const answer = await fetch(new URL(path, home)).catch(() => undefined);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
}

/** What somebody has to do whose build left a file of this package behind. */
export function howToBring(path: string): string {
  const folder = path.slice(0, path.indexOf('/'));
  return (
    `${path} of @headroom/core was not found. Leave @headroom/core out of the bundle (external), or copy ` +
    `node_modules/@headroom/core/dist/${folder} into a folder "${folder}" beside the bundle`
  );
}

/** Whether this build of the package comes with files; the edge build does not. */
export const HAS_OWN_FILES: boolean = true;
