import type { ValidateFunction } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import { calls } from "./_calls.ts";
import { installModels, type Json } from "./_models.ts";
import { type PlannedResource, plannedResources } from "./_plans.ts";
import { compile, type Judged, judge } from "./_schema-check.ts";
import { callSchema } from "./_service-models.ts";
import { type Counterpart, inVendorShape } from "./_vendor-shape.ts";

const missing = installModels();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)("resources and the calls that make them", () => {
  const compiled = new Map<string, { schema: Json; validate: ValidateFunction }>();
  let resources: readonly PlannedResource[];

  beforeAll(async () => {
    resources = await plannedResources();
  });

  test("every resource of the main services is one that the service's own model would take", () => {
    const compared = resources.flatMap((resource) => {
      const call = calls[resource.type];
      return call === undefined ? [] : [{ resource, call, judged: judgeOne(resource.inputs, call) }];
    });
    const others = resources.filter(({ type }) => calls[type] === undefined);
    console.log(
      [
        `${compared.length} resources compared with ${new Set(compared.map(({ call }) => call.model)).size} calls`,
        `${compared.reduce((sum, { judged }) => sum + judged.placeholders, 0)} findings about placeholders, not judged`,
        `${others.length} resources of ${new Set(others.map(({ type }) => type)).size} types are compared with no call`,
      ].join("\n"),
    );
    expect(
      compared.flatMap(({ resource, judged }) =>
        judged.findings.map((text) => `${resource.run} ${resource.type} ${resource.name}: ${text}`),
      ),
    ).toEqual([]);
  });

  test("every call is of a type that some plan holds", () => {
    const types = new Set(resources.map(({ type }) => type));
    expect(Object.keys(calls).filter((type) => !types.has(type))).toEqual([]);
  });

  test.each<{ what: string; type: string; change: Record<string, Json>; finding: string }>([
    {
      what: "a member that is not there",
      type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      change: { accessScope: { type: "everything" } },
      finding: "/accessScope/type must be equal to one of the allowed values",
    },
    {
      what: "a parameter that is not there",
      type: "aws:elasticache/user:User",
      change: { password: "x" },
      finding: "must NOT have additional properties Password",
    },
    {
      what: "a name in letters that the service refuses",
      type: "aws:elasticache/user:User",
      change: { userId: "api_user" },
      finding: "/UserId must match pattern",
    },
    {
      what: "a text that is too long",
      type: "aws:lambda/function:Function",
      change: { description: "x".repeat(257) },
      finding: "/Description must NOT have more than 256 characters",
    },
    {
      what: "a managed rule without its vendor",
      type: "aws:wafv2/webAcl:WebAcl",
      change: {
        rules: [
          {
            name: "managed",
            priority: 0,
            statement: { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet" } },
            visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "managed", sampledRequestsEnabled: false },
          },
        ],
      },
      finding: "must have required property 'VendorName'",
    },
  ])("$what is found", ({ type, change, finding }) => {
    const resource = resources.find((one) => one.type === type);
    const call = calls[type];
    if (resource === undefined || call === undefined) throw new Error(`no plan holds ${type}`);
    expect(judgeOne({ ...resource.inputs, ...change }, call).findings.join("\n")).toContain(finding);
  });

  function judgeOne(inputs: Record<string, Json>, call: Counterpart): Judged {
    let entry = compiled.get(call.model);
    if (entry === undefined) {
      const schema = callSchema(call.model);
      entry = { schema, validate: compile(schema) };
      compiled.set(call.model, entry);
    }
    return judge(entry.validate, inVendorShape(inputs, call, entry.schema));
  }
});
