import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../../engine/plan.ts";
import { today } from "../../../policies/today.ts";
import { waivers } from "../../../stacks/waivers.ts";
import { findLeaks } from "./_canaries.ts";
import { type Comparison, compareResources } from "./_compare.ts";
import { Normalised } from "./_normalise.ts";
import { STACKS, type StackName, platformRequest, recordPlatform } from "./_platform.ts";
import { type EnginePlan, asInEnginePlan, asInState, ofEnginePlan, ofPlan, ofState } from "./_resources.ts";
import { translation } from "./_translate.ts";
import { withUnknowns } from "./_unconfigured.ts";
import { lines, spokenByPack, spokenOffline } from "./_verdicts.ts";
import { type Flavour, PACK, type Report, type StateResource, Workspace, complaintOf } from "./support.ts";

const FLAVOURS: readonly Flavour[] = ["echo", "bridge"];
/** Secret config that reaches a provider, and some that nobody reads. */
const CANARY_CONFIG = {
  "aws:httpsProxy": "http://deployer:CANARY-of-the-proxy@proxy.mahaseel.sa:3128",
  "rampart:unused": "CANARY-of-nobody",
};

/** Everything that is done with one stack, in this order; the tests look at what came of it. */
interface Run {
  readonly workspace: Workspace;
  readonly preview: Report;
  readonly enginePlan: EnginePlan;
  readonly up: Report;
  readonly state: readonly StateResource[];
  readonly again: Report;
  readonly destroy: Awaited<ReturnType<Workspace["destroy"]>>;
  readonly after: readonly StateResource[];
}

async function runAll(flavour: Flavour, stack: StackName): Promise<Run> {
  const workspace = new Workspace(flavour);
  const planFile = join(workspace.folder, "plan.json");
  const request = { ...platformRequest(stack), secretConfig: CANARY_CONFIG };
  const withPack = { ...request, policyPack: PACK };
  const preview = await workspace.run({ ...withPack, operation: "preview", planFile });
  // Without a plan nothing else says why.
  if (!existsSync(planFile)) throw new Error(`the preview of ${stack} wrote no plan:\n${complaintOf(preview)}`);
  const enginePlan = JSON.parse(readFileSync(planFile, "utf8")) as EnginePlan;
  const up = await workspace.run({ ...withPack, operation: "up" });
  const state = await workspace.state(request);
  const again = await workspace.run({ ...withPack, operation: "up" });
  const destroy = await workspace.destroy(stack);
  const after = await workspace.state(request);
  return { workspace, preview, enginePlan, up, state, again, destroy, after };
}

const runs = new Map<string, Run>();
const plans = new Map<string, Record<"preview" | "simulate", Plan>>();
const figures: string[] = [];

function runOf(flavour: Flavour, stack: StackName): Run {
  return runs.get(`${flavour} ${stack}`) as Run;
}

function planOf(stack: StackName, mode: "preview" | "simulate"): Plan {
  return (plans.get(stack) as Record<"preview" | "simulate", Plan>)[mode];
}

beforeAll(async () => {
  const recording = STACKS.map(async (stack) => {
    const preview = await recordPlatform(stack, "preview");
    plans.set(stack, { preview, simulate: await recordPlatform(stack, "simulate") });
  });
  await Promise.all(recording);
  const engines = FLAVOURS.map(async (flavour) => {
    for (const stack of STACKS) {
      const started = Date.now();
      runs.set(`${flavour} ${stack}`, await runAll(flavour, stack));
      figures.push(`${flavour} ${stack}: six operations in ${Math.round((Date.now() - started) / 1000)} s`);
    }
  });
  await Promise.all(engines);
});

afterAll(() => {
  process.stderr.write(`${figures.map((figure) => `real engine | ${figure}`).join("\n")}\n`);
  for (const { workspace } of runs.values()) workspace.remove();
});

/** The engine's plan file against the plan in mode `preview`: both know of computed outputs only that they will come. */
function comparePlans(flavour: Flavour, stack: StackName, normalised: Normalised): Comparison {
  const expected = ofPlan(planOf(stack, "preview")).map(asInEnginePlan);
  return compareResources(ofEnginePlan(runOf(flavour, stack).enginePlan, normalised), expected, normalised);
}

