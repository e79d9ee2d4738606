import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';

const pages = fileURLToPath(new URL('../pages/', import.meta.url));

/** The pages of a folder as the sidebar lists them, by their titles. */
function listed(folder: string): DefaultTheme.SidebarItem[] {
  return readdirSync(pages + folder)
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .map((file) => {
      const [, title = file] = /^# (.+)$/m.exec(readFileSync(`${pages}${folder}/${file}`, 'utf8')) ?? [];
      return { text: title.replaceAll('`', ''), link: `/${folder}/${file.slice(0, -'.md'.length)}` };
    })
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

const item = (text: string, link: string): DefaultTheme.SidebarItem => ({ text, link });

const sidebar: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      item('In your own program', '/start/library'),
      item('In an agent you use', '/start/agents'),
      item('A new project', '/start/create'),
      item('When it does not help', '/guide/limits'),
      { text: 'Playground', link: '/playground/', target: '_self' },
    ],
  },
  {
    text: 'Frameworks',
    collapsed: true,
    items: [
      item('AI SDK', '/frameworks/ai-sdk'),
      item('LangChain.js', '/frameworks/langchain'),
      item('LangGraph.js', '/frameworks/langgraph'),
      item('OpenAI Agents SDK', '/frameworks/openai-agents'),
      item('Mastra', '/frameworks/mastra'),
      item('Strands Agents', '/frameworks/strands'),
      item('Express', '/frameworks/express'),
      item('Hono', '/frameworks/hono'),
      item('MCP', '/frameworks/mcp'),
    ],
  },
  {
    text: 'Clients',
    collapsed: true,
    items: [
      item('OpenAI, Azure', '/clients/openai'),
      item('Anthropic', '/clients/anthropic'),
      item('Google Gen AI', '/clients/google'),
      item('Mistral', '/clients/mistral'),
      item('OpenRouter', '/clients/openrouter'),
      item('Any other', '/clients/any'),
    ],
  },
  {
    text: 'Agents',
    collapsed: true,
    items: [
      item('What each allows', '/agents/'),
      item('Claude Code', '/agents/claude-code'),
      item('Codex', '/agents/codex'),
      item('Gemini CLI', '/agents/gemini-cli'),
      item('opencode', '/agents/opencode'),
      item('Copilot CLI', '/agents/copilot-cli'),
      item('Cursor, VS Code', '/agents/editors'),
      item('Qwen Code, Goose, Aider, Cline', '/agents/proxied'),
      item('What failed: learn', '/agents/learn'),
      item('What happened: dashboard', '/agents/dashboard'),
    ],
  },
  {
    text: 'Concepts',
    collapsed: true,
    items: [
      item('How a call runs', '/concepts/how-it-works'),
      item('First sight or never', '/concepts/first-sight'),
      item('Licences to cut', '/concepts/licences'),
      item('Retrieval', '/concepts/retrieval'),
      item('What a cache costs', '/concepts/cache'),
      item('The laws', '/concepts/laws'),
      item('Words used here', '/concepts/words'),
    ],
  },
  { text: 'Kinds of text', collapsed: true, link: '/compressors/', items: listed('compressors/kinds') },
  {
    text: 'Guide',
    collapsed: true,
    items: [
      item('The core package', '/guide/core'),
      item('Stores and scale', '/guide/stores'),
      item('Proxy', '/guide/proxy'),
      item('Deploy the proxy', '/guide/deploy'),
      item('Memory', '/guide/memory'),
      item('Kompress', '/guide/kompress'),
      item('Pictures', '/guide/pictures'),
      item('Security', '/guide/security'),
      item('Troubleshooting', '/guide/troubleshooting'),
      item('Questions', '/guide/questions'),
      item('From the Python package', '/guide/migration'),
    ],
  },
  {
    text: 'Reference',
    collapsed: true,
    items: [
      item('Options', '/reference/options'),
      item('Results and warnings', '/reference/results'),
      item('Command line', '/reference/cli'),
      item('API', '/reference/api/'),
      item('Changes', '/reference/changes'),
    ],
  },
  {
    text: 'Measured, and why',
    collapsed: true,
    items: [
      item('Reports', '/reports/'),
      item('Architecture', '/contributing/architecture'),
      item('Decisions', '/contributing/decisions/'),
    ],
  },
];

export default defineConfig({
  title: 'Headroom for TypeScript',
  description: 'Context compression for LLM agents, in your own process.',
  srcDir: 'pages',
  outDir: 'dist',
  /** `/` unless the site is put into a folder of a host: `DOCS_BASE=/headroom/`. */
  base: process.env.DOCS_BASE ?? '/',
  cleanUrls: false,
  buildEnd({ outDir }) {
    const playground = fileURLToPath(new URL('../../playground/dist/', import.meta.url));
    if (!existsSync(playground))
      throw new Error('The playground is not built: turbo run build --filter=@headroom/docs');
    cpSync(playground, `${outDir}/playground`, { recursive: true });
  },
  lastUpdated: false,
  head: [
    ['meta', { name: 'referrer', content: 'no-referrer' }],
    [
      'link',
      {
        rel: 'icon',
        href: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230f766e'/%3E%3Cpath d='M4.5 4v8M11.5 4v8M4.5 8.5h7' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E",
      },
    ],
  ],
  // The playground is a page of its own that the build puts beside these.
  ignoreDeadLinks: [/^\/playground\//],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    /** A heading of a table without words is none. */
    config(md) {
      const tag =
        (open: boolean): typeof md.renderer.rules.th_open =>
        (tokens, at, options, _env, self) => {
          const token = tokens[at];
          if (token && tokens[open ? at + 1 : at - 1]?.content === '') token.tag = 'td';
          return self.renderToken(tokens, at, options);
        };
      md.renderer.rules.th_open = tag(true);
      md.renderer.rules.th_close = tag(false);
    },
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/library' },
      { text: 'Playground', link: '/playground/', target: '_self' },
      { text: 'Options', link: '/reference/options' },
      { text: 'Command line', link: '/reference/cli' },
    ],
    sidebar,
    search: { provider: 'local' },
    outline: [2, 3],
    docFooter: { prev: false, next: false },
  },
});
