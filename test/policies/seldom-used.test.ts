import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const POLICIES = new URL("../../policies/", import.meta.url).href;

interface Loaded {
  readonly files: number;
  readonly arborist: number;
  readonly workspace: string;
}

/** Loads what the pack loads of the SDK, with or without what it loads first. */
async function load(first: string): Promise<Loaded> {
  const script = `
    import { createRequire } from "node:module";
    ${first}
    const require = createRequire(${JSON.stringify(POLICIES)});
    require("@pulumi/policy");
    const files = Object.keys(require.cache);
    const arborist = files.filter((file) => file.includes("arborist")).length;
    const workspace = typeof require("@pulumi/pulumi").automation.LocalWorkspace.createOrSelectStack;
    console.log(JSON.stringify({ files: files.length, arborist, workspace }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout) as Loaded;
}

test("the pack starts with half of the SDK, and the rest is there for who asks for it", async () => {
  const [light, whole] = await Promise.all([
    load(`(await import(${JSON.stringify(`${POLICIES}seldom-used.ts`)})).loadWhenUsed();`),
    load(""),
  ]);
  expect(light).toMatchObject({ arborist: 0, workspace: "function" });
  expect(whole.arborist).toBeGreaterThan(0);
  expect(light.files).toBeLessThan(whole.files / 2);
});
