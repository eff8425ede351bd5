import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ENVIRONMENTS = new URL("../../rampart.environments.ts", import.meta.url).href;

async function sdkFilesLoadedBy(program: string): Promise<number> {
  const script = `
    import { createRequire } from "node:module";
    const { cache } = createRequire(${JSON.stringify(ENVIRONMENTS)});
    ${program}
    console.log(Object.keys(cache).filter((file) => file.includes("@pulumi")).length);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  return Number(stdout);
}

// Listing, comparing and editing settings would take more than twice as long.
test("settings are plain data: what reads them loads no SDK", async () => {
  const program = `const { default: { list } } = await import(${JSON.stringify(ENVIRONMENTS)}); await list();`;
  expect(await sdkFilesLoadedBy(program)).toBe(0);
});

test("and it would be seen if it did", async () => {
  const program = `createRequire(${JSON.stringify(ENVIRONMENTS)})("@pulumi/pulumi");`;
  expect(await sdkFilesLoadedBy(program)).toBeGreaterThan(20);
});
