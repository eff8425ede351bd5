import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

/** Where each type names its key. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "aws:sagemaker/notebookInstance:NotebookInstance": ["kmsKeyId"],
  "aws:sagemaker/endpointConfiguration:EndpointConfiguration": ["kmsKeyArn"],
  "aws:sagemaker/domain:Domain": ["kmsKeyId"],
};

export default defineRule({
  id: "sagemaker-cmk",
  title: "Use a customer key for notebooks, endpoints and domains.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set kmsKeyId, or kmsKeyArn of the endpoint configuration, to a customer key. A change replaces the resource.",
  links: [awsDocs("Encryption at rest", "sagemaker/latest/dg/encryption-at-rest.html")],
  types: Object.keys(KEYS),
  check: (resource) => {
    const key = resource.get(...(KEYS[resource.type] ?? []));
    return isCustomerKey(resource, key)
      ? []
      : [key.fail(`The storage is not encrypted with a key of yours; set ${key.keys.join(".")}`)];
  },
  examples: {
    pass: [
      {
        inputs: { instanceType: "ml.t3.medium", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        inputs: { name: "shop", kmsKeyArn: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:sagemaker/domain:Domain",
        inputs: { domainName: "research", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { instanceType: "ml.t3.medium" }, path: "/kmsKeyId", message: "key of yours" },
      {
        name: "not set",
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        inputs: { name: "shop" },
        path: "/kmsKeyArn",
        message: "key of yours",
      },
      {
        name: "not set",
        type: "aws:sagemaker/domain:Domain",
        inputs: { domainName: "research" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { instanceType: "ml.t3.medium", kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      { inputs: { instanceType: "ml.t3.medium", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
      {
        type: "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
        inputs: { name: "shop", kmsKeyArn: UNKNOWN },
        path: "/kmsKeyArn",
      },
      { type: "aws:sagemaker/domain:Domain", inputs: { domainName: "research", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
    ],
  },
});
