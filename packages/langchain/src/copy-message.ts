import type { BaseMessage } from '@langchain/core/messages';

/** Fields that a message keeps as its own properties and takes in its constructor. */
const FIELDS = [
  'id',
  'name',
  'role',
  'additional_kwargs',
  'response_metadata',
  'tool_call_id',
  'status',
  'artifact',
  'metadata',
  'tool_calls',
  'invalid_tool_calls',
  'tool_call_chunks',
  'usage_metadata',
];

type Constructor<Message> = new (fields: object) => Message;

/**
 * The same message with other content: made by its own class, so that methods, `instanceof` and serialization stay true, with
 * id, name, artifact, status, kwargs and whatever else was put on it.
 */
export function copyMessage<Message extends BaseMessage>(message: Message, content: BaseMessage['content']): Message {
  const own = message as unknown as Record<string, unknown>;
  const { contentBlocks: _, ...given } = (own.lc_kwargs ?? {}) as Record<string, unknown>;
  const fields: Record<string, unknown> = { ...given };
  for (const name of FIELDS) {
    // What was set later counts, also when it was taken away.
    if (own[name] !== undefined) fields[name] = own[name];
    else delete fields[name];
  }
  const copy = new (message.constructor as Constructor<Message>)({ ...fields, content });
  for (const [name, value] of Object.entries(own)) {
    if (!Object.hasOwn(copy, name)) Object.assign(copy, { [name]: value });
  }
  return copy;
}
