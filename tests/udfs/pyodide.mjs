// The catalogue in Pyodide: node pyodide.mjs PYODIDE WHEEL CALLS.json; prints answers as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Without this, an error is told with the whole of Pyodide's source.
process.on("uncaughtException", (error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
});
const [folder, wheel, calls] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const began = performance.now();
const python = await loadPyodide({ indexURL: folder });
const booted = performance.now();
python.unpackArchive(new Uint8Array(readFileSync(wheel)), "whl");
python.globals.set("asked", readFileSync(calls, "utf-8"));
python.runPython("from xlevent_udfs.catalogue import CATALOGUE");
const imported = performance.now();
const answers = python.runPython(`
import json, sys
def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
answers = {
    name: CATALOGUE[name].run(*given) for name, given in json.loads(asked).items()
}
json.dumps({"answers": answers, "modules": sorted({m.partition(".")[0] for m in sys.modules})},
           default=plain, ensure_ascii=False)
`);
const called = performance.now();
console.log(JSON.stringify({
  ...JSON.parse(answers),
  milliseconds: { boot: booted - began, import: imported - booted, calls: called - imported },
}));
