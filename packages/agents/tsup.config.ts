import { preset } from '../../tooling/tsup-preset.ts';

export default preset({
  entry: [
    'src/index.ts',
    'src/install/index.ts',
    'src/opencode-plugin.ts',
    'src/opencode-plugin-installed.ts',
    'src/own-process.ts',
    'src/replay/index.ts',
    'src/sessions/index.ts',
  ],
});
