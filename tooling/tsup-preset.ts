import { defineConfig, type Options } from 'tsup';

/** The one way packages are built: ESM for Node 20, JavaScript only; declarations come from `tsc`. */
export function preset(options: Options): ReturnType<typeof defineConfig> {
  return defineConfig({
    format: ['esm'],
    dts: false,
    sourcemap: true,
    clean: !options.outDir,
    target: 'node20',
    treeshake: true,
    splitting: true,
    ...options,
  });
}
