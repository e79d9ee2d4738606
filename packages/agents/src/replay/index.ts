/**
 * The measure of a session without a model: what each action needs from earlier results, whether it still stands in what was
 * sent, and what the requests cost with a provider's cache.
 */
export { type Action, actionOf, inputOf, leavesOf } from './actions.js';
export { isInSight } from './in-sight.js';
export { contentText, type Message, type ToolUse } from './message.js';
export { type Need, planOf, type Step } from './plan.js';
export { type Bill, billSession, type CachePrice, type Request } from './prompt-cache.js';
export { forgetTexts, hasLine, hasParts, says } from './says.js';
export { type Kind, stringsOf, type Used } from './strings.js';
