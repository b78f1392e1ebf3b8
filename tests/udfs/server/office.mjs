// Office.js for a page without Excel: Microsoft's own mock (office-addin-mock), filled with the
// workbook in globalThis.PAYLOAD, which has the form in which xlwings' client sends one.
//
// The mock keeps the rule of Office.js that a property can be read only after load and sync; what
// is read before is an error text. It has no workbook behind it, no collections, no ranges, no
// events, no null objects: those are made here, as little as xlwings' client and our pane use.
// Not imitated at all: calculation, formats, undo, other people who edit, how long Excel takes.
// bundle: esbuild office.mjs --bundle --alias:office-addin-manifest=./office_app.mjs
import { OfficeMockObject } from "office-addin-mock";

const DATE = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const serial = (text) => Date.parse(text) / 86400000 + 25569;
const given = globalThis.PAYLOAD;

// What tests look at and change.
const book = {
  name: given.book.name,
  active: given.book.active_sheet_index,
  selection: given.book.selection,
  structure: false, // the structure of the workbook is protected
  editing: false, // a cell is being edited
  host: "Excel",
  failAt: 0, // the number of the write that Excel refuses
  writes: 0,
  log: [],
  functions: {},
  commands: {},
  changed: [],
  sheets: given.sheets.map((sheet) => ({
    name: sheet.name,
    visibility: sheet.visibility,
    protected: false,
    dates: new Set(),
    rows: sheet.values.map((row) => [...row]),
    tables: sheet.tables.map((table) => ({ ...table })),
  })),
  names: given.names,
};
for (const sheet of book.sheets) {
  sheet.rows.forEach((row, r) => row.forEach((value, c) => {
    if (typeof value !== "string" || !DATE.test(value)) return;
    row[c] = serial(value);
    sheet.dates.add(`${r},${c}`);
  }));
}
globalThis.book = book;

