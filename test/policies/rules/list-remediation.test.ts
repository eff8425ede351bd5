import { expect, test } from "vitest";
import { buildExample } from "../../../policies/examples.ts";
import { rules } from "../../../policies/rules/index.ts";
import { type Properties, UNKNOWN } from "../../../policies/value.ts";

/** What a rule would set in these inputs, by path. */
function proposed(id: string, inputs: Properties): Readonly<Record<string, unknown>> {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const proposals = rule.remediate?.(buildExample(rule, { inputs }).resource) ?? [];
  return Object.fromEntries(proposals.map(({ path, value }) => [path, value]));
}

test("a list is set as a whole where none is, and never added to", () => {
  const all = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
  expect(proposed("eks-control-plane-logging", {})).toEqual({ "/enabledClusterLogTypes": all });
  expect(proposed("eks-control-plane-logging", { enabledClusterLogTypes: ["api"] })).toEqual({});
  expect(proposed("eks-control-plane-logging", { enabledClusterLogTypes: [] })).toEqual({});
  const logs = "/enabledCloudwatchLogsExports";
  expect(proposed("rds-log-exports", { engine: "postgres" })).toEqual({ [logs]: ["postgresql", "upgrade"] });
  expect(proposed("rds-log-exports", { engine: "aurora-postgresql" })).toEqual({ [logs]: ["postgresql"] });
  expect(proposed("rds-log-exports", { engine: "oracle-ee" })).toEqual({});
  expect(proposed("waf-log-redaction", {})).toEqual({
    "/redactedFields": [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
  });
});

test("an egress range gets the exception that it has room for", () => {
  const egress = (...blocks: readonly Properties[]): Properties => ({
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ podSelector: {} }, ...blocks.map((ipBlock) => ({ ipBlock }))] }],
    },
  });
  const at = (index: number): string => `/spec/egress/0/to/${index}/ipBlock/except`;
  const id = "k8s-netpol-metadata-blocked";
  expect(proposed(id, egress({ cidr: "0.0.0.0/0" }, { cidr: "10.0.0.0/8" }, { cidr: "::/0" }))).toEqual({
    [at(1)]: ["169.254.169.254/32"],
    [at(3)]: ["fd00:ec2::254/128"],
  });
  // The cluster's API refuses an exception that is not smaller than its range.
  expect(proposed(id, egress({ cidr: "169.254.169.254/32" }))).toEqual({});
  expect(proposed(id, egress({ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }))).toEqual({});
  expect(proposed(id, egress({ cidr: UNKNOWN }, { cidr: "0.0.0.0/0" }))).toEqual({ [at(2)]: ["169.254.169.254/32"] });
});

test("unfinished uploads are ended by a rule for the whole bucket, unless somebody has decided", () => {
  const id = "s3-abort-incomplete-uploads";
  const whole = { status: "Enabled", expiration: { days: 30 } };
  const path = (index: number): string => `/rules/${index}/abortIncompleteMultipartUpload/daysAfterInitiation`;
  expect(proposed(id, { rules: [whole] })).toEqual({ [path(0)]: 7 });
  expect(proposed(id, { rules: [{ ...whole, filter: { prefix: "" } }] })).toEqual({ [path(0)]: 7 });
  // S3 refuses the action beside a filter by tag or size, and a prefix leaves the other objects out.
  const narrow = [{ tag: { key: "a", value: "b" } }, { objectSizeGreaterThan: 1 }, { prefix: "logs/" }];
  const rules = narrow.map((filter) => ({ ...whole, filter }));
  expect(proposed(id, { rules: [...rules, whole] })).toEqual({ [path(3)]: 7 });
  expect(proposed(id, { rules })).toEqual({});
  expect(proposed(id, { rules: [{ ...whole, status: "Disabled" }] })).toEqual({});
  expect(
    proposed(id, { rules: [whole, { ...whole, abortIncompleteMultipartUpload: { daysAfterInitiation: 90 } }] }),
  ).toEqual({});
});
