import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

const REPLICA = "aws:dynamodb/tableReplica:TableReplica";

export default defineRule({
  id: "dynamodb-cmk",
  title: "Use a customer key for tables.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Whoever may read the table needs the key, too, and each use of the key is in the audit trail.",
  fix: "Set serverSideEncryption.enabled to true and kmsKeyArn to a customer key, in each replica as well.",
  links: [awsDocs("Encryption at rest", "amazondynamodb/latest/developerguide/EncryptionAtRest.html")],
  types: ["aws:dynamodb/table:Table", REPLICA],
  check: (table) => {
    if (table.type === REPLICA) return mustHaveKey(table, table.get("kmsKeyArn"));
    const encryption = table.get("serverSideEncryption");
    return all(
      () =>
        encryption
          .get("enabled")
          .mustBe(true, "The table is encrypted with a key of the service; set serverSideEncryption.enabled to true"),
      () => mustHaveKey(table, encryption.get("kmsKeyArn")),
      () => each(table.get("replicas").items(), (replica) => mustHaveKey(table, replica.get("kmsKeyArn"))),
    );
  },
  examples: {
    pass: [
      {
        inputs: { serverSideEncryption: { enabled: true, kmsKeyArn: ref("key", "arn") } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        name: "with a replica",
        inputs: {
          serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
          replicas: [{ regionName: "eu-west-1", kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/2" }],
        },
      },
      { type: REPLICA, inputs: { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/2" } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "orders" },
        path: "/serverSideEncryption/kmsKeyArn",
        message: "key of yours",
      },
      {
        inputs: { serverSideEncryption: { enabled: false, kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" } },
        path: "/serverSideEncryption/enabled",
        message: "key of the service",
      },
      {
        inputs: {
          serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
          replicas: [{ regionName: "eu-west-1" }],
        },
        path: "/replicas/0/kmsKeyArn",
        message: "key of yours",
      },
      { type: REPLICA, inputs: {}, path: "/kmsKeyArn", message: "key of yours" },
    ],
    undecided: [
      {
        inputs: { serverSideEncryption: { enabled: true, kmsKeyArn: UNKNOWN } },
        path: "/serverSideEncryption/kmsKeyArn",
      },
      { type: REPLICA, inputs: { kmsKeyArn: UNKNOWN }, path: "/kmsKeyArn" },
    ],
  },
});
function mustHaveKey(table: Resource, key: Property): Issue[] {
  return isCustomerKey(table, key) ? [] : [key.fail("The table is not encrypted with a key of yours; set kmsKeyArn")];
}
