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
    "aws:codebuild/sourceCredential:SourceCredential",
    "aws:directoryservice/directory:Directory",
    "aws:dms/endpoint:Endpoint",
    "aws:docdb/cluster:Cluster",
    "aws:ec2/vpnConnection:VpnConnection",
    "aws:lightsail/database:Database",
    "aws:memorydb/user:User",
    "aws:mq/broker:Broker",
    "aws:opensearch/domain:Domain",
    "aws:redshift/cluster:Cluster",
    "aws:redshiftserverless/namespace:Namespace",
  ],
  needs: ["secretness"],
  check: (resource) =>
    each(SECRET_INPUTS[resource.type] ?? [], (path) => {
      if (path === "value" && resource.get("type").string() !== "SecureString") return [];
      return each(valuesAt(resource.inputs, path.split(".")), judgeValue);
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
      {
        name: "secret as a whole",
        type: "aws:mq/broker:Broker",
        inputs: { users: new Secret([{ username: "a", password: "not-a-real-value" }]) },
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
        type: "aws:elasticache/user:User",
        inputs: { authenticationMode: { type: "password", passwords: [new Secret("a"), "not-a-real-value"] } },
        path: "/authenticationMode/passwords/1",
        message: "plain text",
      },
      {
        type: "aws:mq/broker:Broker",
        inputs: {
          users: [
            { username: "a", password: new Secret("a") },
            { username: "b", password: "not-a-real-value" },
          ],
        },
        path: "/users/1/password",
        message: "plain text",
      },
      {
        type: "aws:opensearch/domain:Domain",
        inputs: {
          advancedSecurityOptions: {
            masterUserOptions: { masterUserName: "a", masterUserPassword: "not-a-real-value" },
          },
        },
        path: "/advancedSecurityOptions/masterUserOptions/masterUserPassword",
        message: "plain text",
      },
      {
        type: "aws:ssm/parameter:Parameter",
        inputs: { type: "SecureString", value: "not-a-real-value" },
        path: "/value",
        message: "plain text",
      },
    ],
    undecided: [
      { inputs: { secretString: UNKNOWN }, path: "/secretString" },
      {
        type: "aws:elasticache/user:User",
        inputs: { authenticationMode: UNKNOWN },
        path: "/authenticationMode",
      },
    ],
  },
});
/** Inputs that hold secrets; a dot leads into an object, or into each object of a list. */
const SECRET_INPUTS: Readonly<Record<string, readonly string[]>> = {
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString", "secretBinary"],
  "aws:ssm/parameter:Parameter": ["value"],
  "aws:rds/instance:Instance": ["password"],
  "aws:rds/cluster:Cluster": ["masterPassword"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["authToken"],
  "aws:elasticache/user:User": ["passwords", "authenticationMode.passwords"],
  "aws:codebuild/sourceCredential:SourceCredential": ["token"],
  "aws:directoryservice/directory:Directory": ["password"],
  "aws:dms/endpoint:Endpoint": ["password"],
  "aws:docdb/cluster:Cluster": ["masterPassword"],
  "aws:ec2/vpnConnection:VpnConnection": ["tunnel1PresharedKey", "tunnel2PresharedKey"],
  "aws:lightsail/database:Database": ["masterPassword"],
  "aws:memorydb/user:User": ["authenticationMode.passwords"],
  "aws:mq/broker:Broker": ["users.password"],
  "aws:opensearch/domain:Domain": ["advancedSecurityOptions.masterUserOptions.masterUserPassword"],
  "aws:redshift/cluster:Cluster": ["masterPassword"],
  "aws:redshiftserverless/namespace:Namespace": ["adminUserPassword"],
};

/** The values at a path, without looking into what is secret as a whole. */
function valuesAt(property: Property, path: readonly string[]): readonly Property[] {
  if (property.isSecret) return [];
  if (Array.isArray(property.raw)) return property.items().flatMap((item) => valuesAt(item, path));
  const [key, ...rest] = path;
  return key === undefined ? [property] : valuesAt(property.get(key), rest);
}

function judgeValue(value: Property): Issue[] {
  if (value.isSecret || !value.isSet) return [];
  return [
    value.fail(
      "The secret value is plain text in the program and its state; wrap it with pulumi.secret or use the write-only argument",
    ),
  ];
}
