import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";
import { makesEbsVolumes } from "./_storage-classes.ts";

const VOLUME = "aws:ebs/volume:Volume";
const STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";

export default defineRule({
  id: "eks-nodes-volume-cmk",
  title: "Encrypt node and persistent volumes with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Snapshots then cannot be shared without the key.",
  fix: "Set kmsKeyId to a customer key.",
  links: [awsDocs("EBS encryption", "ebs/latest/userguide/ebs-encryption.html")],
  types: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ebs/volume:Volume",
    "kubernetes:storage.k8s.io/v1:StorageClass",
  ],
  check: (resource) => {
    switch (resource.type) {
      case VOLUME:
        return judge(resource, resource.get("kmsKeyId"));
      case STORAGE_CLASS:
        return makesEbsVolumes(resource) === false
          ? NOT_APPLICABLE
          : judge(resource, resource.get("parameters", "kmsKeyId"));
      default:
        return each(resource.get("blockDeviceMappings").items(), (mapping) =>
          judge(resource, mapping.get("ebs", "kmsKeyId")),
        );
    }
  },
  examples: {
    pass: [
      {
        inputs: { blockDeviceMappings: [{ ebs: { kmsKeyId: ref("key", "arn") } }] },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      {
        inputs: {
          blockDeviceMappings: [
            { ebs: { kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/0123" } },
            { ebs: { encrypted: true } },
          ],
        },
        path: "/blockDeviceMappings/1/ebs/kmsKeyId",
        message: "key of yours",
      },
      { type: VOLUME, inputs: { encrypted: true }, path: "/kmsKeyId", message: "key of yours" },
      {
        type: STORAGE_CLASS,
        inputs: { provisioner: "ebs.csi.eks.amazonaws.com", parameters: { encrypted: "true" } },
        path: "/parameters/kmsKeyId",
        message: "key of yours",
      },
    ],
    undecided: [
      { inputs: { blockDeviceMappings: UNKNOWN }, path: "/blockDeviceMappings" },
      { type: VOLUME, inputs: { kmsKeyId: UNKNOWN }, path: "/kmsKeyId" },
      { type: STORAGE_CLASS, inputs: { provisioner: UNKNOWN }, path: "/provisioner" },
    ],
  },
});
function judge(resource: Resource, key: Property): Issue[] {
  return isCustomerKey(resource, key)
    ? []
    : [key.fail("The volume is not encrypted with a key of yours; set kmsKeyId")];
}
