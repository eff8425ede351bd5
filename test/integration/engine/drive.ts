/**
 * Runs one operation of the real engine on an inline program and writes what happened to a file. A process of
 * its own each time: ES modules are cached, and a program imported twice would register nothing.
 */
import automation, { type EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { readFileSync, writeFileSync } from "node:fs";
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
    program: async () => {
      const module = (await import(pathToFileURL(order.program).href)) as Record<string, unknown>;
      // As the language host does: what an ES module exports by default is the stack's outputs.
      return (module["default"] ?? module) as Record<string, unknown>;
    },
  },
  { workDir: order.workDir, envVars: order.env, secretsProvider: "passphrase" },
);
await stack.setAllConfig({
  ...configValues(order.config, false),
  ...configValues(order.secretConfig ?? {}, true),
});

const report: Report = { succeeded: true, output: "", events, changes: {} };
try {
  if (order.operation === "preview") report.changes = (await stack.preview(options)).changeSummary;
  else if (order.operation === "up") report.changes = (await stack.up(options)).summary.resourceChanges ?? {};
  else report.deployment = (await stack.exportStack()).deployment as NonNullable<Report["deployment"]>;
} catch (error) {
  report.succeeded = false;
  output += String(error);
}
report.output = output;
writeFileSync(order.reportFile, JSON.stringify(report));
process.exit(0);

function configValues(values: Readonly<Record<string, string>>, secret: boolean) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, secret }]));
}
