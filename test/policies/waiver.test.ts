import { describe, expect, test } from "vitest";
import { type Rule, defineRule } from "../../policies/rule.ts";
import { type Waivable, type Waiver, Waivers, parseWaivers } from "../../policies/waiver.ts";

const waiver: Waiver = {
  rule: "s3-versioning",
  resource: "media/media-upload",
  environments: ["staging", "prod"],
  reason: "Uploads are promoted within minutes",
  owner: "media-team",
  ticket: "OPS-12",
  expires: "2026-12-31",
};

function ruleWith(extra: Partial<Rule>): Rule {
  return defineRule({
    id: "s3-versioning",
    title: "t",
    severity: "high",
    profile: "baseline",
    scope: "resource",
    why: "w",
    fix: "f",
    links: [],
    types: ["aws:s3/bucket:Bucket"],
    check: () => [],
    examples: { pass: [], fail: [], undecided: [] },
    ...(extra as object),
  });
}

const finding: Waivable = {
  rule: ruleWith({}),
  type: "aws:s3/bucket:Bucket",
  name: "media-upload",
  identity: "media/media-upload",
  path: "/versioning",
};
const staging = { environment: "staging", tier: "nonprod", today: "2026-06-01" } as const;
const run = (
  one: Waiver,
  at: { environment: string | undefined; tier: "prod" | "nonprod" | "unknown"; today: string } = staging,
) => new Waivers([one], at);

describe("matching", () => {
  test.each([
    ["the identity", waiver, true],
    ["a pattern within one step", { ...waiver, resource: "media/media-*" }, true],
    ["a pattern does not reach into components", { ...waiver, resource: "*-upload" }, false],
    ["a type and a name", { ...waiver, resource: { type: "aws:s3/bucket:Bucket", name: "media-upload" } }, true],
    [
      "another type",
      { ...waiver, resource: { type: "aws:s3/bucketPolicy:BucketPolicy", name: "media-upload" } },
      false,
    ],
    ["the path", { ...waiver, path: "/versioning" }, true],
    ["another path", { ...waiver, path: "/logging" }, false],
    ["another rule", { ...waiver, rule: "s3-logging" }, false],
    ["another environment", { ...waiver, environments: ["qa"] }, false],
  ])("%s", (_name, one, covered) => {
    expect(run(one).covering(finding) !== undefined).toBe(covered);
  });

  test("an undeclared environment is covered by nothing", () => {
    expect(run(waiver, { ...staging, environment: undefined }).covering(finding)).toBeUndefined();
  });
});

describe("refusals", () => {
  test("an expired waiver covers nothing and is reported", () => {
    const waivers = run(waiver, { ...staging, today: "2027-01-01" });
    expect(waivers.covering(finding)).toBeUndefined();
    expect(waivers.problems.map(({ message }) => message)).toEqual([
      "expired on 2026-12-31; mend the violation, or renew the waiver with its owner",
    ]);
  });

  test("the last day still counts", () => {
    expect(run(waiver, { ...staging, today: "2026-12-31" }).covering(finding)).toBe(waiver);
  });

  test("nothing may be waived for more than a year", () => {
    expect(run({ ...waiver, expires: "2030-01-01" }).problems[0]?.message).toContain("more than a year ahead");
  });

  test.each([
    ["prod", { environment: "prod", tier: "prod", today: "2026-06-01" } as const],
    ["an undeclared tier", { environment: "staging", tier: "unknown", today: "2026-06-01" } as const],
  ])("a critical rule is not waived in %s", (_name, at) => {
    const waivers = run(waiver, at);
    expect(waivers.covering({ ...finding, rule: ruleWith({ severity: "critical" }) })).toBeUndefined();
    expect(waivers.problems[0]?.message).toContain("is critical and cannot be waived in production");
  });

  test("a critical rule may be waived where the tier says nonprod", () => {
    expect(run(waiver).covering({ ...finding, rule: ruleWith({ severity: "critical" }) })).toBe(waiver);
  });

  test("an unwaivable rule is not waived anywhere", () => {
    const waivers = run(waiver);
    expect(waivers.covering({ ...finding, rule: ruleWith({ unwaivable: true }) })).toBeUndefined();
    expect(waivers.problems[0]?.message).toBe("rule s3-versioning cannot be waived");
  });
});

describe("malformed files", () => {
  test.each([
    ["too broad a pattern", { ...waiver, resource: "**" }, 'is too broad: name at least 6 characters beside "*"'],
    ["no reason", { ...waiver, reason: " " }, "[0].[reason]"],
    ["an impossible date", { ...waiver, expires: "2026-02-30" }, "[0].[expires]"],
    ["a misspelt key", { ...waiver, expiry: "2026-12-31" }, '"expiry"'],
    ["a wildcard type", { ...waiver, resource: { type: "aws:s3/*:*", name: "media-upload" } }, "must be a type token"],
    ["no environment", { ...waiver, environments: [] }, "[0].[environments]"],
  ])("%s", (_name, one, message) => {
    expect(() => parseWaivers([one], "rampart.waivers.ts")).toThrow(
      "rampart.waivers.ts holds malformed waivers; nothing was waived:",
    );
    expect(() => parseWaivers([one], "rampart.waivers.ts")).toThrow(message);
  });
});
