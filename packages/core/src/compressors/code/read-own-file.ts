interface FileSystem {
  existsSync(path: URL): boolean;
  readFileSync(path: URL): Uint8Array;
}

/** Where a wasm file may lie: beside the built code, in the package when bundled by others, in the source tree. */
function places(file: string, home: string): URL[] {
  const here = import.meta.url;
  const near = [
    `./grammars/${file}`,
    `../grammars/${file}`,
    `../../grammars/${file}`,
    `../../../node_modules/${home}/${file}`,
  ];
  const found = near.map((path) => new URL(path, here));
  for (let folder = new URL('./', here); ; folder = new URL('../', folder)) {
    found.push(new URL(`node_modules/@headroom/core/dist/grammars/${file}`, folder));
    if (new URL('../', folder).href === folder.href || found.length > 40) return found;
  }
}

/**
 * Reads a file of this package on any runtime: from disk where there is one, else from where the code itself came from.
 * Undefined when it is nowhere.
 */
export async function readOwnFile(file: string, home: string): Promise<Uint8Array | undefined> {
  if (!URL.canParse('./', import.meta.url)) return undefined;
  if (!import.meta.url.startsWith('file:')) {
    const answer = await fetch(new URL(`./grammars/${file}`, import.meta.url));
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  }
  const runtime = (globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } }).process;
  const disk = runtime?.getBuiltinModule?.('node:fs') as FileSystem | undefined;
  const place = disk && places(file, home).find((url) => disk.existsSync(url));
  return place && disk.readFileSync(place);
}
