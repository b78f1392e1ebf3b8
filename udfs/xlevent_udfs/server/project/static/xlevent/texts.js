// What the task pane says, in both languages, and which of them is shown.

const TEXTS = {
  skip: ["跳到內容", "Skip to content"],
  language: ["語言", "Language"],
  macros: ["巨集", "Macros"],
  filter: ["依嚴重程度篩選", "Filter by severity"],
  cancel: ["取消", "Cancel"],
  close: ["關閉", "Close"],
  reload: ["重新載入", "Reload"],
  about: ["授權與資料", "Licence and data"],
  version: ["第 {version} 版", "Version {version}"],
  run: ["執行「{macro}」", "Run {macro}"],
  without_file: ["不選檔案執行", "Run without a file"],
  running: ["執行中：{macro}", "Running: {macro}"],
  reading: ["讀取活頁簿", "Read the workbook"],
  sending: ["送出資料", "Send it"],
  computing: ["計算", "Compute"],
  writing: ["寫入活頁簿", "Write to the workbook"],
  now_reading: ["正在讀取活頁簿……", "Reading the workbook…"],
  now_sending: ["正在送到伺服器……", "Sending to the server…"],
  now_computing: ["伺服器計算中……", "The server is computing…"],
  server_step: ["伺服器：{step}……", "Server: {step}…"],
  now_writing: ["正在寫入 {count} 項變更，無法取消……", "Writing {count} changes; cannot be cancelled…"],
  done: ["{macro}：完成", "{macro}: done"],
  refused: ["{macro}：未執行", "{macro}: not done"],
  cancelled: ["已取消，活頁簿未變更。", "Cancelled; the workbook is unchanged."],
  download: ["下載 {name}（{size}）", "Download {name} ({size})"],
  blocked: ["沒有反應？改為複製內容", "Nothing happens? Copy the content instead"],
  copy_label: ["檔案內容", "Content of the file"],
  copy: ["複製", "Copy"],
  copied: ["已複製。請貼到文字編輯器，存成 {name}。", "Copied. Paste it into a text editor and save it as {name}."],
  select_all: ["已全選，請按 Ctrl+C（Mac：⌘C）。", "All is selected: press Ctrl+C (Mac: ⌘C)."],
  error: ["錯誤", "Errors"],
  warning: ["警告", "Warnings"],
  notice: ["提醒", "Notices"],
  more: ["再顯示 {count} 筆", "Show {count} more"],
  none_shown: ["篩選後沒有可顯示的項目。", "The filter leaves nothing to show."],
  whole_book: ["整本活頁簿", "The whole workbook"],
  no_sheet: ["活頁簿中已沒有工作表「{sheet}」。請重新執行。", "There is no sheet \"{sheet}\" any more. Run it again."],
  hidden_sheet: ["工作表「{sheet}」已隱藏，請先取消隱藏。", "The sheet \"{sheet}\" is hidden: unhide it first."],
  no_excel: ["這是 Excel 的工作窗格，請在 Excel 中開啟。", "This is a task pane of Excel: open it in Excel."],
  no_answer: [
    "伺服器沒有回應，活頁簿未變更。請確認網路後再試；若持續發生請洽管理員。",
    "The server does not answer; the workbook is unchanged. Check the network and try again, or ask your administrator.",
  ],
  broken_off: [
    "伺服器在計算途中斷線，活頁簿未變更。請再執行一次。",
    "The connection to the server broke off during the computation; the workbook is unchanged. Run it again.",
  ],
  silent: [
    "伺服器超過 {seconds} 秒沒有動靜，已停止等候，活頁簿未變更。請再試一次。",
    "The server has been silent for {seconds} seconds, so waiting was stopped; the workbook is unchanged. Try again.",
  ],
  not_allowed: [
    "伺服器拒絕你的帳號（{said}），活頁簿未變更。請洽管理員取得權限。",
    "The server refuses your account ({said}); the workbook is unchanged. Ask your administrator for access.",
  ],
  server_failed: [
    "伺服器發生錯誤（{status}），活頁簿未變更。請再試一次；若再發生請洽管理員。",
    "The server failed ({status}); the workbook is unchanged. Try again; if it happens again, ask your administrator.",
  ],
  editing: [
    "Excel 正在編輯儲存格。請按 Enter 或 Esc 結束編輯後再執行。",
    "A cell is being edited in Excel. Press Enter or Esc there, then run it again.",
  ],
  not_read: ["無法讀取活頁簿（{said}），未變更。", "The workbook could not be read ({said}); it is unchanged."],
  not_file: ["無法讀取檔案 {name}。請關閉正在使用它的程式後再選一次。", "The file {name} cannot be read. Close the program that uses it and choose it again."],
  large_file: ["檔案 {name} 太大（上限 {size}），未執行。", "The file {name} is too large (up to {size}); nothing was run."],
  protected: [
    "工作表{sheets}受保護，未寫入任何內容。請在「校閱」取消保護工作表後再執行。",
    "Protected: {sheets}. Nothing was written. Unprotect it (Review, Unprotect Sheet), then run it again.",
  ],
  quoted: ["「{name}」", '"{name}"'],
  comma: ["、", ", "],
  structure: [
    "活頁簿結構受保護，無法新增工作表，未寫入任何內容。請在「校閱」取消保護活頁簿後再執行。",
    "The structure of the workbook is protected, so no sheet can be added; nothing was written. Unprotect it (Review, Protect Workbook), then run it again.",
  ],
  changed: [
    "計算期間活頁簿有變更，為避免寫錯位置，未寫入任何內容。請再執行一次。",
    "The workbook was changed while the server computed. To write to no wrong place, nothing was written. Run it again.",
  ],
  other_book: [
    "目前的活頁簿已不是執行時的「{name}」，未寫入任何內容。",
    "The workbook in front is not \"{name}\" any more; nothing was written.",
  ],
  restored: [
    "Excel 拒絕寫入（{said}），已還原，活頁簿與執行前相同。",
    "Excel refused a write ({said}). What had been written was taken back; the workbook is as before.",
  ],
  not_restored: [
    "Excel 拒絕寫入（{said}），而且無法完全還原。請以「復原」或版本記錄回到執行前。",
    "Excel refused a write ({said}), and it could not all be taken back. Use Undo or the version history.",
  ],
  not_load: ["增益集未正確載入。", "The add-in didn't load properly."],
};

