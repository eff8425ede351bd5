import { describe, expect, test } from "vitest";
import type { Machine } from "../../cli/doctor/machine.ts";
import { type Wanted, requireNothingDeployed } from "../../cli/env/left-in-state.ts";

const WANTED: Wanted = { programDir: ".", system: "shop", name: "qa", stack: "qa" };
const URL = '{"url": "s3://rampart-state-123456789012-eu-central-1/shop/qa?region=eu-central-1"}';
const EMPTY = '{"version": 3, "deployment": {"manifest": {}}}';
const FULL = JSON.stringify({
  version: 3,
  deployment: {
    resources: [
      { urn: "urn:pulumi:qa::rampart::pulumi:pulumi:Stack::rampart-qa", type: "pulumi:pulumi:Stack", custom: false },
      { urn: "urn:pulumi:qa::rampart::pulumi:providers:aws::default", type: "pulumi:providers:aws", custom: true },
      { urn: "urn:pulumi:qa::rampart::aws:sqs/queue:Queue::q", type: "aws:sqs/queue:Queue", custom: true },
    ],
  },
});

/** A machine whose Pulumi CLI answers so; what is left out fails. */
function machine(answers: { readonly [command: string]: string }): Machine {
  return {
    nodeVersion: "24.21.0",
    env: {},
    now: () => 0,
    serverTime: () => Promise.resolve(undefined),
    run: (_program, args) => {
      const stdout = Object.entries(answers).find(([command]) => args.join(" ").startsWith(command))?.[1];
      return Promise.resolve({ code: stdout === undefined ? 1 : 0, stdout: stdout ?? "", stderr: "error: no" });
    },
  };
}

const asked = (answers: { readonly [command: string]: string }, wanted = WANTED): Promise<string> =>
  requireNothingDeployed(machine(answers), wanted, {}).catch((error: Error) => `refused: ${error.message}`);

describe("whether anything is deployed", () => {
  test.each<[string, { [command: string]: string }, string | RegExp]>([
    [
      "an empty state",
      { whoami: URL, "stack ls": '[{"name": "organization/rampart/qa"}]', "stack export": EMPTY },
      "the state of stack organization/rampart/qa holds no resources",
    ],
    ["no stack in the environment's own backend", { whoami: URL, "stack ls": "[]" }, "its backend has no stack qa"],
    [
      "no stack in another backend",
      { whoami: URL.replace("/shop/qa", "/shop/qa2"), "stack ls": '[{"name": "prod"}]' },
      /^refused: .*is not known to be that of qa; give --state/,
    ],
    [
      "resources",
      { whoami: URL, "stack ls": '[{"name": "qa"}]', "stack export": FULL },
      /^refused: shop qa stays: 1 resources are still in its state, 0 of them protected\n {2}urn.*::q\nRun `pulumi destroy --stack qa` first.$/,
    ],
    ["a CLI that is not logged in", {}, /^refused: .*not logged in/],
    ["a listing that fails", { whoami: URL }, /^refused: .*`pulumi stack ls` fails/],
    ["an answer that is no listing", { whoami: URL, "stack ls": "warning: …" }, /^refused: .*`pulumi stack ls` fails/],
    ["an export that fails", { whoami: URL, "stack ls": '[{"name": "qa"}]' }, /^refused: .*export --stack qa` fails/],
    [
      "an export that is none",
      { whoami: URL, "stack ls": '[{"name": "qa"}]', "stack export": "null" },
      /^refused: shop qa stays: the state of stack qa/,
    ],
  ])("is told by %s", async (_, answers, expected) => {
    expect(await asked(answers)).toMatch(expected);
  });

  test("is told by nobody where no stack's file declares the environment", async () => {
    expect(await asked({ whoami: URL, "stack ls": "[]" }, { ...WANTED, stack: undefined })).toContain(
      "no stack's file declares it",
    );
  });
});
