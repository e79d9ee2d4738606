/** The look of the page, readable in light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --paper:#fff; --ink:#1c2430; --faint:#5b6675; --rule:#dde2e8; --track:#eef1f4; --safe:#1f7a5c; --risky:#e0a458; --lost:#c2413b; --plain:#7b8794; }
@media (prefers-color-scheme: dark) { :root { --paper:#14181e; --ink:#e6e9ee; --faint:#9aa5b3; --rule:#2c343e; --track:#222932; --safe:#4cc093; --risky:#d99a45; --lost:#ef6f68; --plain:#8793a1; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 860px; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2.6rem 0 .4rem; } h3 { font-size: .98rem; margin: 1.4rem 0 .3rem; }
p { margin: .3rem 0 .9rem; color: var(--faint); max-width: 70ch; }
svg { width: 100%; height: auto; display: block; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .label { text-anchor: end; } svg .note, svg .tick { fill: var(--faint); font-variant-numeric: tabular-nums; } svg .tick { font-size: 12px; } svg .end { text-anchor: end; }
.track { fill: var(--track); } .safe { fill: var(--safe); } .risky { fill: var(--risky); } .lost { fill: var(--lost); } .plain { fill: var(--plain); }
.grid { stroke: var(--rule); } .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; } .stroke-safe { stroke: var(--safe); } .stroke-plain { stroke: var(--plain); stroke-dasharray: 5 4; }
.key { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; margin: .2rem 0 .8rem; font-size: .86rem; color: var(--faint); } .key span::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .45em; border-radius: 2px; background: var(--tone); }
.courses { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: .4rem 1.6rem; } .courses h3 { margin-bottom: 0; } .courses p { margin: 0; font-size: .86rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .84rem; width: 100%; } th, td { padding: .35rem .5rem; border-bottom: 1px solid var(--rule); text-align: center; font-variant-numeric: tabular-nums; } th { font-weight: 500; color: var(--faint); } th:first-child { text-align: left; color: var(--ink); min-width: 15em; }
td b { font-weight: 700; font-size: 1.08em; } .all b { color: var(--safe); } .some b { color: var(--risky); } .gone b { color: var(--lost); }
`;
