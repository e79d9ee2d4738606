import { followBody, modelOf, type Pieces, takesConversation } from '@headroom/core/http';
import type { Admitted, Handled, Notes, ProxyCore } from '../proxy-core.js';
import { headerIn } from '../wire/raw-headers.js';
import { Call } from './call.js';
import { matchesModel } from './model-globs.js';
import { readBody } from './read-body.js';

const REPORT_HEADER = 'x-headroom-report';

/** Sends a conversation through the engine; undefined for every other request, whose body has not been touched then. */
export async function converse(core: ProxyCore, admitted: Admitted, notes: Notes): Promise<Handled | undefined> {
  const { incoming, route } = admitted;
  const { rawHeaders, method } = incoming;
  const began = Date.now();
  const isConversation = method === 'POST' && takesConversation(route.path);
  // The id of a response may carry calls of ours, which the provider does not know.
  if (!isConversation && !route.path.includes('~headroom')) return undefined;
  if (headerIn(rawHeaders, 'x-headroom-bypass') === 'true' || admitted.project?.enabled === false) return undefined;
  const length = Number(headerIn(rawHeaders, 'content-length') ?? 0);
  if (length > core.maxBytes) throw Object.assign(new Error('Too long'), { name: 'TooLarge' });
  const tenant = core.tenants.of(admitted.tenant);
  const { wire, plain, done } = await readBody(incoming, core.maxBytes, core.room, followBody(tenant.engine));
  try {
    const isOut = plain !== undefined && isExcluded(plain, route.path, excludedModels(core, admitted));
    const call = new Call(core.pool, admitted, incoming.body && { wire, plain }, notes);
    notes.outcome = 'skipped';
    const response =
      plain === undefined || isOut
        ? await call.send(call.address, call.init)
        : await tenant.door(admitted.choice)(call.address, call.init);
    const { report } = notes;
    if (report) notes.outcome = report.outcome;
    if (report && 'tokensAfter' in report) core.limits.spend(tenant.name, report.tokensAfter);
    const { tenant: name, conversation } = admitted;
    const asked = { began, tenant: name, conversation, headers: rawHeaders, target: incoming.target, text: plain };
    const bare = call.answer(response);
    const answer = core.exchanges?.watch(bare, { ...asked, sent: notes.sent ?? plain, report }) ?? bare;
    if (headerIn(rawHeaders, REPORT_HEADER) !== 'true') return { answer, done };
    return { answer: { ...answer, rawHeaders: [...answer.rawHeaders, REPORT_HEADER, told(notes)] }, done };
  } catch (error) {
    done();
    throw error;
  }
}

/** Models that are left alone in all requests, and in those of its project. */
export function excludedModels({ options }: ProxyCore, { project }: Admitted): readonly string[] {
  return [...(options.excludeModels ?? []), ...(project?.excludeModels ?? [])];
}

function isExcluded(body: Pieces, address: string, globs: readonly string[]): boolean {
  if (globs.length === 0) return false;
  try {
    const model = modelOf(address, JSON.parse(new TextDecoder().decode(body.whole())));
    return model !== undefined && matchesModel(model, globs);
  } catch {
    return false;
  }
}

/** Names and numbers about a request, for a client that asked for them. */
function told({ report, outcome }: Notes): string {
  if (!report || report.outcome === 'skipped') return JSON.stringify({ outcome });
  const { tokensBefore, tokensAfter, tokensSaved } = report;
  return JSON.stringify({ outcome, tokensBefore, tokensAfter, tokensSaved });
}
