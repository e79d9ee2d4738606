export { CLAUDE_CODE_RETRIEVE_TOOL } from './claude-code/names.js';
