import { kompress } from './kompress.js';

/** What a thread of the engine's makes the compressor by. */
export default kompress;
