// Python in Node: node pyodide.mjs PYODIDE PLAN.json; prints what the plan's script returns.
// The plan: `archives` to unpack as packages, `files` to lay down ({path: source}), `environment`,
// a `script` that defines `async def drive(asked)`, and `asked`. All is JSON.
import { readFileSync } from "node:fs";
import { dirname } from "node:path/posix";
import { pathToFileURL } from "node:url";

// Without this, an error is told with the whole of Pyodide's source.
process.on("uncaughtException", (error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
});
const [folder, planFile] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, "utf-8"));
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: folder, env: { HOME: "/", ...plan.environment } });
for (const archive of plan.archives) {
  python.unpackArchive(new Uint8Array(readFileSync(archive)), "whl");
}
for (const [path, source] of Object.entries(plan.files)) {
  python.FS.mkdirTree(dirname(path));
  python.FS.writeFile(path, new Uint8Array(readFileSync(source)));
}
python.globals.set("asked", JSON.stringify(plan.asked));
await python.runPythonAsync(readFileSync(plan.script, "utf-8"));
console.log(await python.runPythonAsync(`
import json
json.dumps(await drive(json.loads(asked)), default=str, ensure_ascii=False)
`));
