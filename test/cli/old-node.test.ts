import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { oldNode } from "../support/old-node.ts";
import { ROOT } from "./run.ts";

const node = oldNode();
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { rampart: string } };
const [, entry = ""] = manifest.scripts.rampart.split(" ");

test.skipIf(node === undefined)("an older Node is refused in one line, with what to do, and no trace", () => {
  const { status, stdout, stderr } = spawnSync(node as string, [join(ROOT, entry), "preview"], { encoding: "utf8" });
  expect([status, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/^rampart: needs Node 24 or newer and was started with \d+\.\d+\.\d+; put Node 24 .*\n$/);
});
