import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT, rampart } from "./run.ts";

const PROGRAM = join(ROOT, "test/cli/program");
const scratch = mkdtempSync(join(tmpdir(), "rampart-graph-"));
afterAll(() => rmSync(scratch, { recursive: true }));

describe("rampart graph", () => {
  test("prints Mermaid, with violations marked, and fails nothing", async () => {
    const { code, stdout } = await rampart(["graph", "dev", "--program", PROGRAM, "--quiet"]);
    expect(stdout).toMatch(/^flowchart LR\n {2}subgraph z1\["dev"\]\n/);
    expect(stdout).toMatch(/n1\["shop<br\/>Shop · 3 resources<br\/>\d+ violations.*"\]:::violation/);
    expect(code).toBe(0);
  });

  test("draws resources where that is asked for", async () => {
    const args = ["graph", "dev", "--program", PROGRAM, "--quiet", "--format", "svg", "--detail", "resource"];
    const { stdout } = await rampart(args);
    expect(stdout).toMatch(/^<svg class="rampart-graph" width="\d+"/);
    expect(stdout).toContain(">shop&#45;db</text>");
  });

  test("writes one page without secrets, folders or requests, the same as preview does", async () => {
    const [page, report] = [join(scratch, "graph.html"), join(scratch, "report.html")];
    await rampart(["graph", "--program", PROGRAM, "--format", "html", "--out", page]);
    await rampart(["preview", "--program", PROGRAM, "--report", `html=${report}`]);
    const html = readFileSync(page, "utf8");
    expect(html).toBe(readFileSync(report, "utf8"));
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain("hunter22-canary");
    expect(html).not.toContain(ROOT);
    expect(html).not.toMatch(/<(link|img|iframe|object)\b|<script src|@import|url\(/);
  });

  test("marks what changed since a recorded plan", async () => {
    const before = join(scratch, "before.json");
    writeFileSync(before, JSON.stringify({ stack: "dev", resources: [] }));
    const { stdout } = await rampart(["graph", "dev", "--program", PROGRAM, "--quiet", "--against", before]);
    expect(stdout).toContain("+4");
    const missing = await rampart(["graph", "dev", "--program", PROGRAM, "--against", join(scratch, "none.json")]);
    expect(missing.stderr).toContain("--against:");
    expect(missing.code).toBe(3);
  });
});
