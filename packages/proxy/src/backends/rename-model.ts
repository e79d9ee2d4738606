import { JsonMembers } from './json-members.js';
import { Refused, type WholeRequest, withBody } from './whole-request.js';

/** The same request for the model as its backend calls it. Bodies that name none stay as they are. */
export function renamed(request: WholeRequest, name: (asked: string) => string): WholeRequest {
  const members = request.body && JsonMembers.of(request.body);
  const asked = members?.value('model');
  if (!members || typeof asked !== 'string') return request;
  const model = name(asked);
  return model === asked ? request : withBody(request, members.changed({ replaced: { model } }));
}

/** The members of a body that must be read, and the model it names. @throws Refused */
export function modelIn({ body }: WholeRequest): { readonly members: JsonMembers; readonly asked: string } {
  const members = JsonMembers.of(body ?? new Uint8Array(0));
  if (!members) throw new Refused(400, 'the body is no JSON object');
  const asked = members.value('model');
  if (typeof asked !== 'string' || asked === '') throw new Refused(400, 'model: a name is needed');
  return { members, asked };
}
