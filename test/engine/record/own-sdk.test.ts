import { execFile } from "node:child_process";
import { cp, mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodePlan } from "../../../engine/plan-codec.ts";
import type { Plan } from "../../../engine/plan.ts";
import { Secret, UNKNOWN } from "../../../policies/value.ts";
import { corpus, named, record } from "./programs.ts";

/** An SDK a year older than ours, where the program would have installed it. */
const OLD_SDK = "3.204.0";

let folder: string;
let plan: Plan;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rampart-own-sdk-"));
  await cp(corpus("own-sdk"), folder, { recursive: true });
  await installOldSdk();
  plan = await record("own-sdk", { programDir: folder });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** From the development dependency where there is one, else from the registry, as a user would. */
async function installOldSdk(): Promise<void> {
  const require = createRequire(import.meta.url);
  let installed: string | undefined;
  try {
    installed = dirname(require.resolve("pulumi-sdk-old/package.json"));
  } catch {
    installed = undefined;
  }
  if (installed !== undefined) {
    await mkdir(join(folder, "node_modules", "@pulumi"), { recursive: true });
    await symlink(installed, join(folder, "node_modules", "@pulumi", "pulumi"));
    return;
  }
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ private: true, dependencies: { "@pulumi/pulumi": OLD_SDK } }),
  );
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: folder });
}

describe("a program with an SDK of its own", () => {
  test("runs with that SDK, and is recorded as any other", () => {
    expect(named(plan, "own-sdk-dev").outputs?.["sdk"]).toBe(OLD_SDK);
    expect(named(plan, "store-bucket")).toMatchObject({
      urn: "urn:pulumi:dev::own-sdk::corpus:index:Store$aws:s3/bucket:Bucket::store-bucket",
      inputs: { tags: { secret: new Secret("hidden") } },
      options: { protect: true },
      source: { file: "index.js", line: 8, column: 5 },
      declaredAt: { file: "index.js", line: 31, column: 15 },
    });
    expect(named(plan, "store-copy").inputs["tags"]).toEqual({
      source: named(plan, "store-bucket").outputs?.["arn"],
      parameter: UNKNOWN,
    });
    expect(encodePlan(plan)).not.toContain("hidden");
  });

  test("is never recorded in process", async () => {
    await expect(record("own-sdk", { programDir: folder, frontEnd: "in-process" })).rejects.toThrow(
      /has an SDK of its own/,
    );
  });
});
