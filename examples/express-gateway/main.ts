/** A gateway with Express, tried out on a made-up provider. Run: npx tsx examples/express-gateway/main.ts */
import { askThroughGateway } from '../ask-through-gateway.js';
import { listen } from '../fake-provider.js';
import { createGateway } from './gateway.js';

await askThroughGateway((upstream) => listen(createGateway(upstream)));
