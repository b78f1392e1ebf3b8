// Between the task pane and the workbook: what is read, checked, written and selected.
import { Trouble } from "./texts.js";
import { takeBack, takeDown } from "./restoring.js";

// Actions that change no cell of the sheet that they name.
const HARMLESS = new Set(["activateSheet", "rangeSelect", "calculate", "alert"]);
const METADATA = "_xlevent";
const CELLS = 40000; // in one request: values and formats of cells stay well below 5 MB

const supports = (version) => Office.context.requirements.isSetSupported("ExcelApi", version);

// The language of the workbook in front: "zh-TW", "en", "both", or null if it is none of ours.
export async function workbookLanguage() {
  try {
    return await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItemOrNullObject(METADATA);
      await context.sync();
      if (sheet.isNullObject) return null;
      const cells = sheet.getRange("A1:B3").load("values");
      await context.sync();
      return cells.values.find((row) => row[0] === "language")?.[1] ?? null;
    });
  } catch {
    return null; // no reason to trouble anyone before a macro is run
  }
}

// The workbook as xlwings' client sends one. Its own way to read it asks for all cells at once,
// which Excel for the web refuses beyond 5 MB; so the cells are asked for sheet by sheet, large
// sheets in parts. `onSheet` hears how many sheets are read.
export async function readWorkbook(headers, onSheet = () => {}, cells = CELLS) {
  try {
    const payload = await globalThis.xlwings.getBookData({ headers, lazy: true });
    for (const [number, sheet] of payload.sheets.entries()) {
      if (onSheet(number, payload.sheets.length) === false) return payload;
      sheet.values = await readSheet(sheet, cells);
    }
    return payload;
  } catch (error) {
    throw excelTrouble(error, "not_read");
  }
}

async function readSheet(sheet, cells) {
  if (!sheet.used_range_address) return [[""]];
  const [, letters, last] = /([A-Z]+)(\d+)$/.exec(sheet.used_range_address);
  const columns = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const step = Math.max(1, Math.floor(cells / columns));
  const rows = [];
  for (let first = 1; first <= Number(last); first += step) {
    const address = `A${first}:${letters}${Math.min(first + step - 1, Number(last))}`;
    const part = await globalThis.xlwings.getRangeData(sheet.name, address, ["values"]);
    if (!part.values) throw new Error(`${sheet.name} ${address}`);
    for (const row of part.values) rows.push(row);
  }
  return rows;
}

// Notices whether anyone changes the workbook while the server computes.
export async function watchChanges() {
  const seen = { changed: false, stop: async () => {} };
  if (!supports("1.9")) return seen;
  try {
    await Excel.run(async (context) => {
      const handler = context.workbook.worksheets.onChanged.add(async () => {
        seen.changed = true;
      });
      await context.sync();
      seen.stop = async () => {
        seen.stop = async () => {};
        await Excel.run(handler.context, async (own) => {
          handler.remove();
          await own.sync();
        });
      };
    });
  } catch (error) {
    console.warn(error); // the check of sheets and tables remains
  }
  return seen;
}

// The sheets that the actions would change, of those that were read.
export function touched(actions, sheets) {
  const names = new Set();
  for (const action of actions) {
    const at = action.sheet_position;
    if (Number.isInteger(at) && at < sheets.length && !HARMLESS.has(action.func)) {
      names.add(sheets[at].name);
    }
  }
  return [...names];
}

// Applies what the server answered: all of it, or nothing with the reason.
export async function applyActions(actions, payload) {
  if (!actions.length) return;
  await check(actions, payload);
  const before = await run((context) => takeDown(context, actions, payload.sheets));
  try {
    await globalThis.xlwings.runActions({ actions });
  } catch (error) {
    const said = sentence(error);
    try {
      await Excel.run((context) => takeBack(context, before));
    } catch (second) {
      console.error(second);
      throw new Trouble("not_restored", { said });
    }
    throw new Trouble("restored", { said });
  }
}

async function check(actions, payload) {
  await run(async (context) => {
    const { workbook } = context;
    workbook.load("name");
    workbook.protection.load("protected");
    const sheets = workbook.worksheets.load("items/name");
    await context.sync();
    if (workbook.name !== payload.book.name) {
      throw new Trouble("other_book", { name: payload.book.name });
    }
    const names = sheets.items.map((sheet) => sheet.name);
    if (names.join("\n") !== payload.sheets.map((sheet) => sheet.name).join("\n")) {
      throw new Trouble("changed");
    }
    const wanted = touched(actions, payload.sheets);
    const looked = wanted.map((name) => {
      const sheet = sheets.items[names.indexOf(name)];
      sheet.protection.load("protected");
      const areas = [];
      return { name, sheet, areas, tables: sheet.tables.load("items/name") };
    });
    await context.sync();
    const shut = looked.filter(({ sheet }) => sheet.protection.protected).map(({ name }) => name);
    if (shut.length) throw new Trouble("protected", { names: shut });
    if (workbook.protection.protected && actions.some((action) => action.func === "addSheet")) {
      throw new Trouble("structure");
    }
    for (const one of looked) {
      one.areas = one.tables.items.map((table) => table.getRange().load("address"));
    }
    await context.sync();
    for (const { name, areas } of looked) {
      const read = payload.sheets[names.indexOf(name)].tables;
      const now = areas.map((area) => area.address.split("!").pop());
      if (now.join() !== read.map((table) => table.range_address).join()) {
        throw new Trouble("changed");
      }
    }
  });
}

export async function selectCell(sheetName, cell) {
  await run(async (context) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(sheetName);
    sheet.load("visibility");
    await context.sync();
    if (sheet.isNullObject) throw new Trouble("no_sheet", { sheet: sheetName });
    if (sheet.visibility !== "Visible") throw new Trouble("hidden_sheet", { sheet: sheetName });
    sheet.activate();
    if (cell) sheet.getRange(cell).select();
    await context.sync();
  });
}

async function run(work) {
  try {
    return await Excel.run(work);
  } catch (error) {
    throw excelTrouble(error, "not_read");
  }
}

function excelTrouble(error, key) {
  if (error instanceof Trouble) return error;
  if (/EditMode/i.test(`${error?.code} ${error?.name}`)) return new Trouble("editing");
  return new Trouble(key, { said: sentence(error) });
}

// What Excel said, on one line and not too long.
export function sentence(error) {
  const text = String(error?.cause?.message ?? error?.message ?? error);
  return text.replace(/\s+/g, " ").trim().replace(/\.$/, "").slice(0, 200);
}
