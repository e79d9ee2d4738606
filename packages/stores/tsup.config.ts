import { preset } from '../../tooling/tsup-preset.ts';

export default preset({
  entry: ['src/index.ts', 'src/sqlite.ts', 'src/redis.ts', 'src/database.ts', 'src/marked-text.ts'],
});