describe.each(FLAVOURS)("with the %s providers", (flavour) => {
  describe.each(STACKS)("%s", (stack) => {
    it("is planned by the engine as by the recorder", () => {
      const normalised = new Normalised();
      const { differences, resources, values } = comparePlans(flavour, stack, normalised);
      figures.push(`${flavour} ${stack} plan: ${resources} resources, ${values} values; ${String(normalised)}`);
      expect(differences).toEqual([]);
      expect(resources).toBe(planOf(stack, "preview").resources.length);
    });

    it("is previewed as a create of each resource, with its parent and protection", () => {
      const created = runOf(flavour, stack).preview.events.flatMap(({ resourcePreEvent }) => {
        const metadata = resourcePreEvent?.metadata;
        if (metadata === undefined || metadata.urn.includes("pulumi:providers:aws::default")) return [];
        if (metadata.urn.includes("pulumi:providers:random::default")) return [];
        const { parent = "", protect = false } = metadata.new as { parent?: string; protect?: boolean };
        return [`${metadata.op} ${metadata.urn} in ${parent}${protect ? ", protected" : ""}`];
      });
      const planned = planOf(stack, "preview").resources.map(
        ({ urn, parent = "", options }) => `create ${urn} in ${parent}${options.protect ? ", protected" : ""}`,
      );
      expect(created.toSorted()).toEqual(planned.toSorted());
    });

    it("stands in the state as the recorder simulated it", () => {
      const normalised = new Normalised();
      const { state } = runOf(flavour, stack);
      const plan = planOf(stack, "simulate");
      const expected = ofPlan(plan).map(asInState);
      const translate = translation(plan, state);
      const { differences, resources, values } = compareResources(
        ofState(state, normalised),
        expected,
        normalised,
        translate,
      );
      figures.push(`${flavour} ${stack} state: ${resources} resources, ${values} values; ${String(normalised)}`);
      expect(differences).toEqual([]);
      expect(resources).toBe(plan.resources.length);
    });

    it("is judged by the pack in a first preview as by the recorder's plan", () => {
      const { unconfigured } = comparePlans(flavour, stack, new Normalised());
      const plan = withUnknowns(planOf(stack, "preview"), unconfigured);
      const offline = spokenOffline(plan, {}, { waivers, today: today() });
      const pack = spokenByPack(runOf(flavour, stack).preview.events);
      figures.push(`${flavour} ${stack} preview: ${offline.judged} verdicts, ${pack.length} of them spoken`);
      expect(lines(pack)).toEqual(lines(offline.spoken));
      expect(offline.mandatoryFailures).toBe(0);
    });

    it("is judged by the pack, once it is deployed, as by the recorder's simulation", () => {
      const offline = spokenOffline(planOf(stack, "simulate"), {}, { waivers, today: today() });
      const pack = spokenByPack(runOf(flavour, stack).again.events);
      figures.push(`${flavour} ${stack} deployed: ${offline.judged} verdicts, ${pack.length} of them spoken`);
      expect(lines(pack)).toEqual(lines(offline.spoken));
      expect(offline.mandatoryFailures).toBe(0);
    });

    it("is deployed with the pack, and a second time without a change", () => {
      const { up, again, state, preview } = runOf(flavour, stack);
      expect(complaintOf(preview)).toBeUndefined();
      expect(complaintOf(up)).toBeUndefined();
      expect(up.changes).toEqual({ create: planOf(stack, "preview").resources.length });
      expect(complaintOf(again)).toBeUndefined();
      expect(again.changes).toEqual({ same: up.changes["create"] });
      expect(state.length).toBeGreaterThan(up.changes["create"] as number);
    });

    it("is not destroyed, because its data is protected, and says so", () => {
      const { destroy, state, after } = runOf(flavour, stack);
      expect(destroy.succeeded).toBe(false);
      const refusals = destroy.output
        .replaceAll(/\s+/g, " ")
        .matchAll(/resource "(urn:pulumi:[^"]*)" cannot be deleted because it is protected/g);
      const refused = [...new Set([...refusals].map(([, urn]) => urn as string))];
      expect(refused.toSorted()).toEqual(firstProtected(planOf(stack, "preview")));
      expect(refused.length).toBeGreaterThan(10);
      expect(urnsOf(after)).toEqual(urnsOf(state));
    });

    it("leaves no secret in plain text", () => {
      const { workspace, preview, up, again, destroy, state } = runOf(flavour, stack);
      const { found, searched } = findLeaks(workspace, [preview, up, again, { ...again, ...destroy, events: [] }]);
      figures.push(`${flavour} ${stack}: ${searched} files, outputs and events searched for canaries`);
      expect(found).toEqual([]);
      // The search would find them: they are in the deployment when it is asked for in plain text.
      expect(JSON.stringify(state)).toContain("CANARY-of-the-proxy");
      // Only the bridge's generator makes canaries of its own: passwords, keys and what is built from them.
      expect(JSON.stringify(state).split("CANARY").length).toBeGreaterThan(flavour === "bridge" ? 20 : 1);
    });
  });
});

function urnsOf(state: readonly StateResource[]): string[] {
  return state.map(({ urn }) => urn).toSorted();
}

/** Protected resources that no other protected one depends on: a deletion, which begins at the ends, comes no further. */
function firstProtected(plan: Plan): string[] {
  const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const behind = new Set<string>();
  const hide = (urns: readonly (string | undefined)[]): void => {
    for (const urn of urns) {
      const resource = urn === undefined ? undefined : byUrn.get(urn);
      if (resource === undefined || behind.has(resource.urn)) continue;
      behind.add(resource.urn);
      hide([resource.parent, resource.provider, ...resource.dependencies]);
    }
  };
  const kept = plan.resources.filter(({ options }) => options.protect === true);
  for (const { parent, provider, dependencies } of kept) hide([parent, provider, ...dependencies]);
  return kept
    .map(({ urn }) => urn)
    .filter((urn) => !behind.has(urn))
    .toSorted();
}
