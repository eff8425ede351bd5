import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** What a tool of Prometheus said, and how it ended. */
export interface Said {
  readonly status: number | null;
  readonly text: string;
}

/** Runs promtool or amtool in a folder of its own that holds `files`. */
export function tool(
  program: "promtool" | "amtool",
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Said {
  const folder = mkdtempSync(join(tmpdir(), "rampart-metrics-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    timeout: 600_000,
  });
  if (error !== undefined) throw new Error(`${program} cannot be run (tools/install-servers.sh): ${error.message}`);
  return { status, text: `${stdout}${stderr}` };
}
