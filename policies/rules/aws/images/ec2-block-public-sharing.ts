import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ec2-block-public-sharing",
  title: "Keep the block of public images and snapshots on.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "One call makes a disk public otherwise.",
  fix: "Set state to block-new-sharing, or block-all-sharing for snapshots.",
  links: [
    securityHub("ec2"),
    awsDocs("Block public access to AMIs", "AWSEC2/latest/UserGuide/block-public-access-to-amis.html"),
    awsDocs("Block public access to snapshots", "ebs/latest/userguide/block-public-access-snapshots.html"),
  ],
  types: [
    "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  ],
  check: (resource) =>
    resource
      .get("state")
      .mustNotBe("unblocked", "Images or snapshots of the region can be made public; set state to block-new-sharing"),
  examples: {
    pass: [
      { inputs: { state: "block-new-sharing" } },
      { name: "not set", inputs: {} },
      { type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", inputs: { state: "block-new-sharing" } },
      { name: "not set", type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", inputs: {} },
    ],
    fail: [
      { inputs: { state: "unblocked" }, path: "/state", message: "can be made public" },
      {
        type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        inputs: { state: "unblocked" },
        path: "/state",
        message: "can be made public",
      },
    ],
    undecided: [
      { inputs: { state: UNKNOWN }, path: "/state" },
      {
        type: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
        inputs: { state: UNKNOWN },
        path: "/state",
      },
    ],
  },
});
