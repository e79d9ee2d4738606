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
    // Literals with `\p{…}` stay literals, which V8 reads when they are first used; `new RegExp` is read where it stands.
    esbuildOptions(settings) {
      settings.supported = { ...settings.supported, 'regexp-unicode-property-escapes': true };
    },
    ...options,
  });
}
