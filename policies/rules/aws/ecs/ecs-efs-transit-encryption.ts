import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-efs-transit-encryption",
  title: "Encrypt what tasks read and write on EFS on its way.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Files would cross the network in the clear.",
  fix: "Set transitEncryption of efsVolumeConfiguration to ENABLED.",
  links: [
    securityHub("ecs"),
    awsDocs("EFS volumes of tasks", "AmazonECS/latest/developerguide/specify-efs-config.html"),
  ],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    each(definition.get("volumes").items(), (volume) => {
      const efs = volume.get("efsVolumeConfiguration");
      return efs.isSet
        ? efs
            .get("transitEncryption")
            .mustBe("ENABLED", "Files cross the network in the clear; set transitEncryption to ENABLED")
        : [];
    }),
  examples: {
    pass: [
      {
        inputs: {
          volumes: [{ name: "media", efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "ENABLED" } }],
        },
      },
      { name: "no EFS", inputs: { volumes: [{ name: "scratch" }] } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { volumes: [{ name: "media", efsVolumeConfiguration: { fileSystemId: "fs-1" } }] },
        path: "/volumes/0/efsVolumeConfiguration/transitEncryption",
        message: "in the clear",
      },
      {
        inputs: { volumes: [{ name: "a" }, { name: "b", efsVolumeConfiguration: { transitEncryption: "DISABLED" } }] },
        path: "/volumes/1/efsVolumeConfiguration/transitEncryption",
        message: "in the clear",
      },
    ],
    undecided: [
      {
        inputs: { volumes: [{ efsVolumeConfiguration: { transitEncryption: UNKNOWN } }] },
        path: "/volumes/0/efsVolumeConfiguration/transitEncryption",
      },
      { inputs: { volumes: UNKNOWN }, path: "/volumes" },
    ],
  },
});
