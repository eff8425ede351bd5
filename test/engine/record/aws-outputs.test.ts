import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const folder = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));

/** Types whose class has these outputs, from the declarations of the installed SDK. */
function outputsOfSdk(): { arn: string[]; name: string[] } {
  const found = { arn: [] as string[], name: [] as string[] };
  for (const service of readdirSync(folder, { withFileTypes: true })) {
    if (!service.isDirectory() || service.name === "node_modules") continue;
    for (const file of readdirSync(join(folder, service.name))) {
      if (!file.endsWith(".d.ts") || file === "index.d.ts") continue;
      const declaration = readFileSync(join(folder, service.name, file), "utf8");
      const className = /export declare class (\w+) extends pulumi\.CustomResource/.exec(declaration)?.[1];
      if (className === undefined) continue;
      const type = `aws:${service.name}/${file.slice(0, -".d.ts".length)}:${className}`;
      if (/^ {4}readonly arn: pulumi\.Output<string>;/m.test(declaration)) found.arn.push(type);
      // A name that may be left out is one that the provider makes up.
      if (/^ {4}readonly name: /m.test(declaration) && /^ {4}name\?: pulumi\.Input<string/m.test(declaration)) {
        found.name.push(type);
      }
    }
  }
  return { arn: found.arn.toSorted(), name: found.name.toSorted() };
}

describe("the outputs that every AWS type has", () => {
  test("are those of the installed SDK (rewrite the file with `vitest run -u`)", async () => {
    const outputs = outputsOfSdk();
    expect(outputs.arn.length).toBeGreaterThan(500);
    await expect(`${JSON.stringify(outputs, undefined, 2)}\n`).toMatchFileSnapshot(
      "../../../engine/record/simulated/aws-outputs.json",
    );
  });
});
