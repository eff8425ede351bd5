/**
 * 300 resources of prod through the SDK's own analyzer server: our pack against the same rules declared the ordinary way, where
 * each policy is called for each resource and unwraps its properties itself.
 */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { recordProgram } from "../engine/record/index.ts";
import runs from "../rampart.runs.ts";
import { Analyzer } from "../test/support/analyzer.ts";
import { type Measurement, pair } from "./_paired.ts";

const RESOURCES = 300;
const root = fileURLToPath(new URL("..", import.meta.url));
const ordinary = mkdtempSync(join(tmpdir(), "rampart-ordinary-"));
symlinkSync(join(root, "node_modules"), join(ordinary, "node_modules"));
writeFileSync(join(ordinary, "package.json"), JSON.stringify({ name: "ordinary", version: "0.0.1", main: "index.js" }));
writeFileSync(join(ordinary, "PulumiPolicy.yaml"), "runtime: nodejs\n");
writeFileSync(
  join(ordinary, "index.js"),
  `const { PolicyPack } = require("@pulumi/policy");
void (async () => {
  const from = (path) => import(${JSON.stringify(root)} + "policies/" + path);
  const { RulePolicy } = await from("crossguard/rule-policy.ts");
  const { Session } = await from("crossguard/session.ts");
  const { rules } = await from("rules/index.ts");
  const policies = rules.map((rule) => {
    const session = new Session();
    const { policy } = new RulePolicy(rule, session, { environment: undefined, tier: "unknown" }, { covering: () => undefined });
    return {
      ...policy,
      validateResource: (args, report) => (session.enterResource(args), policy.validateResource(args, report)),
      validateStack: (args, report) => (session.enterStack(args.resources), policy.validateStack(args, report)),
    };
  });
  new PolicyPack("ordinary", { policies });
})();\n`,
);

const prod = runs.find(({ name }) => name === "mahaseel/prod");
if (prod === undefined) throw new Error("rampart.runs.ts has no mahaseel/prod");
const plan = await recordProgram({ programDir: root, ...prod });
const resources = plan.resources
  .filter(({ custom }) => custom)
  .slice(0, RESOURCES)
  .map((one) => ({ ...one, properties: one.inputs, protect: one.options.protect ?? false }));
const ours = await Analyzer.start(join(root, "policies"));
const theirs = await Analyzer.start(ordinary);

const analysis = (analyzer: Analyzer) => async (): Promise<Measurement> => {
  const started = performance.now();
  for (const resource of resources) await analyzer.analyze(resource);
  await analyzer.analyzeStack(resources);
  return { milliseconds: performance.now() - started };
};

/** How many findings a pack has: the two must do the same work. */
async function findings(analyzer: Analyzer): Promise<number> {
  let count = 0;
  for (const resource of resources) count += (await analyzer.analyze(resource)).length;
  return count + (await analyzer.analyzeStack(resources)).length;
}

try {
  const [own, other] = [await findings(ours), await findings(theirs)];
  if (own === 0 || other === 0) throw new Error(`a pack found nothing: ${own} and ${other} findings`);
  console.log(`findings: ${own} by our pack, ${other} by ordinary policies`);
  await pair({
    title: `${resources.length} resources of prod through the analyzer server`,
    target: "≤ 0.1 ×",
    a: { name: "the pack", run: analysis(ours) },
    b: { name: "the same rules as ordinary policies", run: analysis(theirs) },
  });
} finally {
  ours.stop();
  theirs.stop();
  rmSync(ordinary, { recursive: true });
}
