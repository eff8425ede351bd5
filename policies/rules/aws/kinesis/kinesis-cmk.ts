import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { readsElsewhere } from "../_delivery-streams.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

const DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
/** Where each type names its key. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "aws:kinesis/stream:Stream": ["kmsKeyId"],
  "aws:kinesis/videoStream:VideoStream": ["kmsKeyId"],
  [DELIVERY]: ["serverSideEncryption", "keyArn"],
};

export default defineRule({
  id: "kinesis-cmk",
  title: "Use a customer key for streams.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Revocation and audit then happen at the key.",
  fix: "Set kmsKeyId of the stream, or keyArn with keyType CUSTOMER_MANAGED_CMK of the delivery stream, to a customer key.",
  links: [awsDocs("Server-side encryption", "streams/latest/dev/server-side-encryption.html")],
  types: Object.keys(KEYS),
  check: (resource) => {
    if (resource.type === DELIVERY && readsElsewhere(resource)) return NOT_APPLICABLE;
    const key = resource.get(...(KEYS[resource.type] ?? []));
    return isCustomerKey(resource, key)
      ? []
      : [key.fail(`The stream is not encrypted with a key of yours; set ${key.keys.join(".")}`)];
  },
  examples: {
    pass: [
      {
        inputs: { encryptionType: "KMS", kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: "aws:kinesis/videoStream:VideoStream",
        inputs: { kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
      {
        type: DELIVERY,
        inputs: { serverSideEncryption: { enabled: true, keyArn: ref("key", "arn") } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { encryptionType: "KMS" }, path: "/kmsKeyId", message: "key of yours" },
      {
        name: "not set",
        type: "aws:kinesis/videoStream:VideoStream",
        inputs: {},
        path: "/kmsKeyId",
        message: "key of yours",
      },
      {
        name: "not set",
        type: DELIVERY,
        inputs: { serverSideEncryption: { enabled: true } },
        path: "/serverSideEncryption/keyArn",
        message: "key of yours",
      },
      {
        name: "the service's own key",
        inputs: { encryptionType: "KMS", kmsKeyId: "alias/aws/service" },
        path: "/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      { type: DELIVERY, inputs: { kinesisSourceConfiguration: UNKNOWN }, path: "/kinesisSourceConfiguration" },
      { inputs: { encryptionType: "KMS", kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
      { type: "aws:kinesis/videoStream:VideoStream", inputs: { kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
      {
        type: DELIVERY,
        inputs: { serverSideEncryption: { enabled: true, keyArn: UNKNOWN } },
        path: "/serverSideEncryption/keyArn",
      },
    ],
  },
});
