// The task pane: buttons for macros, progress, outcome.
import { callMacro } from "./call.js";
import { applyActions, readWorkbook, selectCell, watchChanges, workbookLanguage } from "./excel.js";
import { bytesOf, copyText, isText, readFile, size } from "./files.js";
import { element, Findings } from "./findings.js";
import {
  chooseLanguage, language, say, show, startLanguage, Trouble,
} from "./texts.js";

const facts = JSON.parse(document.getElementById("xlevent").textContent);
const at = (id) => document.getElementById(id);
const STEPS = ["reading", "sending", "computing", "writing"];
const MODES = ["work", "choice", "outcome"];

// What is shown now, kept so that a change of language shows it again.
const state = { mode: "", macro: null, step: "", said: null, end: null, trouble: null };
let stop = null; // AbortController of the macro that runs
let link = ""; // URL of the file that was made
const findings = new Findings(at("filters"), at("groups"), select);

function draw() {
  document.documentElement.lang = language() === "en" ? "en" : "zh-Hant-TW";
  for (const one of document.querySelectorAll("[data-text]")) {
    one.textContent = say(one.dataset.text);
  }
  for (const one of document.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-label", say(one.dataset.label));
  }
  for (const one of document.querySelectorAll("[data-language]")) {
    one.setAttribute("aria-pressed", String(one.dataset.language === language()));
  }
  at("version").textContent = say("version", { version: facts.version });
  for (const mode of MODES) at(mode).hidden = state.mode !== mode;
  drawMacros();
  if (state.mode === "work") drawWork();
  if (state.mode === "choice") drawChoice();
  if (state.mode === "outcome") drawOutcome();
}

function drawMacros() {
  const running = state.mode === "work";
  const focused = document.activeElement?.dataset?.macro;
  at("macros").replaceChildren(
    ...facts.macros.map((macro) => {
      const picture = element("img", { alt: "", width: 24, height: 24 });
      picture.src = new URL(`icons/${macro.name}.svg`, import.meta.url).href;
      const button = element(
        "button", { type: "button", className: "macro" }, picture,
        element("span", { className: "title", textContent: show(macro.title) }),
      );
      button.dataset.macro = macro.name;
      button.setAttribute("aria-describedby", `help-${macro.name}`);
      // Not `disabled`: it would lose the focus, and a screen reader would not find it.
      button.setAttribute("aria-disabled", String(running));
      button.addEventListener("click", () => start(macro.name));
      const help = element("p", { className: "help", id: `help-${macro.name}` });
      help.textContent = show(macro.help);
      return element("li", {}, button, help);
    }),
  );
  if (focused) document.querySelector(`[data-macro="${focused}"]`)?.focus();
}

function drawWork() {
  at("work-title").textContent = say("running", { macro: show(state.macro.title) });
  const reached = STEPS.indexOf(state.step);
  at("steps").replaceChildren(
    ...STEPS.map((step, number) => {
      const item = element("li", { textContent: say(step) });
      item.className = number < reached ? "past" : number === reached ? "now" : "";
      if (number === reached) item.setAttribute("aria-current", "step");
      return item;
    }),
  );
  at("bar").setAttribute("aria-labelledby", "work-title");
  const text = state.said
    ? say("server_step", { step: show(state.said) })
    : say(`now_${state.step}`, { count: state.count });
  if (at("step").textContent !== text) at("step").textContent = text; // else it is read out again
  at("cancel").setAttribute("aria-disabled", String(state.step === "writing"));
}

function drawChoice() {
  const title = show(state.macro.title);
  at("choice-title").textContent = title;
  at("file-label").textContent = show(state.macro.file);
  at("choice-run").textContent =
    at("file").files.length ? say("run", { macro: title }) : say("without_file");
}

function drawOutcome() {
  const done = Boolean(state.end?.done);
  const macro = show(state.macro.title);
  at("outcome").className = done ? "done" : "refused";
  at("outcome-title").textContent = say(done ? "done" : "refused", { macro });
  const lines = state.trouble ? [state.trouble.text()] : state.end.lines.map(show);
  at("lines").replaceChildren(...lines.map((line) => element("p", { textContent: line })));
  at("reload").hidden = !state.trouble?.reload;
  const made = state.end?.download;
  at("download").hidden = !made;
  if (made) {
    at("download-link").textContent = say("download", { name: made.name, size: size(made.bytes) });
    at("copying").hidden = !isText(made);
  }
  at("findings").hidden = !state.end?.findings.length;
  findings.draw();
}

function announce(trouble) {
  at("notice").hidden = !trouble;
  at("notice").textContent = trouble ? trouble.text() : "";
  state.notice = trouble;
}

function step(name, said = null, count = 0) {
  Object.assign(state, { step: name, said, count });
  at("bar").removeAttribute("value"); // nobody knows how long it takes
  drawWork();
}

