import { projectAt } from '../project/project-settings.js';
import { ensureService } from '../service/ensure-service.js';
import { program } from '../service/program.js';
import { serviceFolder } from '../service/state.js';
import { UsageError } from '../usage-error.js';
import { version } from '../version.js';
import type { WrapFlags, WrappedAgent } from './agents.js';
import { launch } from './launch.js';
import { watchService } from './watch-service.js';

/** Starts an agent with Headroom in this one session. Without a service it starts as it always does, and that is said. */
export async function wrapAgent(
  agent: WrappedAgent,
  args: readonly string[],
  flags: WrapFlags,
  say: (text: string) => void,
): Promise<void> {
  const project = projectAt(process.cwd());
  const isOff = project?.settings.enabled === false;
  if (isOff) say(`${project.file} switches Headroom off here; the agent runs without it`);
  const folder = serviceFolder();
  const options = { folder, version, program };
  const service = isOff ? undefined : await ensureService(options);
  if (!service && !isOff) say('the service did not start; the agent runs without it');
  const all = { failedCommands: project?.settings.failedCommands === true, ...flags };
  const context = service && { args, flags: all, service, folder, version, program, say };
  const session = context ? await (await agent.load())(context) : { args, env: {} };
  const started = await launch(
    agent.program,
    session.args,
    { ...process.env, ...session.env },
    { onStart: () => void (service && watchService(options, agent.watchMs)), onEnd: session.end },
  );
  if (!started)
    throw new UsageError(`There is no program \`${agent.program}\` here that may be started: ${agent.install}`);
}
