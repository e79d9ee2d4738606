/** The look of the page: no font, picture or script from anywhere. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1d2321;--soft:#5d6763;--line:#e2e0d8;--one:#0f766e;--one-soft:#cfe8e3;--two:#b9c2be;--bad:#b42318;--mark:#fdeaa0;--gone:#f3f1ea}
@media (prefers-color-scheme:dark){:root{--paper:#121615;--card:#1a201e;--ink:#e8ece9;--soft:#9aa6a1;--line:#2c3532;--one:#4fc3b4;--one-soft:#1d4540;--two:#4a5551;--bad:#ff8a7a;--mark:#5c4d12;--gone:#161b19}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1060px;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:clamp(1.7rem,4.6vw,2.7rem);line-height:1.15;letter-spacing:-.02em;margin:.4rem 0 .8rem;max-width:24ch;text-wrap:balance}
h1 b{color:var(--one)}
h2{font-size:1.35rem;letter-spacing:-.01em;margin:3.2rem 0 .4rem}
h3{font-size:1rem;margin:0}
p{max-width:70ch;margin:.5rem 0}
.soft,small{color:var(--soft)}
small{font-size:.84rem}
.kicker{font-weight:600;color:var(--soft);font-size:.9rem;margin:0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(13.5rem,100%),1fr));gap:.8rem;margin:1.6rem 0 1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.1rem}
.card b{display:block;font-size:1.85rem;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.card span{color:var(--soft);font-size:.9rem;display:block}
.bars{margin:1rem 0;display:grid;gap:.85rem}
.bar .head{display:flex;justify-content:space-between;gap:1rem;font-size:.92rem;margin-bottom:.22rem}
.bar .head span:last-child{color:var(--soft);white-space:nowrap;font-variant-numeric:tabular-nums}
.bar .name{font-weight:600;overflow-wrap:anywhere}
.track{height:14px;border-radius:7px;background:var(--gone);border:1px solid var(--line);overflow:hidden;display:flex}
.track i{display:block;height:100%}
.track .stays{background:var(--one)}.track .goes{background:repeating-linear-gradient(135deg,var(--one-soft) 0 5px,transparent 5px 9px)}.track .own{background:var(--two)}
.key{display:flex;gap:1.2rem;flex-wrap:wrap;font-size:.85rem;color:var(--soft);margin:.6rem 0}
.key i{display:inline-block;width:1rem;height:.7rem;border-radius:3px;margin-right:.4rem;border:1px solid var(--line)}
.key .stays{background:var(--one)}.key .goes{background:repeating-linear-gradient(135deg,var(--one-soft) 0 5px,transparent 5px 9px)}.key .own{background:var(--two)}
.wide{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:12px;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums}
th,td{text-align:right;padding:.5rem .8rem;border-bottom:1px solid var(--line);white-space:nowrap}
tr:last-child td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:.83rem;white-space:normal;vertical-align:bottom}
.day{white-space:nowrap}
th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere;min-width:9rem}
details{background:var(--card);border:1px solid var(--line);border-radius:12px;margin:.9rem 0}
summary{cursor:pointer;padding:.85rem 1.1rem;margin-left:1.5rem;padding-left:.1rem;list-style-position:outside}
summary:focus-visible{outline:2px solid var(--one);outline-offset:2px;border-radius:12px}
summary .line{display:flex;justify-content:space-between;gap:.3rem 1rem;flex-wrap:wrap;align-items:baseline}
summary code{color:var(--soft)}
.inside{padding:0 1.1rem 1.1rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}
.pair>div{min-width:0}
.pair h4{margin:.3rem 0;font-size:.85rem;color:var(--soft);font-weight:600}
pre{margin:0;background:var(--gone);border:1px solid var(--line);border-radius:8px;padding:.7rem .8rem;max-height:24rem;overflow:auto;font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4}
mark{background:var(--mark);color:inherit;border-radius:3px;padding:0 .1em}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.cmd{display:block;background:var(--gone);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;margin:.6rem 0;overflow-x:auto}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.5rem 0 .7rem;padding:0;list-style:none;font-size:.85rem}
.chips li{border:1px solid var(--line);border-radius:99px;padding:.1rem .65rem;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.ok{color:var(--one)}.bad{color:var(--bad)}
footer{margin-top:3.5rem;padding-top:1.2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
@media (max-width:720px){th,td{padding:.45rem .55rem}th:first-child,td:first-child{min-width:7rem}.pair{grid-template-columns:1fr}main{padding-top:1.6rem}pre{max-height:16rem}}
@media print{details{break-inside:avoid}}
`;
