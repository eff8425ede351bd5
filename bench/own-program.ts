/**
 * Our own program, prod of mahaseel, cold, from the start of the command to its exit, against the time Node needs
 * to import the SDKs that the program uses.
 */
import { fileURLToPath } from "node:url";
import { importOfSdks } from "./_imports.ts";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

await pair({
  title: "own program: preview of prod against the import of the SDKs",
  target: "≤ 3 × and ≤ 1.5 ms a resource beyond it",
  a: {
    name: "rampart preview prod",
    run: () =>
      measureProcess({
        command: [process.execPath, "cli/rampart.js", "preview", "prod", "--quiet"],
        cwd: root,
        expectedCodes: [0, 1],
      }),
  },
  b: importOfSdks,
});
