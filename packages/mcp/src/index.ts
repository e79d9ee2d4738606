export { createEngine, type Engine, type EngineOptions } from './engine.js';
export type { Deadlines } from './gateway/deadlines.js';
export { createGateway, type Gateway, type GatewayOptions } from './gateway/gateway.js';
export { serveGateway } from './gateway/serve-gateway.js';
export { readServers, type ServerConfig, transportTo } from './gateway/server-config.js';
export type { ServerLink, ServerWay } from './gateway/server-link.js';
export { type AdmissionRules, admission, type Refusal } from './http/admission.js';
export { createRetrieveListener, type RetrieveListenerOptions } from './http/retrieve-listener.js';
export { type HttpOptions, type HttpServing, serveHttp } from './http/serve-http.js';
export { type Answer, refuse, unfailingServer } from './http/unfailing-server.js';
export {
  type InstallOptions,
  type InstallStatus,
  type InstallStep,
  install,
  status,
  uninstall,
} from './install/install.js';
export type { AgentName, Launch, Scope } from './install/targets.js';
export { onLeave } from './on-leave.js';
export { serveStdio } from './serve-stdio.js';
export { createMcpServer, type McpServerOptions } from './server.js';
export type { ReadRules } from './tools/read-tool.js';
export { runEnvironment } from './tools/run-environment.js';
export type { RunRules } from './tools/run-tool.js';
