export type { Exchange, Prefix, ShortenedText, Usage } from './exchange/exchange.js';
export type { ListenOptions, RunningProxy } from './node/serve-proxy.js';
export { serveProxy } from './node/serve-proxy.js';
export type { AuthOptions, ProxyOptions, ProxyRetrieve, TenantLimits } from './options.js';
export { createProxy, type HeadroomProxy } from './proxy.js';
export { hostRules } from './security/admission.js';
export type { Upstreams } from './upstreams.js';
