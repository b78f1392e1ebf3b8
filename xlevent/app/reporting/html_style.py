"""The style sheet of reports in HTML: for a desk, a phone and paper."""

STYLE = """
:root{--ink:#1f2933;--soft:#52606d;--line:#d9dee3;--accent:#0f6e6e;--tint:#eef4f4;--paper:#fff}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;color:var(--ink);background:#f4f6f7;font:16px/1.7 "Noto Sans TC","PingFang TC",
"Microsoft JhengHei","Noto Sans CJK TC",system-ui,sans-serif;overflow-wrap:break-word}
header,main,nav{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
.kind{margin:0;color:var(--accent);font-weight:700;letter-spacing:.06em}
h1{margin:.2rem 0 1rem;font-size:clamp(1.5rem,5vw,2.3rem);line-height:1.25}
h1 .en{display:block;font-size:.6em;font-weight:400;color:var(--soft)}
h2{margin:0 0 .8rem;padding-bottom:.35rem;border-bottom:2px solid var(--accent);font-size:1.3rem;
line-height:1.35}
h3{margin:1.4rem 0 .5rem;font-size:1.05rem}
p{margin:.6rem 0}
.en{color:var(--soft)}
a{color:#0b5656}
a:focus-visible,.scroll:focus-visible{outline:3px solid #b26a00;outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem 1rem;z-index:1}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));
gap:.35rem 1.5rem;margin:0 0 1.2rem}
.facts div{display:flex;gap:.75rem}
dt{color:var(--soft);flex:0 0 auto}
dd{margin:0;min-width:0;font-weight:600}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.6rem,1fr));gap:.75rem;
margin:0 0 1.2rem;padding:0;list-style:none}
.figures li{background:var(--paper);border:1px solid var(--line);border-left:4px solid
var(--accent);border-radius:.4rem;padding:.55rem .8rem}
.figures .value{display:block;font-size:1.35rem;font-weight:700;line-height:1.3;
font-variant-numeric:tabular-nums}
.figures .name{display:block;color:var(--soft);font-size:.85rem;line-height:1.4}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:0 0 1rem;padding:.7rem 0;
border-top:1px solid var(--line);border-bottom:1px solid var(--line);list-style:none;
font-size:.92rem}
nav .en{display:none}
section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;
padding:1.3rem 1.4rem;margin:0 0 1.2rem}
main{padding-bottom:3rem}
.author{border-left:4px solid #b98b4e;padding-left:.9rem}
.scroll{overflow-x:auto;margin:1rem 0 .4rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.5}
caption{text-align:left;font-weight:700;padding-bottom:.35rem}
th{background:var(--tint);text-align:left;vertical-align:bottom;font-weight:600}
th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem}
td{vertical-align:top}
th .en{display:block;font-weight:400;font-size:.85em}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.wide{min-width:12rem}
.short{white-space:nowrap}
td.short .en{display:block;white-space:normal}
.more,.credit,.address{color:var(--soft);font-size:.85rem}
.chart{margin:1.2rem 0}
figcaption{font-weight:600;margin:0 0 .5rem}
.chart svg{display:block;width:100%;height:auto;font-family:inherit}
.chart .wide{min-width:0}
.chart .narrow{display:none}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));
gap:1rem;margin:1.2rem 0 .4rem}
.one{grid-template-columns:minmax(0,34rem)}
.gallery figure{margin:0}
.gallery img{display:block;width:100%;height:auto;border-radius:.35rem;background:var(--tint)}
.gallery figcaption{font-weight:400;font-size:.9rem;line-height:1.5;margin:.4rem 0 0}
.credit,.address{display:block;overflow-wrap:anywhere}
.links{padding:0;list-style:none}
.links li{padding:.5rem 0;border-bottom:1px solid var(--line)}
.tag{display:inline-block;background:var(--tint);border-radius:.25rem;padding:0 .45rem;
font-size:.85rem}
.sign{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem}
.sign div{border:1px solid var(--ink);padding:.6rem .8rem;min-height:8rem;display:flex;
flex-direction:column;justify-content:space-between}
.sign p{margin:0}
@media (max-width:40rem){
header{padding-top:1.4rem}
header,main,nav{padding-left:.8rem;padding-right:.8rem}
section{padding:1rem .9rem}
.chart .wide{display:none}
.chart .narrow{display:block}
}
@media print{
@page{size:A4;margin:18mm 15mm}
body{background:#fff;font-size:10.5pt;line-height:1.55}
header,main,nav{max-width:none;padding:0}
nav,.skip{display:none}
section{border:0;padding:0;margin:0 0 1.2rem}
.scroll{overflow:visible}
table{font-size:8.8pt}
.wide{min-width:0}
.chart .wide{display:block}
.chart .narrow{display:none}
h2,h3,caption,figcaption{break-after:avoid}
figure,tr,.figures li,.sign div{break-inside:avoid}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""