// --- addresses -----------------------------------------------------------------------------------
function column(letters) {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
function letters(number) {
  let text = "";
  for (let n = number + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    text = String.fromCharCode(65 + ((n - 1) % 26)) + text;
  }
  return text;
}
function area(address) {
  const [first, last = first] = address.replaceAll("$", "").split(":");
  const cell = (text) => {
    const found = /^([A-Z]+)(\d+)$/.exec(text);
    if (!found) throw new Error(`InvalidArgument: ${address}`);
    return [Number(found[2]) - 1, column(found[1])];
  };
  const [top, left] = cell(first);
  const [bottom, right] = cell(last);
  return [top, left, bottom - top + 1, right - left + 1];
}
function address(sheet, top, left, rows, columns) {
  const first = `${letters(left)}${top + 1}`;
  const last = `${letters(left + columns - 1)}${top + rows}`;
  return `'${sheet.name.replaceAll("'", "''")}'!${first === last ? first : `${first}:${last}`}`;
}

// --- mock objects --------------------------------------------------------------------------------
const pending = new Set();

// A mock object; `writers` take what is assigned to it.
function mock({ isNullObject = false, ...data }, writers = {}) {
  const object = new OfficeMockObject(data, "excel");
  object.isNullObject = isNullObject; // Office.js tells it without load
  const load = object.load.bind(object);
  const handed = new Proxy(object, {
    get(target, key) {
      if (key === "load") {
        return (properties) => {
          load(properties);
          pending.add(target);
          return handed;
        };
      }
      const value = target[key];
      if (value instanceof OfficeMockObject) pending.add(target); // it may be loaded: sync both
      return typeof value === "function" ? value.bind(target) : value;
    },
    set(target, key, value) {
      if (key in writers) writers[key](value);
      else target[key] = value;
      return true;
    },
  });
  return handed;
}

// A collection: Microsoft's mock cannot load what stands in an array.
function collection(list, more = {}) {
  return {
    load(properties = "items") {
      this.items = list();
      for (const path of [properties].flat().join(",").split(",").map((text) => text.trim())) {
        const property = path.replace(/^items\/?/, "");
        for (const item of this.items) item.load(property.includes("/") ? [] : property || undefined);
      }
      return this;
    },
    ...more,
  };
}

const nothing = () => mock({ isNullObject: true, address: "", visibility: "" });
const none = () => collection(() => []);

function wrote(what) {
  book.writes += 1;
  if (book.writes === book.failAt) {
    const error = new Error("The sheet does not take this.");
    error.code = "InvalidArgument";
    throw error;
  }
  book.log.push(what);
}

function put(sheet, top, left, values) {
  if (sheet.protected) throw new Error("AccessDenied: the sheet is protected");
  wrote(["write", address(sheet, top, left, values.length, values[0].length)]);
  values.forEach((row, r) => row.forEach((value, c) => {
    while (sheet.rows.length <= top + r) sheet.rows.push([]);
    const cells = sheet.rows[top + r];
    while (cells.length <= left + c) cells.push("");
    if (value === null) return; // Office.js leaves the cell as it is
    const text = typeof value === "string" && value.startsWith("'");
    cells[left + c] = text ? value.slice(1) : value;
  }));
}

function range(sheet, top, left, rows, columns) {
  const cells = (make) => Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => make(sheet.rows[top + r]?.[left + c] ?? "", r, c)));
  const data = {
    address: address(sheet, top, left, rows, columns),
    rowCount: rows,
    columnCount: columns,
    rowIndex: top,
    columnIndex: left,
    values: cells((value) => value),
    formulas: cells((value) => value),
    valueTypes: cells((value) => (typeof value === "string" ? (value ? "String" : "Empty") : "Double")),
    numberFormat: cells((_, r, c) =>
      sheet.dates.has(`${top + r},${left + c}`) ? "yyyy-mm-dd" : "General"),
    format: { columnWidth: 0, fill: { color: "" }, font: { bold: false, color: "" } },
    worksheet: { position: book.sheets.indexOf(sheet) },
    select: () => {
      book.active = book.sheets.indexOf(sheet);
      book.selection = address(sheet, top, left, rows, columns).split("!").pop();
      book.log.push(["select", address(sheet, top, left, rows, columns)]);
    },
    clear: () => put(sheet, top, left, cells(() => "")),
  };
  const write = (values) => put(sheet, top, left, values);
  return mock(data, { values: write, formulas: write, numberFormat: () => wrote(["format"]) });
}

function used(sheet) {
  let last = [-1, -1];
  sheet.rows.forEach((row, r) => row.forEach((value, c) => {
    if (value !== "") last = [Math.max(last[0], r), Math.max(last[1], c)];
  }));
  return last[0] < 0 ? nothing() : range(sheet, 0, 0, last[0] + 1, last[1] + 1);
}

function table(sheet, one) {
  const part = (text) => () => range(sheet, ...area(text));
  return mock({
    name: one.name, showHeaders: one.show_headers, showTotals: one.show_totals, style: "",
    showFilterButton: true, highlightFirstColumn: false, highlightLastColumn: false,
    showBandedRows: true, showBandedColumns: false, dataBodyRange: {},
    getRange: () => range(sheet, ...area(one.range_address)),
    getDataBodyRange: part(one.data_body_range_address),
    getHeaderRowRange: part(one.header_row_range_address),
    getTotalRowRange: part(one.total_row_range_address),
    columns: collection(() => one.columns.map((name) => mock({ name }))),
    resize: (to) => {
      wrote(["resize", one.name, to]);
      one.range_address = to.replaceAll("$", "").split("!").pop();
    },
  });
}

