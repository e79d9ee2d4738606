import type { Headroom } from '../compress.js';
import { editJson } from '../edit/edit-json.js';
import { isRecord } from '../formats/record.js';
import type { Edit } from '../model/edit.js';
import type { Path } from '../model/path.js';
import type { HeadroomOptions } from '../pipeline/options.js';
import { type Owner, scopeOf } from '../tool-loop/owner.js';
import { type BodyReport, reportOf, skipped } from './body-report.js';

type Fields = Readonly<Record<string, unknown>>;

/** A request that goes on from what the provider holds, and what its conversation then is. */
export interface Continued {
  /** The same text where nothing changed. */
  readonly json: string;
  readonly report: BodyReport;
  /** Everything that was said up to here, as the client says it. */
  readonly input: readonly unknown[];
}

/**
 * Shrinks the new items of a Responses request of which the provider holds the earlier ones (`previous_response_id`): they come out as
 * they would at the end of the whole history, so that a client that has to send all of it again sends the same. `before` is that
 * history. Outside of the changed strings the text stays as it is. Rejects only for wrong options.
 */
export async function compressAfter(
  engine: Headroom,
  json: string,
  before: readonly unknown[],
  owner: Owner,
  options: HeadroomOptions = {},
): Promise<Continued> {
  const frame = parsed(json);
  const at: Path = isRecord(frame) && isRecord(frame.response) ? ['response'] : [];
  const request = (at.length > 0 ? (frame as Fields).response : frame) as Fields;
  if (!isRecord(request)) return { json, report: skipped('not_json'), input: before };
  const items = itemsOf(request.input);
  const input = [...before, ...items];
  const { previous_response_id: _, ...rest } = request;
  const model = typeof rest.model === 'string' && rest.model !== '' ? { model: rest.model } : {};
  const told = { ...model, ...options, conversation: scopeOf(owner) };
  const { body, ...result } = await engine.compress({ ...rest, input }, told);
  const report = reportOf({ ...result, body } as Parameters<typeof reportOf>[0]);
  const shown = (body as { readonly input: readonly unknown[] }).input.slice(before.length);
  if (!Array.isArray(request.input)) return { json, report, input };
  const edited = editJson(json, changesIn(items, shown, [...at, 'input']));
  return edited.ok ? { json: edited.json, report, input } : { json, report: skipped('failed'), input };
}

function itemsOf(input: unknown): readonly unknown[] {
  if (Array.isArray(input)) return input;
  return typeof input === 'string' ? [{ role: 'user', content: input }] : [];
}

/** What became another value, by its place; what stayed is the same reference. */
function changesIn(was: unknown, is: unknown, at: Path): Edit[] {
  if (was === is) return [];
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length)
    return was.flatMap((item, index) => changesIn(item, is[index], [...at, index]));
  if (isRecord(was) && isRecord(is))
    return Object.keys(was).flatMap((key) => changesIn(was[key], is[key], [...at, key]));
  return [{ kind: 'replace', at, value: is }];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
