import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { makesEbsVolumes } from "./_storage-classes.ts";

export default defineRule({
  id: "eks-nodes-encrypted-volumes",
  title: "Encrypt node volumes.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Images, logs and empty-dir data rest there.",
  fix: "Set encrypted to true on every volume, block device and storage class.",
  links: [securityHub("ec2"), awsDocs("EBS encryption", "ebs/latest/userguide/ebs-encryption.html")],
  types: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ebs/volume:Volume",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "kubernetes:storage.k8s.io/v1:StorageClass",
  ],
  check: (resource) => {
    if (resource.type === BY_DEFAULT) {
      return resource
        .get("enabled")
        .mustNotBe(false, "New volumes of the Region are not encrypted unless they ask for it; set enabled to true");
    }
    const switches = encryptionSwitches(resource);
    if (switches === NOT_APPLICABLE) return NOT_APPLICABLE;
    return each(switches, (encrypted) => encrypted.mustBe(true, "The volume is not encrypted; set encrypted to true"));
  },
  remediate: (resource) => {
    if (resource.type !== "aws:ec2/launchTemplate:LaunchTemplate" || resource.get("blockDeviceMappings").isUnknown)
      return [];
    return resource
      .get("blockDeviceMappings")
      .items()
      .flatMap((_, index) => whenUnset(resource, ["blockDeviceMappings", index, "ebs", "encrypted"], true));
  },
  examples: {
    pass: [
      { inputs: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }] } },
      { type: "aws:ebs/volume:Volume", inputs: { encrypted: true } },
      {
        name: "devices that are no volumes",
        inputs: {
          blockDeviceMappings: [
            { deviceName: "/dev/sdb", noDevice: "" },
            { deviceName: "/dev/sdc", virtualName: "ephemeral0" },
          ],
        },
      },
      {
        type: "aws:ec2/launchConfiguration:LaunchConfiguration",
        inputs: {
          rootBlockDevice: { encrypted: true },
          ebsBlockDevices: [
            { deviceName: "/dev/sdb", noDevice: true },
            { deviceName: "/dev/sdc", encrypted: true },
          ],
        },
      },
      { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", inputs: {} },
      {
        type: "kubernetes:storage.k8s.io/v1:StorageClass",
        inputs: { provisioner: "ebs.csi.eks.amazonaws.com", parameters: { encrypted: "true" } },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 20 } }] },
        path: "/blockDeviceMappings/0/ebs/encrypted",
        message: "not encrypted",
      },
      {
        type: "aws:ec2/instance:Instance",
        inputs: { rootBlockDevice: { encrypted: true }, ebsBlockDevices: [{ deviceName: "/dev/sdb" }] },
        path: "/ebsBlockDevices/0/encrypted",
        message: "not encrypted",
      },
      {
        type: "aws:ec2/launchConfiguration:LaunchConfiguration",
        inputs: { rootBlockDevice: { volumeSize: 20 } },
        path: "/rootBlockDevice/encrypted",
        message: "not encrypted",
      },
      {
        type: "aws:ebs/encryptionByDefault:EncryptionByDefault",
        inputs: { enabled: false },
        path: "/enabled",
        message: "New volumes",
      },
      {
        type: "kubernetes:storage.k8s.io/v1:StorageClass",
        inputs: { provisioner: "ebs.csi.aws.com" },
        path: "/parameters/encrypted",
        message: "not encrypted",
      },
    ],
    undecided: [
      { type: "aws:ebs/volume:Volume", inputs: { encrypted: UNKNOWN }, path: "/encrypted" },
      { inputs: { blockDeviceMappings: UNKNOWN }, path: "/blockDeviceMappings" },
      {
        inputs: { blockDeviceMappings: [{ deviceName: "/dev/sdb", virtualName: UNKNOWN }] },
        path: "/blockDeviceMappings/0/virtualName",
      },
      { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", inputs: { enabled: UNKNOWN }, path: "/enabled" },
      { type: "kubernetes:storage.k8s.io/v1:StorageClass", inputs: { provisioner: UNKNOWN }, path: "/provisioner" },
    ],
  },
});
const BY_DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault";

/** Whether a mapping stands for a disk of the host, or takes a device of the image away. */
function isWithoutVolume(mapping: Property): boolean {
  return ["noDevice", "virtualName"].some((key) => mapping.get(key).isSet);
}

/** The inputs that say whether each volume is encrypted. */
function encryptionSwitches(resource: Resource): readonly Property[] | typeof NOT_APPLICABLE {
  switch (resource.type) {
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return resource
        .get("blockDeviceMappings")
        .items()
        .filter((mapping) => mapping.get("ebs").isSet || !isWithoutVolume(mapping))
        .map((mapping) => mapping.get("ebs", "encrypted"));
    case "aws:ec2/instance:Instance":
    case "aws:ec2/launchConfiguration:LaunchConfiguration":
      return [
        resource.get("rootBlockDevice", "encrypted"),
        ...resource
          .get("ebsBlockDevices")
          .items()
          .filter((device) => device.get("noDevice").boolean() !== true)
          .map((device) => device.get("encrypted")),
      ];
    case "kubernetes:storage.k8s.io/v1:StorageClass":
      return makesEbsVolumes(resource) === true ? [resource.get("parameters", "encrypted")] : NOT_APPLICABLE;
    default:
      return [resource.get("encrypted")];
  }
}