function worksheet(sheet) {
  return mock({
    name: sheet.name,
    position: book.sheets.indexOf(sheet),
    visibility: sheet.visibility,
    showGridlines: true,
    protection: { protected: sheet.protected },
    names: none(), charts: none(), shapes: none(), pivotTables: none(),
    tables: collection(() => sheet.tables.map((one) => table(sheet, one))),
    pageLayout: { getPrintAreaOrNullObject: () => mock({ isNullObject: true, areas: { address: "" } }) },
    onSelectionChanged: { add: () => ({}) },
    getRange: (text) => range(sheet, ...area(text)),
    getRangeByIndexes: (...place) => range(sheet, ...place),
    getRanges: () => ({ clear: () => { wrote(["clear", sheet.name]); sheet.rows = [[""]]; } }),
    getUsedRangeOrNullObject: () => used(sheet),
    activate: () => {
      book.active = book.sheets.indexOf(sheet);
      book.log.push(["activate", sheet.name]);
    },
    delete: () => book.sheets.splice(book.sheets.indexOf(sheet), 1),
  }, {
    position: (to) => {
      book.sheets.splice(book.sheets.indexOf(sheet), 1);
      book.sheets.splice(to, 0, sheet);
    },
  });
}

const find = (name) => book.sheets.find((sheet) => sheet.name === name);

function workbook() {
  return mock({
    name: book.name,
    protection: { protected: book.structure },
    application: {
      calculationMode: "Automatic",
      cultureInfo: { name: "zh-TW", datetimeFormat: { shortDatePattern: "yyyy/M/d" } },
      calculate: () => book.log.push(["calculate"]),
    },
    names: collection(() => book.names.map((one) => mock({
      name: one.name, type: one.type, formula: one.refers_to,
      getRangeOrNullObject: () => one.address
        ? range(book.sheets[one.sheet_index], ...area(one.address)) : nothing(),
    }))),
    worksheets: collection(() => book.sheets.map(worksheet), {
      getItem: (name) => worksheet(find(name)),
      getItemOrNullObject: (name) => (find(name) ? worksheet(find(name)) : nothing()),
      getActiveWorksheet: () => worksheet(book.sheets[book.active]),
      add: (name) => {
        wrote(["add", name]);
        const sheet = {
          name, visibility: "Visible", protected: false, dates: new Set(), rows: [[""]], tables: [],
        };
        book.sheets.push(sheet);
        return worksheet(sheet);
      },
      onCalculated: { add: () => ({}) },
      onChanged: {
        add: (handler) => {
          book.changed.push(handler);
          return { context: null, remove: () => book.changed.splice(book.changed.indexOf(handler), 1) };
        },
      },
    }),
    getSelectedRange: () => {
      if (book.selection === null) throw new Error("InvalidSelection");
      return range(book.sheets[book.active], ...area(book.selection));
    },
  });
}

function requestContext() {
  const handed = workbook();
  return {
    workbook: handed,
    get application() {
      return handed.application;
    },
    sync: async () => {
      const loaded = [...pending];
      pending.clear();
      for (const object of loaded) await OfficeMockObject.prototype.sync.call(object);
    },
  };
}

globalThis.Excel = {
  RequestContext: requestContext,
  ClearApplyTo: { all: "All", contents: "Contents", formats: "Formats" },
  CalculationType: { full: "Full" },
  ShapeType: { image: "Image" },
  run: async (...parts) => {
    if (book.editing) {
      const error = new Error("Excel is in cell-editing mode.");
      error.code = "InvalidOperationInCellEditMode";
      throw error;
    }
    return parts.at(-1)(requestContext());
  },
};
globalThis.Office = {
  onReady: async (callback) => {
    const info = { host: book.host, platform: "OfficeOnline" };
    callback?.(info);
    return info;
  },
  context: {
    displayLanguage: "en-US",
    platform: "OfficeOnline",
    requirements: {
      isSetSupported: (name, version) =>
        (name === "ExcelApi" ? Number(version.split(".")[1]) <= 17 : Number(version) <= 1.4),
    },
    ui: { displayDialogAsync: (url) => book.log.push(["dialog", url]) },
  },
  actions: { associate: (name, command) => { book.commands[name] = command; } },
  addin: { showAsTaskpane: async () => { book.log.push(["show"]); } },
};
class FunctionError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
globalThis.CustomFunctions = {
  Error: FunctionError,
  ErrorCode: { invalidValue: "#VALUE!" },
  associate: (name, call) => { book.functions[name] = call; },
};
