import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";

export default defineRule({
  id: "secret-value-not-plaintext",
  title: "Pass secret values only as engine secrets or write-only arguments, never as plain strings or literals.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A plain value lands in the state file, the preview output and the logs.",
  fix: "Wrap the value with pulumi.secret, read it from secret configuration, or use the write-only argument.",
  links: [{ title: "Pulumi: secrets", url: "https://www.pulumi.com/docs/iac/concepts/secrets/" }],
  types: [
    "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:ssm/parameter:Parameter",
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:elasticache/user:User",
  ],
  needs: ["secretness"],
  check: (resource) =>
    each(SECRET_INPUTS[resource.type] ?? [], (key) => {
      if (key === "value" && resource.get("type").string() !== "SecureString") return [];
      const input = resource.get(key);
      return input.isSecret ? [] : each(valuesOf(input), judgeValue);
    }),
  examples: {
    pass: [
      { inputs: { secretString: new Secret("not-a-real-value") } },
      { name: "write-only", inputs: { secretStringWo: "not-a-real-value", secretStringWoVersion: 1 } },
      {
        name: "a secret that is not known yet",
        type: "aws:rds/instance:Instance",
        inputs: { password: new Secret(UNKNOWN) },
      },
      { name: "an ordinary parameter", type: "aws:ssm/parameter:Parameter", inputs: { type: "String", value: "on" } },
    ],
    fail: [
      { inputs: { secretString: "not-a-real-value" }, path: "/secretString", message: "plain text" },
      {
        type: "aws:elasticache/user:User",
        inputs: { passwords: [new Secret("not-a-real-value"), "not-a-real-value-2"] },
        path: "/passwords/1",
        message: "plain text",
      },
      {
        type: "aws:ssm/parameter:Parameter",
        inputs: { type: "SecureString", value: "not-a-real-value" },
        path: "/value",
        message: "plain text",
      },
    ],
    undecided: [{ inputs: { secretString: UNKNOWN }, path: "/secretString" }],
  },
});
const SECRET_INPUTS: Readonly<Record<string, readonly string[]>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretBinary"],
  "aws:ssm/parameter:Parameter": ["value"],
  "aws:rds/instance:Instance": ["password"],
  "aws:rds/cluster:Cluster": ["masterPassword"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["authToken"],
  "aws:elasticache/user:User": ["passwords"],
};

function valuesOf(input: Property): readonly Property[] {
  return Array.isArray(input.raw) ? input.items() : [input];
}

function judgeValue(value: Property): Issue[] {
  if (value.isSecret || !value.isSet) return [];
  return [
    value.fail(
      "The secret value is plain text in the program and its state; wrap it with pulumi.secret or use the write-only argument",
    ),
  ];
}
