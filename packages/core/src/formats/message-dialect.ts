import { foldedOver } from '../edit/fixed-values.js';
import { type Fields, isRecord } from './record.js';

type MessageDialect = 'openai-chat' | 'anthropic';

const ROLES: ReadonlySet<unknown> = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);

const ANTHROPIC_PARTS: ReadonlySet<unknown> = new Set(
  (
    'tool_use tool_result redacted_thinking document search_result container_upload server_tool_use ' +
    'web_search_tool_result web_fetch_tool_result code_execution_tool_result bash_code_execution_tool_result ' +
    'text_editor_code_execution_tool_result mcp_tool_use mcp_tool_result'
  ).split(' '),
);
const OPENAI_PARTS: ReadonlySet<unknown> = new Set(['image_url', 'input_audio', 'file', 'refusal']);
/** Parts of the Responses API and of the AI SDK: lists of messages that look alike but are neither. */
const FOREIGN_PARTS: ReadonlySet<unknown> = new Set(
  'input_text input_image input_file output_text tool-call tool-result reasoning'.split(' '),
);

const ANTHROPIC_FIELDS = ['anthropic_version', 'system', 'stop_sequences'];
const OPENAI_FIELDS = ['functions', 'max_completion_tokens', 'response_format', 'stream_options', 'stop'];

/**
 * Tells OpenAI chat from Anthropic, which both send `messages` with `role` and `content`: by fields that only one of them
 * has, then by the first message that only one of them could send. Without evidence it is OpenAI chat, and until there is
 * evidence both list the same texts.
 */
export function messageDialect(body: unknown): MessageDialect | undefined {
  const messages = Array.isArray(body) ? body : isRecord(body) ? body.messages : undefined;
  if (!Array.isArray(messages)) return undefined;
  const { areMessages, evidence, isInstructed } = foldedOver(messages, 'dialect', NOTHING, read);
  if (!areMessages || evidence === 'foreign') return undefined;
  const byFields = isRecord(body) ? dialectOfFields(body) : undefined;
  if (byFields ?? evidence) return byFields ?? evidence;
  if (isInstructed) return 'openai-chat';
  return isRecord(body) && isClaude(body) ? 'anthropic' : 'openai-chat';
}

function isMessage(message: unknown): message is Fields {
  if (!isRecord(message) || !ROLES.has(message.role) || message.type === 'message') return false;
  return 'content' in message || 'tool_calls' in message || 'function_call' in message;
}

function dialectOfFields(body: Fields): MessageDialect | undefined {
  if (ANTHROPIC_FIELDS.some((field) => body[field] !== undefined && body[field] !== null)) return 'anthropic';
  if (OPENAI_FIELDS.some((field) => body[field] !== undefined && body[field] !== null)) return 'openai-chat';
  for (const tool of Array.isArray(body.tools) ? body.tools : []) {
    if (!isRecord(tool)) continue;
    if (isRecord(tool.input_schema)) return 'anthropic';
    if (isRecord(tool.function) || isRecord(tool.custom)) return 'openai-chat';
  }
  return undefined;
}

/** What all messages so far tell. */
interface Signs {
  readonly areMessages: boolean;
  /** The first that there was. */
  readonly evidence: MessageDialect | 'foreign' | undefined;
  /** One of them has the words of a system or a developer. */
  readonly isInstructed: boolean;
}

const NOTHING: Signs = { areMessages: true, evidence: undefined, isInstructed: false };

function read(signs: Signs, message: unknown): Signs {
  if (!signs.areMessages) return signs;
  if (!isMessage(message)) return { ...signs, areMessages: false };
  const evidence = signs.evidence ?? evidenceOf(message);
  const isInstructed = signs.isInstructed || message.role === 'system' || message.role === 'developer';
  return evidence === signs.evidence && isInstructed === signs.isInstructed
    ? signs
    : { ...signs, evidence, isInstructed };
}

function evidenceOf(message: Fields): MessageDialect | 'foreign' | undefined {
  for (const part of Array.isArray(message.content) ? message.content : []) {
    if (!isRecord(part)) continue;
    // Bedrock Converse names its parts by their keys.
    if (typeof part.type !== 'string' || FOREIGN_PARTS.has(part.type)) return 'foreign';
    if (ANTHROPIC_PARTS.has(part.type) || (part.type === 'thinking' && typeof part.thinking === 'string'))
      return 'anthropic';
    if (part.type === 'image' && isRecord(part.source)) return 'anthropic';
    if (OPENAI_PARTS.has(part.type)) return 'openai-chat';
  }
  if (message.role === 'tool' || message.role === 'function') return 'openai-chat';
  return message.tool_calls || message.function_call || message.tool_call_id ? 'openai-chat' : undefined;
}

/** A native Anthropic request names a Claude model and must limit its answer; gateways write `anthropic/claude…`. */
function isClaude({ model, max_tokens }: Fields): boolean {
  return (
    typeof model === 'string' && typeof max_tokens === 'number' && /^(?:(?:\w+\.)?anthropic\.)?claude-/.test(model)
  );
}
