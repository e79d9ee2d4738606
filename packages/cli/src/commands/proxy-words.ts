import { UsageError } from '../usage-error.js';

/** What the command line calls the options of the proxy. */
const FLAGS: Readonly<Record<string, string>> = {
  host: '--host',
  auth: '--tokens',
  'auth.tokens': '--tokens <file>',
  tls: '--tls-key and --tls-cert',
  'plainHttp: true': '--plain-http',
  tenant: '--one-user',
  token: 'the token in the file of --dashboard',
  excludeModels: '--exclude-models',
  allowedHosts: '--allow-host',
  'backend.region': '--region',
  'backend.project': '--project',
  'backend.resource': '--resource',
  'backend.route': '--bedrock-route',
  'backend.url': '--backend-url',
  'backend.models': '--model-name',
};

function flagOf(option: string): string | undefined {
  if (option.startsWith('upstreams.')) return `--upstream ${option.slice('upstreams.'.length)}`;
  if (option.startsWith('projects.'))
    return `the project ${option.slice('projects.'.length)} in the file of --projects`;
  return Object.hasOwn(FLAGS, option) ? FLAGS[option] : undefined;
}

/** What the proxy says of its options, said of the flags that they came by. Whatever else went wrong stays as it is. */
export function inProxyFlags(error: unknown): unknown {
  const { name, message } = error as { name?: string; message?: string };
  if (name !== 'HeadroomError' || message === undefined) return error;
  return new UsageError(
    message
      .replace(/^Option `auth\.tokens`/, 'The file of --tokens')
      .replace(/(?:Option )?`([^`]{1,300})`/g, (whole, option: string) => flagOf(option) ?? whole),
  );
}
