/** The name under which our MCP server is given to the agent. */
export const SERVER_NAME = 'headroom';

/** The retrieve tool as Claude Code shows it to its model. */
export const CLAUDE_CODE_RETRIEVE_TOOL = `mcp__${SERVER_NAME}__headroom_retrieve`;
