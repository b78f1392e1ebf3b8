// Calls a macro on the server: sends the workbook, hears the steps, brings the end.
//
// XMLHttpRequest, because fetch ends after 60 seconds in Excel for Mac (see utils.js of xlwings).
import { Trouble } from "./texts.js";

const PATIENCE = 60; // seconds without any byte; the server sends one every five
const SENDING = 300; // seconds for a large workbook on a slow line

export function callMacro(facts, name, payload, headers, { onSent, onStep, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let read = 0;
    let end = null;
    let timer = null;
    let trouble = null;
    const stopWaiting = () => clearTimeout(timer);
    const wait = (seconds) => {
      stopWaiting();
      timer = setTimeout(() => {
        trouble = new Trouble("silent", { seconds });
        request.abort();
      }, seconds * 1000);
    };
    const lines = () => {
      const text = request.responseText;
      const whole = text.lastIndexOf("\n") + 1;
      for (const line of text.slice(read, whole).split("\n")) {
        if (!line.trim()) continue;
        const told = JSON.parse(line);
        if (told.step) onStep(told.step);
        else end = told;
      }
      read = Math.max(read, whole);
    };
    const cancelled = () => {
      trouble = new Trouble("cancelled");
      request.abort();
    };
    const finish = (settle, value) => {
      stopWaiting();
      signal.removeEventListener("abort", cancelled);
      settle(value);
    };

    request.open("POST", `${globalThis.config.appPath}/xlevent/macros/${encodeURIComponent(name)}`);
    for (const [key, value] of Object.entries(headers)) {
      if (value) request.setRequestHeader(key, value);
    }
    request.setRequestHeader("Content-Type", "application/json");
    request.setRequestHeader("X-Xlevent-Pane", facts.version);
    request.upload.onload = onSent;
    request.onprogress = () => {
      wait(PATIENCE);
      if (request.status !== 200) return;
      onSent();
      try {
        lines();
      } catch {
        // Not JSON: told at the end.
      }
    };
    request.onload = () => {
      if (request.status !== 200) return finish(reject, refusal(request));
      try {
        lines();
      } catch {
        return finish(reject, new Trouble("broken_off"));
      }
      return end ? finish(resolve, end) : finish(reject, new Trouble("broken_off"));
    };
    request.onerror = () => finish(reject, new Trouble(read ? "broken_off" : "no_answer"));
    request.onabort = () => finish(reject, trouble ?? new Trouble("cancelled"));
    if (signal.aborted) return finish(reject, new Trouble("cancelled"));
    signal.addEventListener("abort", cancelled);
    wait(SENDING);
    request.send(JSON.stringify(payload));
  });
}

// The one sentence of an answer that is none: from the server where it has one.
function refusal(request) {
  let said = null;
  try {
    said = JSON.parse(request.responseText).detail;
  } catch {
    // Not from our server: a proxy's page.
  }
  if (said && typeof said === "object" && !Array.isArray(said)) {
    const trouble = new Trouble("server", { text: said });
    trouble.reload = request.status === 409;
    return trouble;
  }
  if (request.status === 401 || request.status === 403) {
    return new Trouble("not_allowed", { said: said || request.status });
  }
  return new Trouble("server_failed", { status: request.status });
}
