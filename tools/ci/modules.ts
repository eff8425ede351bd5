import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What `go.mod` beside this file pins for the tests of reports and CI templates. Needs Go. */
const MODULE_DIR = fileURLToPath(new URL(".", import.meta.url));
const SARIF_MODULE = "github.com/owenrumney/go-sarif/v3";

function go(args: readonly string[], input?: string): string {
  return execFileSync("go", args, { cwd: MODULE_DIR, encoding: "utf8", ...(input !== undefined && { input }) });
}

/** The official JSON Schema of SARIF 2.1.0 (errata 1), which a library for Go carries as a text in its source. */
export function sarifSchema(): object {
  go(["mod", "download", SARIF_MODULE]);
  const folder = go(["list", "-m", "-f", "{{.Dir}}", SARIF_MODULE]).trim();
  const source = readFileSync(join(folder, "pkg/report/v210/sarif/schema.go"), "utf8");
  const [, text] = /const schema = `([^`]*)`/.exec(source) ?? [];
  if (text === undefined) throw new Error(`${SARIF_MODULE} no longer carries the schema where it did`);
  return JSON.parse(text) as object;
}

/** What actionlint says of a workflow; empty when all is well. */
export function actionlint(file: string, text: string): string {
  try {
    return go(["tool", "actionlint", "-no-color", "-stdin-filename", file, "-"], text);
  } catch (error) {
    const { stdout, status } = error as { stdout?: string; status?: number };
    // 1 means that it found something; anything else that it could not run.
    if (status === 1 && stdout !== undefined) return stdout;
    throw error;
  }
}
