/** A gateway with Hono, tried out on a made-up provider. Run: npx tsx examples/hono-gateway/main.ts */
import { askThroughGateway } from '../ask-through-gateway.js';
import { listen } from '../fake-provider.js';
import { createGateway } from './gateway.js';
import { listener } from './listener.js';

await askThroughGateway((upstream) => listen(listener(createGateway(upstream))));
