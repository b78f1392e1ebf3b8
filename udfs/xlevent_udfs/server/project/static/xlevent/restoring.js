// What the cells held before a macro writes, and how they get it back if Excel refuses a write.

const WRITES = new Set(["setValues", "setFormula", "rangeClear", "rangeClearContents"]);
const CLEARS = new Set(["sheetClear", "sheetClearContents"]);

// Takes down everything that the actions would overwrite. Positions count as before the actions;
// sheets that they add stand behind the others and are simply deleted again.
export async function takeDown(context, actions, sheets) {
  const taken = { ranges: [], tables: [], added: [] };
  const items = context.workbook.worksheets.load("items/name");
  await context.sync();
  const known = (action) =>
    Number.isInteger(action.sheet_position) && action.sheet_position < sheets.length;
  for (const action of actions) {
    if (action.func === "addSheet") {
      taken.added.push(action.args[1]);
    } else if (known(action) && WRITES.has(action.func)) {
      const sheet = items.items[action.sheet_position];
      const range = sheet.getRangeByIndexes(
        action.start_row, action.start_column, action.row_count, action.column_count,
      );
      taken.ranges.push(range.load("formulas,valueTypes,address"));
    } else if (known(action) && CLEARS.has(action.func)) {
      const used = sheets[action.sheet_position].used_range_address;
      if (!used) continue;
      const range = items.items[action.sheet_position].getRange(used);
      taken.ranges.push(range.load("formulas,valueTypes,address"));
    } else if (known(action) && action.func === "resizeTable") {
      const at = Number(action.args[0]);
      taken.tables.push({
        sheet: sheets[action.sheet_position].name,
        at,
        address: sheets[action.sheet_position].tables[at].range_address,
      });
    }
  }
  await context.sync();
  taken.ranges = taken.ranges.map((range) => ({
    address: range.address,
    formulas: range.formulas.map((row, r) =>
      row.map((cell, c) => asText(cell, range.valueTypes?.[r]?.[c])),
    ),
  }));
  return taken;
}

// Brings everything back.
export async function takeBack(context, taken) {
  const { worksheets } = context.workbook;
  for (const name of taken.added) {
    const sheet = worksheets.getItemOrNullObject(name);
    await context.sync();
    if (!sheet.isNullObject) sheet.delete();
  }
  for (const { sheet, at, address } of [...taken.tables].reverse()) {
    const tables = worksheets.getItem(sheet).tables.load("items/name");
    await context.sync();
    tables.items[at].resize(address);
  }
  for (const { address, formulas } of [...taken.ranges].reverse()) {
    const cut = address.lastIndexOf("!");
    const sheet = address.slice(0, cut).replace(/^'|'$/g, "").replaceAll("''", "'");
    worksheets.getItem(sheet).getRange(address.slice(cut + 1)).formulas = formulas;
  }
  await context.sync();
}

// Excel takes a text as if it were typed: an apostrophe keeps 0012 and 3-4 as they are.
function asText(cell, type) {
  if (typeof cell !== "string" || cell === "" || cell.startsWith("=")) return cell;
  return type === undefined || type === "String" ? `'${cell}` : cell;
}
