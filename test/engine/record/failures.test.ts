import { describe, expect, test } from "vitest";
import { failureOf } from "./programs.ts";

const CASES: readonly (readonly [string, string, RegExp])[] = [
  ["throws", "program-threw", /^the program threw Error: the settings are wrong\n {4}at index\.ts:39:9$/],
  ["throws-a-text", "program-threw", /^the program threw a value that is no Error: not an error$/],
  ["rejects-in-apply", "program-threw", /^the program threw Error: rejected in apply\n {4}at index\.ts:39:9$/],
  ["rejects-unhandled", "program-threw", /^the program threw Error: nobody listens\n {4}at index\.ts:11:50$/],
  [
    "exits",
    "exited-early",
    /^the program called process\.exit\(0\) at index\.ts:18:13 before its resources were complete\. Let it end/,
  ],
  ["input-never-settles", "never-settled", /the resource constructed at index\.ts:20:32 still waited for an input/],
  [
    "awaits-for-ever",
    "never-settled",
    /before its exports were complete: a promise that it awaits or exports never settles/,
  ],
  [
    "needs-config",
    "missing-config",
    /^the program needs the configuration value "failing:missing", which is not set\n {4}at index\.ts:22:45\nSet it: `pulumi config set failing:missing/,
  ],
  [
    "registers-twice",
    "duplicate-urn",
    /^Duplicate resource URN 'urn:pulumi:dev::failing::aws:sqs\/queue:Queue::same'; try giving it a unique name \(registered at index\.ts:24:5 and at index\.ts:25:5\)$/,
  ],
  ["logs-an-error", "program-threw", /^the program reported an error: something is off$/],
  ["leaks-a-secret", "program-threw", /^the program threw Error: cannot use \[secret\]\n/],
  [
    "misses-an-asset",
    "program-threw",
    /: the asset "build\/index\.html" does not exist; create it \(a build step\?\) or correct the path\n {4}at index\.ts:30:5$/,
  ],
  [
    "computes-with-unknown",
    "program-threw",
    /the result of aws:ec2\/getSubnets:getSubnets is not known without the cloud.*--fixtures\n {4}at index\.ts:33:16$/,
  ],
  [
    "reads-text-as-an-object",
    "program-threw",
    /^the program threw Error: Configuration 'failing:settings' value \(not shown\) is not a valid JSON object\n {4}at index\.ts:35:56$/,
  ],
];

describe.concurrent.each(["in-process", "foreign"] as const)("a program that fails, recorded %s", (frontEnd) => {
  test.each(CASES)("%s", async (name, kind, message) => {
    const error = await failureOf("failing", {
      frontEnd,
      config: { case: name, settings: '{"password": "hunter3' },
      configSecrets: { password: "hunter2-secret" },
    });
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(4);
  });

  test.each(["hangs-on-a-timer", "loops-for-ever"])("%s is stopped when time is up", async (name) => {
    const error = await failureOf("failing", { frontEnd, config: { case: name }, timeoutSeconds: 3 });
    expect(error.kind).toBe("timed-out");
    expect(error.message).toMatch(/^the program was still running after 3 s and was stopped\./);
  });
});

describe("a program that cannot be started", () => {
  test.each([
    [
      "config-types",
      { stack: "incomplete" },
      "missing-config",
      4,
      /^stack incomplete has no value for "config-types:name", which Pulumi\.yaml declares without a default\. Set it: /,
    ],
    [
      "config-types",
      { stack: "unheard-of" },
      "missing-config",
      4,
      /there is no file Pulumi\.unheard-of\.yaml; stacks with one: dev, incomplete, wrong\)$/,
    ],
    [
      "config-types",
      { stack: "wrong" },
      "bad-config",
      3,
      /^stack wrong: "config-types:replicas" must be of type integer \(Pulumi\.yaml says so\), given "many"$/,
    ],
    ["main-folder/config", {}, "bad-project", 3, /there is no Pulumi\.yaml\. Name the folder of a Pulumi program/],
    [
      "esm",
      { fixtures: "nowhere.yaml" },
      "bad-fixtures",
      3,
      /^nowhere\.yaml: cannot be read; --fixtures names a YAML or JSON file$/,
    ],
  ] as const)("%s %j", async (program, options, kind, exitCode, message) => {
    const error = await failureOf(program, options);
    expect(error.message).toMatch(message);
    expect([error.kind, error.exitCode]).toEqual([kind, exitCode]);
  });
});
