// Opens a page in Chromium and prints as JSON what a test wants to know of it.
// node browse.mjs PAGE OUT.png WIDTH HEIGHT [pdf]
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [page, picture, width, height, kind] = process.argv.slice(2);
const require = createRequire(process.env.XLEVENT_TOOLS + "/package.json");
const { chromium } = require("playwright-core");
const options = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const browser = await chromium.launch({
  executablePath: process.env.XLEVENT_CHROMIUM, args: options, timeout: 60000,
});
try {
  const context = await browser.newContext({
    viewport: { width: Number(width), height: Number(height) }, deviceScaleFactor: 1,
  });
  const tab = await context.newPage();
  const messages = [];
  const asked = [];
  tab.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => messages.push(`error: ${error.message}`));
  tab.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:")) asked.push(url);
  });
  await tab.goto(pathToFileURL(page).href, { waitUntil: "load" });
  await tab.screenshot({ path: picture, fullPage: kind === "full" });
  const found = await tab.evaluate(() => {
    const box = document.documentElement;
    const shown = (element) => element.getClientRects().length > 0;
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      if (!shown(element) || element.closest(".scroll") || element.closest(".skip")) return false;
      return element.getBoundingClientRect().right > box.clientWidth + 1;
    });
    const light = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((value) => {
        const share = value / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const colour = getComputedStyle(one).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)" && colour !== "transparent") return colour;
      }
      return "rgb(255, 255, 255)";
    };
    const pale = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.textContent.trim() || !shown(element)) continue;
      const svg = element.closest("text");
      const style = getComputedStyle(element);
      const colour = svg ? style.fill : style.color;
      const pair = [light(colour), light(ground(element))].sort((a, b) => b - a);
      const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
      if (ratio < 4.5) pale.add(`${colour} on ${ground(element)}: ${ratio.toFixed(2)}`);
    }
    const levels = [...document.querySelectorAll("h1,h2,h3,h4")].map((h) => Number(h.tagName[1]));
    return {
      title: document.title,
      lang: box.lang,
      scrolls: box.scrollWidth > box.clientWidth,
      wide: wide.slice(0, 5).map((e) => `${e.tagName}.${e.className?.baseVal ?? e.className}`),
      pale: [...pale],
      levels,
      images: [...document.images].map((i) => ({ alt: i.alt, drawn: i.naturalWidth > 0 })),
      charts: [...document.querySelectorAll("figure.chart svg")].filter(shown).length,
      unnamed: [...document.querySelectorAll("svg")].filter((s) => !s.querySelector("title")).length,
      broken: [...document.querySelectorAll('a[href^="#"]')]
        .filter((a) => !document.getElementById(a.getAttribute("href").slice(1))).length,
      tables: [...document.querySelectorAll("table")].map((t) => ({
        caption: Boolean(t.caption?.textContent.trim()),
        heads: t.querySelectorAll('th[scope="col"]').length,
      })),
      scripts: document.scripts.length,
    };
  });
  if (kind === "pdf") await tab.pdf({ path: `${picture}.pdf`, format: "A4" });
  console.log(JSON.stringify({ ...found, messages, asked }));
} finally {
  await browser.close();
}