export const LANGUAGES = ["zh-TW", "en"];
const KEY = "xlevent.language";
let current = "zh-TW";

export function language() {
  return current;
}

// A text of the pane; {name} in it is replaced by given.name.
export function say(key, given = {}) {
  const text = TEXTS[key][LANGUAGES.indexOf(current)];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(given[name] ?? ""));
}

// A text from the server, which comes in both languages.
export function show(text) {
  return text?.[current] ?? "";
}

// The language that a person chose earlier, else that of the workbook, else that of Excel.
export function startLanguage(workbook, display) {
  const kept = remembered();
  if (kept) current = kept;
  else if (LANGUAGES.includes(workbook)) current = workbook;
  else current = String(display || "zh").toLowerCase().startsWith("zh") ? "zh-TW" : "en";
}

export function chooseLanguage(chosen) {
  current = chosen;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // A web view without storage: the choice holds until the pane is closed.
  }
}

export function remembered() {
  try {
    const kept = localStorage.getItem(KEY);
    return LANGUAGES.includes(kept) ? kept : null;
  } catch {
    return null;
  }
}

// Something that went wrong, as a text in both languages, so that it can be shown in either.
export class Trouble extends Error {
  constructor(key, given = {}) {
    super(key);
    this.key = key;
    this.given = given;
  }

  text() {
    if (this.given.text) return show(this.given.text);
    const { names, ...given } = this.given;
    if (names) given.sheets = names.map((name) => say("quoted", { name })).join(say("comma"));
    return say(this.key, given);
  }
}
