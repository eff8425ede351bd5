/** Process start to port of the policy pack, all rules against a pack of one rule declared the ordinary way. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const runner = join(root, "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
const oneRule = mkdtempSync(join(tmpdir(), "rampart-one-rule-"));
mkdirSync(oneRule, { recursive: true });
symlinkSync(join(root, "node_modules"), join(oneRule, "node_modules"));
writeFileSync(join(oneRule, "package.json"), JSON.stringify({ name: "one-rule", version: "0.0.1", main: "index.js" }));
writeFileSync(join(oneRule, "PulumiPolicy.yaml"), "runtime: nodejs\n");
writeFileSync(
  join(oneRule, "index.js"),
  `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("one-rule", { policies: [{ name: "rotation", description: "Rotate keys.", enforcementLevel: "mandatory",
  validateResource: (args, report) => {
    if (args.type === "aws:kms/key:Key" && args.props.enableKeyRotation !== true) report("not rotated");
  } }] });\n`,
);

const startOf = (folder: string) => () =>
  measureProcess({ command: [process.execPath, runner, "127.0.0.1:1", folder], cwd: folder, untilFirstLine: true });

await pair({
  title: "pack start (process start to port)",
  target: "≤ 1.35 × the time, ≤ 1.2 × the memory",
  a: { name: "all rules", run: startOf(join(root, "policies")) },
  b: { name: "one rule", run: startOf(oneRule) },
});
rmSync(oneRule, { recursive: true });
