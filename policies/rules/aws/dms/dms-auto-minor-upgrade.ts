import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "dms-auto-minor-upgrade",
  title: "Let replication instances take minor upgrades.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "An old engine keeps its holes.",
  fix: "Set autoMinorVersionUpgrade to true.",
  links: [
    securityHub("dms"),
    awsDocs("Engine versions", "dms/latest/userguide/CHAP_ReplicationInstance.EngineVersions.html"),
  ],
  types: ["aws:dms/replicationInstance:ReplicationInstance"],
  check: (instance) =>
    instance
      .get("autoMinorVersionUpgrade")
      .mustBe(true, "Minor upgrades are not taken; set autoMinorVersionUpgrade to true"),
  remediate: (instance) => whenUnset(instance, "autoMinorVersionUpgrade", true),
  examples: {
    pass: [{ inputs: { autoMinorVersionUpgrade: true } }],
    fail: [
      {
        name: "not set",
        inputs: { replicationInstanceClass: "dms.t3.medium" },
        path: "/autoMinorVersionUpgrade",
        message: "not taken",
      },
      { inputs: { autoMinorVersionUpgrade: false }, path: "/autoMinorVersionUpgrade", message: "not taken" },
    ],
    undecided: [{ inputs: { autoMinorVersionUpgrade: UNKNOWN }, path: "/autoMinorVersionUpgrade" }],
  },
});