function forget() {
  if (link) URL.revokeObjectURL(link);
  link = "";
  announce(null);
  at("copy-text").value = "";
  at("copied").textContent = "";
  at("copying").open = false;
  Object.assign(state, { end: null, trouble: null });
  findings.set([]);
}

// Runs a macro, or first asks for the file that it takes.
export function start(name) {
  if (stop) return;
  const macro = facts.macros.find((one) => one.name === name);
  if (!macro) return;
  forget();
  state.macro = macro;
  if (macro.file) {
    at("file").value = "";
    state.mode = "choice";
    draw();
    at("file").focus();
  } else {
    work(null);
  }
}

async function work(file) {
  stop = new AbortController();
  const { signal } = stop;
  state.mode = "work";
  state.step = "reading";
  state.said = null;
  draw();
  at("cancel").focus();
  let watched = null;
  try {
    const given = file ? await readFile(file, facts.megabytes * 1e6 * 0.7) : null;
    const auth = await globalThis.getAuth();
    const headers = { Authorization: auth.token, "Auth-Provider": auth.provider };
    watched = await watchChanges();
    const payload = await readWorkbook({ ...headers }, (number, total) => {
      at("bar").value = number / total;
      return !signal.aborted;
    });
    if (signal.aborted) throw new Trouble("cancelled");
    step("sending");
    const sent = () => state.step === "sending" && step("computing");
    const end = await callMacro(facts, state.macro.name, { ...payload, xlevent: { file: given } },
      headers, { onSent: sent, onStep: (said) => step("computing", said), signal });
    if (end.done && end.actions.length) {
      step("writing", null, end.actions.length);
      if (watched.changed) throw new Trouble("changed");
      await watched.stop();
      await applyActions(end.actions, payload);
    }
    finish(end, null);
  } catch (error) {
    if (!(error instanceof Trouble)) console.error(error);
    finish(null, error instanceof Trouble ? error : new Trouble("not_read", { said: error?.message }));
  } finally {
    watched?.stop().catch((error) => console.error(error));
  }
}

function finish(end, trouble) {
  stop = null;
  if (end?.download) {
    const bytes = bytesOf(end.download);
    end.download.bytes = bytes.length;
    link = URL.createObjectURL(new Blob([bytes], { type: end.download.media_type }));
    at("download-link").href = link;
    at("download-link").download = end.download.name;
    if (isText(end.download)) at("copy-text").value = new TextDecoder().decode(bytes);
  }
  findings.set(end?.findings ?? []);
  Object.assign(state, { mode: "outcome", end, trouble });
  draw();
  at("outcome-title").focus();
}

function close() {
  const name = state.macro?.name;
  forget();
  state.mode = "";
  draw();
  document.querySelector(`[data-macro="${name}"]`)?.focus();
}

async function select(sheet, cell) {
  announce(null);
  try {
    await selectCell(sheet, cell);
  } catch (error) {
    announce(error instanceof Trouble ? error : new Trouble("not_read", { said: error?.message }));
  }
}

function listen() {
  for (const one of document.querySelectorAll("[data-language]")) {
    one.addEventListener("click", () => {
      chooseLanguage(one.dataset.language);
      draw();
      announce(state.notice);
    });
  }
  at("cancel").addEventListener("click", cancel);
  at("file").addEventListener("change", drawChoice);
  at("choice-run").addEventListener("click", () => work(at("file").files[0] ?? null));
  at("choice-close").addEventListener("click", close);
  at("outcome-close").addEventListener("click", close);
  at("reload").addEventListener("click", () => location.reload());
  at("copy").addEventListener("click", async () => {
    const copied = await copyText(at("copy-text"));
    at("copied").textContent = copied
      ? say("copied", { name: state.end.download.name }) : say("select_all");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (state.mode === "work") cancel();
    else if (state.mode) close();
  });
}

function cancel() {
  if (stop && state.step !== "writing") stop.abort();
}

// xlwings' own prompt, which offers to load the page again, in our languages.
function translatePrompt() {
  const inner = document.querySelector(".xlwings-office-ready-error-inner > div");
  if (inner) inner.textContent = say("not_load");
  const again = at("xlwings-taskpane-reload-btn");
  if (again) again.textContent = say("reload");
  const dismiss = at("xlwings-taskpane-reload-cancel-btn");
  if (dismiss) dismiss.textContent = say("cancel");
}

async function begin() {
  startLanguage(null, navigator.language);
  listen();
  draw();
  translatePrompt();
  const info = await Office.onReady();
  if (!info?.host) {
    announce(new Trouble("no_excel"));
    return;
  }
  startLanguage(await workbookLanguage(), Office.context.displayLanguage);
  draw();
  translatePrompt();
}

globalThis.xleventReady?.({ start });
begin();
