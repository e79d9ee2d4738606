/** The look of the page: no font, picture or script from anywhere. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1d2321;--soft:#5d6763;--line:#e2e0d8;--one:#0f766e;--bad:#b42318;--gone:#f3f1ea;--two:#b9c2be}
@media (prefers-color-scheme:dark){:root{--paper:#121615;--card:#1a201e;--ink:#e8ece9;--soft:#9aa6a1;--line:#2c3532;--one:#4fc3b4;--bad:#ff8a7a;--gone:#161b19;--two:#4a5551}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1060px;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:clamp(1.6rem,4vw,2.4rem);line-height:1.15;letter-spacing:-.02em;margin:.4rem 0 .8rem;max-width:28ch;text-wrap:balance}
h1 b{color:var(--one)}
h2{font-size:1.3rem;margin:3rem 0 .2rem;overflow-wrap:anywhere}
h3{font-size:1.02rem;margin:1.8rem 0 .4rem}
p{max-width:72ch;margin:.5rem 0}
.soft,small{color:var(--soft)}
small{font-size:.84rem}
.kicker{font-weight:600;color:var(--soft);font-size:.9rem;margin:0}
.wide{overflow-x:auto;margin:.8rem 0;border:1px solid var(--line);border-radius:12px;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:.5rem .8rem;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
tr:last-child td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:.83rem;white-space:normal;vertical-align:bottom}
th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere;min-width:14rem}
td.left,th.left{text-align:left;white-space:normal;overflow-wrap:anywhere;min-width:13rem}
td .drop{white-space:nowrap}
td .places{color:var(--soft);font-size:.8rem;display:block;overflow-wrap:anywhere}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere;background:var(--gone);border-radius:4px;padding:.05em .3em}
.ok{color:var(--one);font-weight:600}.bad{color:var(--bad);font-weight:600}
.rate{display:inline-block;width:5rem;height:.55rem;border-radius:3px;background:var(--gone);border:1px solid var(--line);overflow:hidden;vertical-align:middle}
.rate i{display:block;height:100%;background:var(--two)}
.rate.now i{background:var(--one)}
footer{margin-top:3rem;padding-top:1.2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
@media (max-width:720px){th,td{padding:.45rem .55rem}th:first-child,td:first-child{min-width:9rem}}
`;
