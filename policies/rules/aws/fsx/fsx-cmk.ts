import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "fsx-cmk",
  title: "Use a customer key for FSx file systems.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set kmsKeyId to a customer key. A change replaces the file system.",
  links: [awsDocs("Encryption at rest", "fsx/latest/WindowsGuide/encryption-at-rest.html")],
  types: [
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
  ],
  check: (resource) => {
    const key = resource.get("kmsKeyId");
    return isCustomerKey(resource, key)
      ? []
      : [key.fail("The file system is not encrypted with a key of yours; set kmsKeyId")];
  },
  examples: {
    pass: [
      {
        inputs: { storageCapacity: 1200, kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:fsx/lustreFileSystem:LustreFileSystem",
        inputs: { storageCapacity: 1200, kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:fsx/ontapFileSystem:OntapFileSystem",
        inputs: { storageCapacity: 1200, kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        inputs: { storageCapacity: 1200, kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { storageCapacity: 1200 }, path: "/kmsKeyId", message: "key of yours" },
      {
        name: "not set",
        type: "aws:fsx/lustreFileSystem:LustreFileSystem",
        inputs: { storageCapacity: 1200 },
        path: "/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "not set",
        type: "aws:fsx/ontapFileSystem:OntapFileSystem",
        inputs: { storageCapacity: 1200 },
        path: "/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "not set",
        type: "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        inputs: { storageCapacity: 1200 },
        path: "/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { storageCapacity: 1200, kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      { inputs: { storageCapacity: 1200, kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
      {
        type: "aws:fsx/lustreFileSystem:LustreFileSystem",
        inputs: { storageCapacity: 1200, kmsKeyId: UNKNOWN },
        path: "/kmsKeyId",
      },
      {
        type: "aws:fsx/ontapFileSystem:OntapFileSystem",
        inputs: { storageCapacity: 1200, kmsKeyId: UNKNOWN },
        path: "/kmsKeyId",
      },
      {
        type: "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        inputs: { storageCapacity: 1200, kmsKeyId: UNKNOWN },
        path: "/kmsKeyId",
      },
    ],
  },
});
