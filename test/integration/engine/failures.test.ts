import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../../engine/plan.ts";
import { today } from "../../../policies/today.ts";
import { loadSettings } from "../../../stacks/load.ts";
import { refuseShippedExamples, shippedExamples } from "../../../stacks/settings/examples.ts";
import { compareResources } from "./_compare.ts";
import { Normalised } from "./_normalise.ts";
import { STACKS, type StackName, platformRequest, recordPlatform, shippedConfig } from "./_platform.ts";
import { asInState, ofPlan, ofState } from "./_resources.ts";
import { type Report, type StateResource, Workspace, complaintOf } from "./support.ts";

const STACK: StackName = "staging";
const FAILURE = "InsufficientDBInstanceCapacity: no capacity in the zone (stand-in)";

let plan: Plan;
let refused: Record<StackName, Report>;
let broken: { up: Report; state: readonly StateResource[] };
let mended: { up: Report; state: readonly StateResource[] };
let delayed: { up: Report; state: readonly StateResource[] };
const workspaces: Workspace[] = [];

function workspace(options?: ConstructorParameters<typeof Workspace>[1]): Workspace {
  const made = new Workspace("echo", options);
  workspaces.push(made);
  return made;
}

async function refuse(stack: StackName): Promise<Report> {
  const request = { ...platformRequest(stack), config: shippedConfig(stack), operation: "preview" } as const;
  return workspace().run(request);
}

async function breakAndMend(): Promise<void> {
  // With its state written step by step, as a deployment that is cut short leaves it.
  const own = workspace({ checkpoints: true });
  const request = platformRequest(STACK);
  own.faults({ fail: [{ operation: "create", urn: "::database-instance", message: FAILURE }] });
  broken = { up: await own.run({ ...request, operation: "up" }), state: await own.state(request) };
  own.faults({});
  mended = { up: await own.run({ ...request, operation: "up" }), state: await own.state(request) };
}

async function delay(): Promise<void> {
  const own = workspace();
  const request = platformRequest(STACK);
  own.faults({
    delay: ["::network", "::keys-data", "::cluster-cluster", "::caches-state", "::namespace-namespace"].map((urn) => ({
      urn,
      milliseconds: 1200,
    })),
  });
  delayed = { up: await own.run({ ...request, operation: "up" }), state: await own.state(request) };
}

beforeAll(async () => {
  plan = await recordPlatform(STACK, "simulate");
  const refusals = async (): Promise<void> => {
    refused = { staging: await refuse("staging"), prod: await refuse("prod") };
    await delay();
  };
  await Promise.all([refusals(), breakAndMend()]);
});

afterAll(() => {
  for (const one of workspaces) one.remove();
});

function differences(state: readonly StateResource[]): readonly string[] {
  const normalised = new Normalised();
  const expected = ofPlan(plan).map(asInState);
  return compareResources(ofState(state, normalised), expected, normalised).differences;
}

/** Resources that stand in the state before something that they depend on. */
function outOfOrder(state: readonly StateResource[]): string[] {
  const place = new Map(state.map(({ urn }, index) => [urn, index]));
  return state.flatMap(({ urn, dependencies = [] }, index) =>
    dependencies.filter((one) => (place.get(one) ?? -1) > index).map((one) => `${urn} before ${one}`),
  );
}

describe.each(STACKS)("the shipped examples of %s", (stack) => {
  it("are refused by the real engine, each key by its name, before anything is registered", () => {
    const { settings } = loadSettings({ system: "mahaseel", environment: stack, today: today() });
    const keys = shippedExamples(settings);
    const { output, succeeded, events } = refused[stack];
    expect(succeeded).toBe(false);
    expect(keys.length).toBeGreaterThan(10);
    const shown = output.split("\n").map((line) => line.trim());
    const message = messageOf(() => refuseShippedExamples(settings)).split("\n");
    expect(message.filter((line) => !shown.some((one) => one.includes(line.trim())))).toEqual([]);
    for (const key of keys) expect(output).toContain(`${key} is still the shipped example`);
    const registered = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata.type ?? []);
    expect(registered.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });
});

describe("a provider that fails midway", () => {
  it("stops the deployment with its message", () => {
    expect(broken.up.succeeded).toBe(false);
    expect(broken.up.output).toContain(FAILURE);
  });

  it("leaves a state with what was made and without what was not", () => {
    const urns = new Set(broken.state.map(({ urn }) => urn));
    const database = plan.resources.find(({ name }) => name === "database-instance");
    const waiting = plan.resources.filter(({ dependencies }) => dependencies.includes(database?.urn ?? ""));
    expect(urns.size).toBeGreaterThan(50);
    expect(waiting.length).toBeGreaterThan(0);
    for (const one of [database, ...waiting]) expect(urns.has(one?.urn ?? "")).toBe(false);
    expect(outOfOrder(broken.state)).toEqual([]);
  });

  it("does not keep the next `up` from finishing, which makes only the rest", () => {
    expect(complaintOf(mended.up)).toBeUndefined();
    const { create = 0, same = 0, ...others } = mended.up.changes;
    expect(others).toEqual({});
    expect(create + same).toBe(plan.resources.length);
    expect(create).toBeLessThan(plan.resources.length);
    expect(differences(mended.state)).toEqual([]);
  });
});

describe("providers that are slow", () => {
  it("change neither what is made nor what waits for what", () => {
    expect(complaintOf(delayed.up)).toBeUndefined();
    expect(differences(delayed.state)).toEqual([]);
    expect(outOfOrder(delayed.state)).toEqual([]);
  });
});

function messageOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
