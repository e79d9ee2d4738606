import { preset } from '../../tooling/tsup-preset.ts';

export default preset({
  entry: [
    'src/index.ts',
    'src/testing/index.ts',
    'src/fetch/index.ts',
    'src/http/index.ts',
    'src/workers/index.ts',
    'src/workers/node-worker.ts',
  ],
});
