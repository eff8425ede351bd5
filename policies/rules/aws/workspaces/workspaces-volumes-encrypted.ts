import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "workspaces-volumes-encrypted",
  title: "Encrypt the volumes of WorkSpaces.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "They hold what people work on, and their keys and sessions.",
  fix: "Set rootVolumeEncryptionEnabled and userVolumeEncryptionEnabled to true.",
  links: [
    securityHub("workspaces"),
    awsDocs("Encrypted WorkSpaces", "workspaces/latest/adminguide/encrypt-workspaces.html"),
  ],
  types: ["aws:workspaces/workspace:Workspace"],
  check: (workspace) =>
    all(
      ...["rootVolumeEncryptionEnabled", "userVolumeEncryptionEnabled"].map(
        (input) => () => workspace.get(input).mustBe(true, `A volume is not encrypted; set ${input} to true`),
      ),
    ),
  examples: {
    pass: [{ inputs: { rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: true } }],
    fail: [
      { name: "not set", inputs: { userName: "ana" }, path: "/rootVolumeEncryptionEnabled", message: "not encrypted" },
      {
        inputs: { rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: false },
        path: "/userVolumeEncryptionEnabled",
        message: "not encrypted",
      },
    ],
    undecided: [
      {
        inputs: { rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: UNKNOWN },
        path: "/userVolumeEncryptionEnabled",
      },
      {
        inputs: { rootVolumeEncryptionEnabled: UNKNOWN, userVolumeEncryptionEnabled: true },
        path: "/rootVolumeEncryptionEnabled",
      },
    ],
  },
});
