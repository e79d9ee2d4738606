import { SERVER_NAME } from '../session-start.js';

/** The retrieve tool as Claude Code shows it to its model. */
export const CLAUDE_CODE_RETRIEVE_TOOL = `mcp__${SERVER_NAME}__headroom_retrieve`;
