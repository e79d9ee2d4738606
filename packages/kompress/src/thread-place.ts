import type { Compressor } from '@headroom/core';
import type { KompressOptions } from './options.js';

interface FileSystem {
  existsSync(path: URL): boolean;
}
interface Urls {
  pathToFileURL(path: string): URL;
}
interface Runtime {
  getBuiltinModule?(id: string): unknown;
}

/**
 * Where threads find this compressor: nowhere in a bundle that has swallowed the package, on runtimes without files, and where a
 * listener waits for warnings, which cannot be sent there.
 */
export function threadPlace({ onWarning, ...options }: KompressOptions): Partial<Pick<Compressor, 'thread'>> {
  const runtime = (globalThis as { process?: Runtime }).process;
  const disk = runtime?.getBuiltinModule?.('node:fs') as FileSystem | undefined;
  const urls = runtime?.getBuiltinModule?.('node:url') as Urls | undefined;
  const home =
    (import.meta.url as string | undefined) ??
    (typeof __filename === 'string' ? urls?.pathToFileURL(__filename).href : undefined);
  if (onWarning || !disk || !home?.startsWith('file:')) return {};
  const module = new URL('./kompress-thread.js', home);
  return disk.existsSync(module) ? { thread: { module: module.href, options } } : {};
}
