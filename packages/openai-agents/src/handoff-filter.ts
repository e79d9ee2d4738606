import { type Block, type BlockReport, type DoorOptions, HeadroomError, openDoor, SharedContext } from '@headroom/core';
import type { AgentInputItem, HandoffInputData, RunItem } from '@openai/agents';
import { itemFormat } from './format.js';

/** How {@link compressHandoff} works. */
export interface HandoffOptions extends DoorOptions {
  /** Receives every original that was shortened, under the id of its call, for agents that want it in full. */
  readonly context?: SharedContext;
  /**
   * What the run keeps of its own tool results, and with it its session. `originals` (default): the results as they are; only the
   * history before the run is shortened, and {@link headroomInputFilter} shortens the others each time a model reads them. `short`:
   * the short results, for good; give the engine a store that lives as long as the session.
   */
  readonly keep?: 'originals' | 'short';
}

/**
 * An `inputFilter` for `handoff()`: the next agent gets the conversation with shortened tool results. Synchronous, as the SDK asks;
 * items that do not change keep their identity. Set `retrieval: 'tool'` when the next agent holds `headroomTool` of this engine.
 * What the SDK hands over is also what it stores: see `keep`.
 *
 * @example
 * ```ts
 * const toCoder = handoff(coder, { inputFilter: compressHandoff({ keep: 'short' }) });
 * ```
 * @throws HeadroomError for unknown, invalid or contradictory options.
 */
export function compressHandoff(
  given: SharedContext | HandoffOptions = {},
): (data: HandoffInputData) => HandoffInputData {
  const { context, keep = 'originals', ...options } = given instanceof SharedContext ? { context: given } : given;
  if (keep !== 'originals' && keep !== 'short')
    throw new HeadroomError('invalid_option', 'Option `keep` must be `originals` or `short`', 'keep');
  const door = openDoor(options, 'openai-agents');
  return (data) => {
    const { inputHistory, preHandoffItems, newItems } = data;
    const history: readonly AgentInputItem[] =
      typeof inputHistory === 'string' ? asMessage(inputHistory) : inputHistory;
    const items = [...history, ...[...preHandoffItems, ...newItems].map(rawItemOf)];
    // A hook may put another list in the place of ours; what is read last is what is compressed.
    let read: readonly Block[] = [];
    const blocks = (list: readonly AgentInputItem[]) => {
      read = [...itemFormat.blocks(list)];
      return read;
    };
    const result = door.headroom.compressSync(items, { ...door.options, format: { ...itemFormat, blocks } });
    const { body } = result;
    if (body === items) return data;
    if (context) share(context, read, result.blocks);
    // A hook has made another list of it: its items belong to no run item then, so all of them become history.
    if (body.length !== items.length) return { ...data, inputHistory: body, preHandoffItems: [], newItems: [] };
    const now = body.slice(0, history.length);
    const isSame = now.every((item, index) => item === history[index]);
    if (keep === 'originals') return isSame ? data : { ...data, inputHistory: now };
    const rest = body.slice(history.length);
    return {
      ...data,
      inputHistory: isSame ? inputHistory : now,
      preHandoffItems: withRawItems(preHandoffItems, rest),
      newItems: withRawItems(newItems, rest.slice(preHandoffItems.length)),
    };
  };
}

function asMessage(content: string): AgentInputItem[] {
  return [{ type: 'message', role: 'user', content }];
}

function rawItemOf({ rawItem }: RunItem): AgentInputItem {
  return rawItem as AgentInputItem;
}

/** Run items around shortened raw items: of the same class, with their program-side output untouched. */
function withRawItems(items: RunItem[], raw: readonly AgentInputItem[]): RunItem[] {
  const renewed = items.map((item, index) =>
    raw[index] === item.rawItem
      ? item
      : Object.assign(Object.create(Object.getPrototypeOf(item)), item, { rawItem: raw[index] }),
  );
  return renewed.every((item, index) => item === items[index]) ? items : renewed;
}

/** Puts originals where other agents find them. */
function share(context: SharedContext, read: readonly Block[], reports: readonly BlockReport[]): void {
  for (const [index, { outcome }] of reports.entries()) {
    const { call, text, query } = read[index] as Block;
    if (call && outcome !== 'kept') context.putSync(call.id, text, { agent: call.tool, query });
  }
}
