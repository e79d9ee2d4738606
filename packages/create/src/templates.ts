/** What a project can start from, and what it is, in the order in which they are offered. */
export const TEMPLATES = {
  'express-gateway': 'a gateway with Express: any client behind it sends smaller requests',
  'next-ai-sdk': 'Next.js with the AI SDK: a chat whose tools answer at length',
  langgraph: 'an agent as a LangGraph graph, with the retrieve tool',
  'openai-agents': 'an agent of the OpenAI Agents SDK, with the retrieve tool',
  'cloudflare-worker': 'a gateway on Cloudflare Workers',
} as const;

export type Template = keyof typeof TEMPLATES;

export function isTemplate(name: string): name is Template {
  return Object.hasOwn(TEMPLATES, name);
}
