/** The style of a page: light and dark, for screens from 360 to 1920 pixels and for paper. No colour carries a meaning alone. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--page:#fff;--panel:#f6f8fa;--line:#d0d7de;--link:#0550ae;--good:#116329;--warn:#8a4600;
--weights:#3b6fb6;--cache:#d08b2c;--compute:#3f8f6b;--context:#8a63b0;--further:#b2527e;--empty:#fff;--reserve:#c3cad1}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b4;--page:#0d1117;--panel:#161b22;--line:#3d444d;--link:#79b8ff;--good:#56d364;--warn:#e3b341;
--weights:#5b8fd6;--cache:#e0a04a;--compute:#56b088;--context:#a884cc;--further:#cf7199;--empty:#0d1117;--reserve:#4a525b}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);overflow-wrap:anywhere}
header,main,footer{max-width:1500px;margin:0 auto;padding:0 16px}
h1{font-size:1.6rem;margin:16px 0 4px}h2{font-size:1.25rem;margin:0;display:inline}h3{font-size:1.05rem;margin:20px 0 4px}
a{color:var(--link)}.about,.facts,footer{color:var(--soft)}.facts{margin:0 0 12px}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0}
section{border-top:1px solid var(--line);margin-top:24px;padding-top:12px}
summary{cursor:pointer;padding:2px 0}details details{margin:8px 0}
.verdicts{list-style:none;padding:0;margin:8px 0}.verdicts li{padding:6px 0;border-bottom:1px solid var(--line)}
.verdicts .mark{font-weight:600;display:inline-block;min-width:108px}.holds .mark{color:var(--good)}.condition .mark{color:var(--warn)}
.sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:8px;margin:16px 0}
.sums div{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 12px}.sums dt{color:var(--soft);font-size:.875rem}.sums dd{margin:0;font-weight:600}
.scroll,.wide{overflow-x:auto;margin:8px 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;color:var(--soft);padding:4px 0}
th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top;min-width:64px}
th[scope=row]{font-weight:500}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td{max-width:520px}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.875rem}.legend svg{vertical-align:-2px;margin-right:6px}
.changes{border-left:4px solid var(--warn);padding:0 12px;margin:8px 0;background:var(--panel)}
ins{color:var(--good);text-decoration:none;font-weight:600}del{color:var(--warn)}
.denied{color:var(--soft);font-size:.8rem}
svg{max-width:none;height:auto;display:block}.wide svg{max-width:100%;min-width:900px}td svg{min-width:200px;max-width:320px;width:100%}.legend svg{display:inline}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .column,svg .label{fill:var(--soft)}svg .title{font-weight:600}svg .label{font-size:11px}
.box{fill:var(--panel);stroke:var(--line)}.edge{fill:none;stroke:var(--soft)}
rect.weights,rect.startup{fill:var(--weights)}rect.cache,rect.draining{fill:var(--cache)}rect.compute,rect.serving{fill:var(--compute)}
rect.context,rect.staging{fill:var(--context)}rect.further,rect.ending{fill:var(--further)}rect.reserve{fill:var(--reserve)}
rect.empty{fill:var(--empty);stroke:var(--line)}rect.minimum{fill:var(--weights)}rect.maximum{fill:var(--cache)}
rect{stroke:var(--page);stroke-width:.5}rect.outline{fill:none;stroke:var(--soft);stroke-width:1}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
@media print{.wide svg{min-width:0}nav{display:none}details::details-content{content-visibility:visible;display:block;block-size:auto}section{break-inside:auto}body{font-size:12px}.scroll,.wide{overflow:visible}details>*{display:block}}
`;
