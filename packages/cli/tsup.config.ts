import { preset } from '../../tooling/tsup-preset.ts';

export default preset({ entry: { main: 'src/main.ts', 'replay-worker': 'src/report/replay-worker.ts' } });
