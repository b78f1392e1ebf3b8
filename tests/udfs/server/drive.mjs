// A page in Chromium, driven by lines of JSON on stdin: {"do": ..., ...}; a line answers each.
// node drive.mjs OFFICE.js; every request for office.js gets that file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const office = readFileSync(process.argv[2], "utf8");
const require = createRequire(process.env.XLEVENT_TOOLS + "/package.json");
const { chromium } = require("playwright-core");
const browser = await chromium.launch({
  executablePath: process.env.XLEVENT_CHROMIUM, timeout: 180000,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
let tab = null;
const seen = { messages: [], asked: [] };

const commands = {
  async open({ url, payload, width = 340, height = 760, host, media = {}, locale = "en-US" }) {
    await tab?.context().close();
    Object.assign(seen, { messages: [], asked: [] });
    const context = await browser.newContext({
      viewport: { width, height }, deviceScaleFactor: 2, acceptDownloads: true, locale, ...media,
    });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    context.setDefaultTimeout(120000);
    tab = await context.newPage();
    tab.on("console", (message) => seen.messages.push(`${message.type()}: ${message.text()}`));
    tab.on("pageerror", (error) => seen.messages.push(`error: ${error.message}`));
    tab.on("request", (request) => seen.asked.push(request.url()));
    await tab.addInitScript(`globalThis.PAYLOAD = ${JSON.stringify(payload)};`);
    const setting = host === undefined ? "" : `book.host = ${JSON.stringify(host)};`;
    await tab.route("**/office.js", (route) => route.fulfill({
      contentType: "text/javascript", body: office + setting,
    }));
    await tab.goto(url, { waitUntil: "load" });
  },
  eval: ({ code }) => tab.evaluate(`(async () => { ${code} })()`),
  async wait({ code, seconds = 120 }) {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      const found = await tab.evaluate(`(async () => { return ${code} })()`).catch(() => null);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`never true: ${code}; ${await tab.evaluate("document.body.innerText")}`);
  },
  click: ({ selector }) => tab.click(selector, { timeout: 120000 }),
  press: ({ key }) => tab.keyboard.press(key),
  choose: ({ selector, name, content }) => tab.setInputFiles(selector, {
    name, mimeType: "application/octet-stream", buffer: Buffer.from(content, "base64"),
  }),
  async download({ selector }) {
    const [download] = await Promise.all([tab.waitForEvent("download"), tab.click(selector)]);
    return { name: download.suggestedFilename(), path: await download.path() };
  },
  shot: ({ path, full = true }) => tab.screenshot({ path, fullPage: full }).then(() => null),
  reload: () => tab.reload({ waitUntil: "load" }).then(() => null),
  seen: () => seen,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ found: (await commands[name](given)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}
await browser.close();
