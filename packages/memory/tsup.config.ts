import { preset } from '../../tooling/tsup-preset.ts';

// The stemmer comes as a module only, which CommonJS on Node 20 cannot load; it is 5 kB.
export default preset({
  entry: [
    'src/index.ts',
    'src/sqlite.ts',
    'src/postgres.ts',
    'src/anthropic.ts',
    'src/langgraph.ts',
    'src/langchain.ts',
    'src/openai-agents.ts',
    'src/ai-sdk.ts',
    'src/sync/index.ts',
  ],
  noExternal: ['stemmer'],
});
