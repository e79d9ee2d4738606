import { isFields } from '../fields.js';
import { HOOK_VARIABLE, TOKEN_VARIABLE } from '../session-start.js';
import { OPENCODE_RETRIEVE_TOOL } from './names.js';
import { allowRetrieve, mayRetrieve } from './retrieve-right.js';
import { endOf, toldOf } from './session-told.js';

/** What is used here of what opencode gives its plugins. */
export interface PluginContext {
  /** The project's folder. */
  readonly directory?: string | undefined;
  readonly client: {
    readonly session: {
      messages(query: { path: { id: string }; query: { limit: number } }): Promise<{ data?: unknown }>;
    };
    readonly app: { agents(): Promise<{ data?: unknown }> };
    readonly mcp: { status(): Promise<{ data?: unknown }> };
  };
}

interface AfterInput {
  readonly tool: string;
  readonly sessionID: string;
  readonly callID: string;
  readonly args?: unknown;
}

/** A shorter output is never shortened. */
const LEAST = 600;
/** So much of what was said goes along. */
const MOST_TOLD = 400_000;
const MOST_MESSAGES = 60;
const PATIENCE_MS = 9000;

/**
 * The plugin that `headroom wrap opencode` gives to one session: it asks the service to shorten what tools put out, and never
 * waits for longer, nor changes anything, than the service lets it. Without a service the output is the tool's own.
 */
export async function headroomPlugin({ client, directory }: PluginContext, env: NodeJS.ProcessEnv): Promise<object> {
  const hook = env[HOOK_VARIABLE];
  const token = env[TOKEN_VARIABLE];
  return hook && token ? hooksOf({ client, directory }, () => ({ hook, token })) : {};
}

/** Where the service is asked. */
export interface Reached {
  /** The address, with what the session chose. */
  readonly hook: string;
  readonly token: string;
}

/** The plugin's hooks, which ask where `reach` says; undefined where nobody is to be asked. */
export function hooksOf({ client, directory }: PluginContext, reach: () => Reached | undefined): object {
  const rights = new RetrieveRights(client);
  return {
    config: async (config: unknown) => allowRetrieve(config),
    async 'tool.execute.after'(input: AfterInput, output: Record<string, unknown>) {
      if (input.tool === OPENCODE_RETRIEVE_TOOL || sizeOf(output) < LEAST) return;
      try {
        const reached = reach();
        if (!reached) return;
        const changed = await ask(reached.hook, reached.token, {
          cwd: directory,
          ...(await tell(client, rights, input, output)),
        });
        if (typeof changed.output === 'string') output.output = changed.output;
        if (Array.isArray(changed.content)) output.content = changed.content;
      } catch {
        // Nobody answers, or not in time.
      }
    },
  };
}

function sizeOf({ output, content }: Record<string, unknown>): number {
  if (typeof output === 'string') return output.length;
  return Array.isArray(content) ? JSON.stringify(content).length : 0;
}

async function tell(
  client: PluginContext['client'],
  rights: RetrieveRights,
  { tool, sessionID, callID, args }: AfterInput,
  { output, content, metadata }: Record<string, unknown>,
): Promise<object> {
  const asked = { path: { id: sessionID }, query: { limit: MOST_MESSAGES } };
  const { messages, model, agent } = toldOf(await dataOf(client.session.messages(asked)));
  return {
    tool,
    callId: callID,
    input: args,
    output: { output, content, metadata },
    messages: endOf(messages, MOST_TOLD),
    model,
    canRetrieve: await rights.has(agent),
    session: sessionID,
  };
}

async function ask(hook: string, token: string, told: object): Promise<Readonly<Record<string, unknown>>> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answered = await fetch(hook, {
    method: 'POST',
    headers,
    body: JSON.stringify(told),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const changed: unknown = answered.ok ? await answered.json() : undefined;
  return isFields(changed) ? changed : {};
}

/** Whether the model can bring originals back: our server is connected, and the agent that speaks may call it. */
class RetrieveRights {
  #agents: unknown;
  #isConnected = false;

  constructor(private readonly client: PluginContext['client']) {}

  async has(agent: string | undefined): Promise<boolean> {
    this.#agents ??= await dataOf(this.client.app.agents());
    return (await this.#connected()) && mayRetrieve(this.#agents, agent);
  }

  async #connected(): Promise<boolean> {
    if (this.#isConnected) return true;
    const servers = await dataOf(this.client.mcp.status());
    const server = isFields(servers) ? servers.headroom : undefined;
    this.#isConnected = isFields(server) && server.status === 'connected';
    return this.#isConnected;
  }
}

/** What opencode answers, or undefined where it cannot tell. */
async function dataOf(answer: Promise<{ data?: unknown }>): Promise<unknown> {
  return (await answer.catch(() => undefined))?.data;
}
