/**
 * Runs one operation of the real engine on an inline program and prints what happened as JSON. A process of
 * its own each time: ES modules are cached, and a program imported twice would register nothing.
 */
import automation, { type EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Order, Report } from "./support.ts";

const order = JSON.parse(readFileSync(0, "utf8")) as Order;
const events: EngineEvent[] = [];
let output = "";
const options = {
  onEvent: (event: EngineEvent) => events.push(event),
  onOutput: (text: string) => (output += text),
  onError: (text: string) => (output += text),
  ...(order.policyPack !== undefined && { policyPacks: [order.policyPack] }),
  ...(order.policyPackConfig !== undefined && { policyPackConfigs: [order.policyPackConfig] }),
  ...(order.planFile !== undefined && order.operation === "preview" && { plan: order.planFile }),
};

const stack = await automation.LocalWorkspace.createOrSelectStack(
  {
    stackName: order.stack,
    projectName: order.project,
    program: async () => (await import(pathToFileURL(order.program).href)) as Record<string, unknown>,
  },
  { workDir: order.workDir, envVars: order.env, secretsProvider: "passphrase" },
);
for (const [key, value] of Object.entries(order.config)) await stack.setConfig(key, { value });
for (const [key, value] of Object.entries(order.secretConfig ?? {}))
  await stack.setConfig(key, { value, secret: true });

const report: Report = { succeeded: true, output: "", events, changes: {} };
try {
  if (order.operation === "preview") report.changes = (await stack.preview(options)).changeSummary;
  else if (order.operation === "up") report.changes = (await stack.up(options)).summary.resourceChanges ?? {};
  else if (order.operation === "destroy") await stack.destroy(options);
  else report.deployment = (await stack.exportStack()).deployment as Report["deployment"];
} catch (error) {
  report.succeeded = false;
  output += String(error);
}
report.output = output;
process.stdout.write(JSON.stringify(report));
process.exit(0);
