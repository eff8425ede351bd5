import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { locateIn } from "../../cli/repository.ts";
import { preview } from "../engine/report/_findings.ts";
import { rampart } from "./run.ts";

const root = mkdtempSync(join(tmpdir(), "rampart-places-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, ".git"));
mkdirSync(join(root, "infra"));

const STATE = {
  version: 3,
  deployment: {
    resources: [
      { urn: "urn:pulumi:dev::shop::aws:rds/instance:Instance::db", type: "aws:rds/instance:Instance", custom: true },
    ],
  },
};

test.each([
  ["the file, from the root of the repository", "states/dev.json", "infra/states/dev.json"],
  ["its name alone, where it lies elsewhere", "/elsewhere/dev.json", "dev.json"],
  ["what it is called, from standard input", "<stdin>", "<stdin>"],
  ["Pulumi.yaml, where a program was recorded", undefined, "Pulumi.yaml"],
])("without a Pulumi.yaml a stack's place is %s", (_what, input, expected) => {
  const one = preview([], input === undefined ? {} : { input });
  expect(locateIn(join(root, "infra"))(one).at).toEqual({ file: expected, line: 1, column: 1 });
});

test("`check --state` names the state in every report, and Pulumi.yaml where there is one", async () => {
  const folder = join(root, "infra");
  writeFileSync(join(folder, "state.json"), JSON.stringify(STATE));
  const check = async (format: string): Promise<string> =>
    (await rampart(["check", "--state", "state.json", "--format", format], { cwd: folder })).stdout;
  const places = JSON.parse(await check("gitlab")) as { location: { path: string } }[];
  expect(new Set(places.map(({ location }) => location.path))).toEqual(new Set(["infra/state.json"]));
  expect(await check("sarif")).toContain('"uri":"infra/state.json"');
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  expect(await check("sarif")).toContain('"uri":"infra/Pulumi.yaml"');
});

test("an input of which nothing is left to judge is no silent pass", async () => {
  writeFileSync(join(root, "empty.json"), JSON.stringify({ stack: "dev", environment: "dev", resources: [] }));
  const empty = await rampart(["check", "--plan", "empty.json", "--quiet"], { cwd: root });
  expect([empty.code, empty.stdout]).toEqual([0, expect.stringContaining("nothing was judged in dev")]);
  const other = await rampart(["check", "--plan", "empty.json", "--environment", "prod"], { cwd: root });
  expect(other.stdout).toContain("Nothing was judged: no stack was left to judge.");
});

test("a terminal report in a file tells what was not judged", async () => {
  writeFileSync(join(root, "broken.json"), "{");
  const { code, stderr } = await rampart(["check", "--plan", "broken.json", "--out", "report.txt"], { cwd: root });
  expect(code).toBe(3);
  expect(stderr).toContain("broken.json");
  expect(readFileSync(join(root, "report.txt"), "utf8")).toMatch(/^✗ Not judged: input: broken\.json/);
});
