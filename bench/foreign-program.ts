/** Somebody else's program, as Pulumi's own runner loads it, against the same runner and a monitor that answers at once. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startInstantMonitor } from "./_instant-monitor.ts";
import { pair } from "./_paired.ts";
import { measureProcess } from "./_process.ts";

const RESOURCES = 300;
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rampart-foreign-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
writeFileSync(join(folder, "Pulumi.yaml"), "name: bench\nruntime: { name: nodejs, options: { typescript: false } }\n");
writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: { aws:region: eu-central-1, rampart:tier: nonprod }\n");
writeFileSync(
  join(folder, "index.js"),
  `const aws = require("@pulumi/aws");
for (let i = 0; i < ${RESOURCES / 3}; i += 1) {
  const key = new aws.kms.Key("key" + i, { enableKeyRotation: true });
  const topic = new aws.sns.Topic("topic" + i, { kmsMasterKeyId: key.arn });
  new aws.sqs.Queue("queue" + i, { kmsMasterKeyId: key.arn, name: topic.name });
}\n`,
);
const monitor = await startInstantMonitor();
const runner = join(root, "node_modules/@pulumi/pulumi/cmd/run/index.js");
const env = {
  PULUMI_CONFIG: '{"aws:region":"eu-central-1"}',
  PULUMI_NODEJS_PROJECT: "bench",
  PULUMI_NODEJS_STACK: "dev",
  PULUMI_NODEJS_TYPESCRIPT: "false",
};
await pair({
  title: `another program of ${RESOURCES} resources: preview against its own runner`,
  target: "≤ 1.3 ×",
  a: {
    name: "rampart preview --program",
    run: () =>
      measureProcess({
        command: [process.execPath, join(root, "cli/rampart.js"), "preview", "--program", folder, "--quiet"],
        cwd: folder,
        // What it finds in the program is no matter here.
        expectedCodes: [0, 1],
      }),
  },
  b: {
    name: "its own runner alone",
    run: () =>
      measureProcess({
        command: [
          process.execPath,
          runner,
          `--monitor=${monitor.address}`,
          `--engine=${monitor.address}`,
          "--project=bench",
          "--stack=dev",
          `--pwd=${folder}`,
          "--dry-run",
          "--parallel=64",
          ".",
        ],
        cwd: folder,
        env,
      }),
  },
});
monitor.stop();
rmSync(folder, { recursive: true });
