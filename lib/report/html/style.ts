/** The style of a page: light and dark, for screens from 360 to 1920 pixels and for paper. No colour carries a meaning alone. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--page:#fff;--panel:#f6f8fa;--line:#d0d7de;--link:#0550ae;--good:#116329;--warn:#8a4600;
--weights:#3b6fb6;--cache:#b5741b;--compute:#3f8f6b;--context:#8a63b0;--further:#b2527e;--empty:#fff;--reserve:#c3cad1}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b4;--page:#0d1117;--panel:#161b22;--line:#3d444d;--link:#79b8ff;--good:#56d364;--warn:#e3b341;
--weights:#5b8fd6;--cache:#e0a04a;--compute:#56b088;--context:#a884cc;--further:#cf7199;--empty:#0d1117;--reserve:#4a525b}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);overflow-wrap:anywhere}
header,main,footer{max-width:1500px;margin:0 auto;padding:0 16px}
h1{font-size:1.6rem;margin:16px 0 4px}h2{font-size:1.25rem;margin:0;display:inline}h3{font-size:1.05rem;margin:20px 0 4px}
a{color:var(--link)}.about,.facts,footer{color:var(--soft)}.facts{margin:0 0 12px}.about,p,li{max-width:1000px}data{white-space:nowrap}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:0;padding:4px 8px;background:var(--page);z-index:1}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;margin:8px 0}
section{border-top:1px solid var(--line);margin-top:24px;padding-top:12px}
summary{cursor:pointer;padding:2px 0}details details{margin:8px 0}
.verdicts{list-style:none;padding:0;margin:8px 0}.verdicts li{display:grid;grid-template-columns:108px 240px 1fr;gap:0 12px;max-width:none;padding:6px 0;border-bottom:1px solid var(--line)}
.verdicts .was{grid-column:3}.verdicts .mark{font-weight:600}.holds .mark{color:var(--good)}.limited .mark{color:var(--warn)}
@media(max-width:900px){.verdicts li{grid-template-columns:112px 1fr}.verdicts li>:nth-child(n+3){grid-column:1/3}}
.sums{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:8px;margin:16px 0}
.sums div{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 12px}.sums dt{color:var(--soft);font-size:.875rem}.sums dd{margin:0}
.scroll{overflow-x:auto;margin:8px 0}
table{border-collapse:collapse;min-width:min(100%,720px);font-size:.9rem}caption{text-align:left;color:var(--soft);padding:4px 0}
th,td{text-align:left;padding:4px 18px 4px 0;border-bottom:1px solid var(--line);vertical-align:top;min-width:64px;max-width:520px;overflow-wrap:break-word}
th[scope=col]{max-width:220px;vertical-align:bottom}
th[scope=row]{font-weight:500;min-width:110px}td:last-child{min-width:160px}td.number:last-child{min-width:64px}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}td.number{white-space:nowrap}
@media(max-width:480px){th,td{padding-right:10px}td.number{white-space:normal}}
@media screen{td:not(.number):has(>span){min-width:160px}}
.legend{list-style:none;padding:0;margin:8px 0;display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.875rem}.legend svg{vertical-align:-2px;margin-right:6px}
.changes{border-left:4px solid var(--warn);padding:8px 12px;margin:8px 0;background:var(--panel)}.changes h3{margin:0}.state{white-space:nowrap}
.same{border-left:4px double var(--line);padding:0 12px;margin:8px 0;color:var(--soft)}.was{margin:2px 0 0;color:var(--soft)}
ins{color:var(--good);text-decoration:none;font-weight:600}del{color:var(--warn);text-decoration:none}del:has(+ins){text-decoration:line-through}
.denied{color:var(--soft);font-size:.8rem}
svg{max-width:none;height:auto;display:block}.wide svg{width:100%;min-width:1400px}td svg{min-width:280px;max-width:320px;width:100%}.legend svg{display:inline}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .column,svg .label{fill:var(--soft)}svg .title{font-weight:600}svg .label,svg text.name{font-size:11px}svg text.name{fill:var(--soft);text-anchor:middle}
.box{fill:var(--panel);stroke:var(--line)}.edge{fill:none;stroke:var(--soft)}.tick{fill:none;stroke:var(--line)}
.patterns{position:absolute}.patterns path{fill:none;stroke:var(--page);stroke-width:1.5}
.patterns .cache{fill:var(--cache);stroke:none}.patterns .compute{fill:var(--compute);stroke:none}.patterns .context{fill:var(--context);stroke:none}
.patterns .further{fill:var(--further);stroke:none}.patterns .reserve{fill:var(--reserve);stroke:none}
rect.weights,rect.startup,rect.minimum{fill:var(--weights)}rect.cache,rect.draining,rect.maximum{fill:url(#pattern-cache)}rect.compute,rect.serving{fill:url(#pattern-compute)}
rect.context,rect.staging{fill:url(#pattern-context)}rect.further,rect.ending{fill:url(#pattern-further)}rect.reserve{fill:url(#pattern-reserve)}
rect.empty{fill:var(--empty)}rect{stroke:var(--page);stroke-width:.5}.legend rect{stroke:var(--soft);stroke-width:1}.bar{background:var(--empty);outline:1px solid var(--soft);outline-offset:-1px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}.scroll:focus-visible,summary:focus-visible{outline-offset:-2px}
@media print{:root{color-scheme:light;font-size:11px}nav,.skip{display:none}body{font-size:11px}table{min-width:0;width:100%}details::details-content{content-visibility:visible;display:block;block-size:auto}details>*{display:block}
.scroll{overflow:visible}th,td,th[scope=row],td:last-child{min-width:0;padding-right:8px;overflow-wrap:anywhere}th[scope=col]{min-width:4em;overflow-wrap:anywhere}td.number{white-space:normal}.wide svg,td svg{min-width:0;max-width:100%}tr,svg,.sums div{break-inside:avoid}h2,h3,summary{break-after:avoid}}
`;
