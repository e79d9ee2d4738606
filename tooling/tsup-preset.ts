import { defineConfig, type Options } from 'tsup';

/**
 * The one way packages are built: ESM for Node 20, JavaScript only. Declarations come from `tsc`, CommonJS copies of both from
 * `scripts/finish-dist.mjs`.
 */
export function preset(options: Options): ReturnType<typeof defineConfig> {
  return defineConfig({
    format: ['esm'],
    dts: false,
    sourcemap: false,
    clean: !options.outDir,
    target: 'node20',
    treeshake: true,
    splitting: true,
    ...options,
  });
}
