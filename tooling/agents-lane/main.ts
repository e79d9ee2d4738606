import { existsSync } from 'node:fs';
import { tryClaude } from './claude.js';
import { installAgent } from './install-agent.js';
import { HEADROOM } from './world.js';

/**
 * Runs real agents, without a network, against a provider on loopback, and looks at what arrives there. An agent that npm cannot
 * give is not tried, and that is said.
 */
if (!existsSync(HEADROOM)) throw new Error('packages/cli is not built: npm run build');
let failed = 0;
const { bin, reason } = installAgent('claude');
if (bin === undefined) console.log(`NOT TRIED claude: ${reason}`);
else
  await tryClaude(bin, (name, holds, found) => {
    if (!holds) failed++;
    console.log(
      `${holds ? 'ok     ' : 'FAILED '} claude: ${name}${holds ? '' : `\n         ${JSON.stringify(found)}`}`,
    );
  });
process.exitCode = failed === 0 ? 0 : 1;
