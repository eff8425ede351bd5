import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readPreview } from "../../../engine/inputs/preview-events.ts";
import { encodePlan } from "../../../engine/plan-codec.ts";
import { Secret, UNKNOWN } from "../../../policies/value.ts";

/** Written by Pulumi 3.232 for the program whose state lies beside it, shortened. */
const RECORDED = readFileSync(new URL("recorded/preview.jsonl", import.meta.url), "utf8");
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const URN = "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::media";
const state = (inputs: object, more: object = {}) => ({
  type: "aws:s3/bucket:Bucket",
  urn: URN,
  custom: true,
  id: "",
  parent: "",
  inputs,
  outputs: {},
  provider: "",
  ...more,
});
const step = (kind: string, op: string, inputs: object, more: object = {}) =>
  JSON.stringify({ [kind]: { metadata: { op, urn: URN, new: state(inputs, more) } } });
const SUMMARY = JSON.stringify({ summaryEvent: { resourceChanges: { create: 1 } } });

describe("the events of a preview", () => {
  test("as the engine writes them become a plan, with the environment that the config declares", () => {
    const { plan, incomplete } = readPreview(RECORDED, "preview.jsonl");
    expect(incomplete).toBeUndefined();
    expect(plan).toMatchObject({ stack: "dev", environment: "development", tier: "nonprod", mode: "preview" });
    expect(plan.resources.map(({ name, custom }) => [name, custom])).toEqual([
      ["shop-dev", false],
      ["comp", false],
      ["default", true],
      ["st", true],
      ["st2", true],
    ]);
    const first = plan.resources.find(({ name }) => name === "st");
    expect(first).toMatchObject({ options: { protect: true }, inputs: { input: new Secret(undefined) } });
    expect(first?.outputs).not.toHaveProperty("id");
    expect(encodePlan(plan)).not.toContain("canary");
  });

  test("unknown values stay unknown, also inside a text", () => {
    const inputs = { bucket: UNKNOWN_TEXT, tags: [`arn:aws:s3:::${UNKNOWN_TEXT}`], old: "[secret]" };
    const { plan } = readPreview(`${step("resourcePreEvent", "create", inputs)}\n${SUMMARY}\n`, "p");
    expect(plan.resources[0]).toMatchObject({
      inputs: { bucket: UNKNOWN, tags: [UNKNOWN], old: new Secret(undefined) },
      unknown: ["/bucket", "/tags/0"],
    });
  });

  test("a later event of a resource replaces an earlier one, and what goes is left out", () => {
    const text = [
      step("resourcePreEvent", "replace", { bucket: "first" }),
      step("resourcePreEvent", "create-replacement", { bucket: "second" }),
      step("resourcePreEvent", "delete-replaced", { bucket: "old" }),
      step("resOutputsEvent", "create-replacement", {}, { outputs: { arn: "arn:aws:s3:::second" } }),
      SUMMARY,
    ].join("\n");
    expect(readPreview(text, "p").plan.resources).toMatchObject([
      { inputs: { bucket: "second" }, outputs: { arn: "arn:aws:s3:::second" } },
    ]);
  });

  test("the summary that `pulumi preview --json` prints by default is read too", () => {
    const digest = {
      config: { "rampart:environment": "production" },
      steps: [
        { op: "create", urn: URN, newState: state({ bucket: "b" }, { dependencies: ["urn:x"] }) },
        { op: "delete", urn: `${URN}2`, oldState: state({}) },
      ],
      changeSummary: { create: 1 },
    };
    for (const text of [JSON.stringify(digest), JSON.stringify(digest, undefined, 4)]) {
      const { plan, incomplete } = readPreview(text, "p");
      expect(plan).toMatchObject({ environment: "production", stack: "prod", program: { project: "shop" } });
      expect(plan.resources).toMatchObject([{ inputs: { bucket: "b" }, dependencies: ["urn:x"] }]);
      expect(incomplete).toBeUndefined();
    }
  });

  test("a preview that broke off, or failed, says so and is still read", () => {
    const one = step("resourcePreEvent", "create", { bucket: "b" });
    expect(readPreview(one, "p")).toMatchObject({ incomplete: "its summary is missing", plan: { resources: [{}] } });
    const failed = `${one}\n${JSON.stringify({ diagnosticEvent: { severity: "error", message: "x" } })}\n${SUMMARY}`;
    expect(readPreview(failed, "p").incomplete).toBe("it reports an error");
  });

  test.each([
    ["not an event", 'events.jsonl:1:1: is not JSON: "n" where a value is expected'],
    [`${SUMMARY}\n\n{"a": }`, 'events.jsonl:3:7: is not JSON: "}" where a value is expected'],
    [
      `${SUMMARY}\n{"resourcePreEvent":{"metadata":{"op":"create","new":{}}}}`,
      "events.jsonl:2:54: resourcePreEvent.metadata.new.urn is missing",
    ],
    ['{\n  "config": {}\n}', "steps is missing"],
  ])("says what is wrong with %.40s", (text, message) => {
    expect(() => readPreview(text, "events.jsonl")).toThrow(message);
  });
});
