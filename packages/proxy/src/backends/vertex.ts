import { type Backend, type BackendTools, type Lack, lacks, pathAndQuery } from './backend.js';
import { BearerAuthority } from './bearer.js';
import { bodyVersion, withoutHeaders } from './body-version.js';
import { Check } from './check.js';
import { type GoogleCredentials, GoogleToken } from './google-token.js';
import { type ModelNames, vertexModel } from './models.js';
import { type Passage, through } from './passage.js';
import { modelIn } from './rename-model.js';
import { type WholeRequest, withBody } from './whole-request.js';

/** Vertex AI of Google Cloud. */
export interface VertexOptions {
  readonly name: 'vertex';
  readonly project: string;
  /** `global`, `us`, `eu`, `us-east5` … */
  readonly region: string;
  readonly credentials: GoogleCredentials;
  readonly models?: ModelNames;
  /** Another address than that of the region. */
  readonly url?: string;
}

const VERSION = 'vertex-2023-10-16';

/** @throws HeadroomError for options that are wrong or missing. */
export function vertex(options: VertexOptions, tools: BackendTools): Backend {
  const check = new Check('vertex', { ...options });
  check.names('project', 'region', 'credentials', 'models', 'url');
  const project = check.text('project', /^[a-z0-9][a-z0-9.:-]{2,100}$/, 'the id of a project');
  const region = check.text('region', /^[a-z]{2,20}(?:-[a-z]+\d{1,2})?$/, 'a region, such as us-east5 or global');
  const models = check.models();
  const origin = check.origin(`https://${hostOf(region)}`);
  const authority = new BearerAuthority(tokens(options.credentials, check));
  const base = `/v1/projects/${project}/locations/${region}`;
  const to = (target: string, changed: NonNullable<Passage['changed']>) => ({
    origin,
    send: through({ authority, changed }, target, tools),
  });
  const model = (asked: string) => vertexModel(asked, models);
  return {
    name: 'vertex',
    route(target) {
      const [path, query] = pathAndQuery(target);
      if (path === '/v1/messages') return to(target, (request) => predicted(request, base, model));
      if (path === '/v1/messages/count_tokens') return to(target, (request) => counted(request, base, model));
      if (path.startsWith('/v1/messages/batches')) return lacks('vertex', 'batches of messages');
      const own = ownPath(path, project, region);
      if (own === undefined) return lacks('vertex', 'such a path as this');
      return typeof own === 'string' ? to(target, (request) => ({ ...request, path: own + query })) : own;
    },
  };
}

/** A request of Messages at a model's own address. All bytes of the body stay but those of the model's name. */
function predicted(request: WholeRequest, base: string, model: (asked: string) => string): WholeRequest {
  const { members, asked } = modelIn(request);
  const verb = members.value('stream') === true ? 'streamRawPredict' : 'rawPredict';
  const body = members.changed({ without: ['model'], added: versionOf(request) });
  const path = `${base}/publishers/anthropic/models/${encodeURIComponent(model(asked)).replace('%40', '@')}:${verb}`;
  return withBody({ ...request, path, rawHeaders: withoutHeaders(request.rawHeaders, 'anthropic-version') }, body);
}

function versionOf({ rawHeaders }: WholeRequest) {
  return { anthropic_version: bodyVersion(rawHeaders, VERSION) };
}

/** Here the model's name stays in the body. */
function counted(request: WholeRequest, base: string, model: (asked: string) => string): WholeRequest {
  const { members, asked } = modelIn(request);
  const body = members.changed({ replaced: { model: model(asked) }, added: versionOf(request) });
  const path = `${base}/publishers/anthropic/models/count-tokens:rawPredict`;
  return withBody({ ...request, path, rawHeaders: withoutHeaders(request.rawHeaders, 'anthropic-version') }, body);
}

/** A client's path in Vertex's own words; a refusal where it names another project or region than the operator's. */
function ownPath(path: string, project: string, region: string): string | Lack | undefined {
  const [, version = '/v1', rest = ''] = /^(\/v1(?:beta1)?)?(\/projects\/.+)$/.exec(path) ?? [];
  if (rest === '') return undefined;
  const prefix = `/projects/${project}/locations/${region}/`;
  return rest.startsWith(prefix)
    ? version + rest
    : { status: 403, message: `the backend vertex serves projects/${project}/locations/${region} and nothing else` };
}

function hostOf(region: string): string {
  if (region === 'global') return 'aiplatform.googleapis.com';
  return region.includes('-') ? `${region}-aiplatform.googleapis.com` : `aiplatform.${region}.rep.googleapis.com`;
}

function tokens(credentials: GoogleCredentials, check: Check) {
  if (typeof credentials === 'function') return { token: credentials, forget: () => undefined };
  const fields = (typeof credentials === 'object' && credentials !== null ? credentials : {}) as Readonly<
    Record<string, unknown>
  >;
  const has = (...names: readonly string[]) => names.every((name) => typeof fields[name] === 'string' && fields[name]);
  if (credentials !== 'default' && !has('keyFile') && !has('client_email', 'private_key'))
    throw check.fail('credentials', '`default`, a `keyFile`, a service account, or a function that gives tokens');
  return new GoogleToken(credentials);
}
