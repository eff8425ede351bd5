import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-nodegroup-no-open-ssh",
  title: "Do not enable remote access on node groups without source groups; prefer none at all.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A key without source groups opens port 22 to the world.",
  fix: "Remove remoteAccess and use Session Manager, or set sourceSecurityGroupIds.",
  links: [awsDocs("Managed node groups", "eks/latest/userguide/managed-node-groups.html")],
  types: ["aws:eks/nodeGroup:NodeGroup"],
  check: (group) => {
    const key = group.get("remoteAccess", "ec2SshKey");
    const hasKey = () => key.isUnknown || key.isSet;
    const noSources = () => referencesIn(group, group.get("remoteAccess", "sourceSecurityGroupIds")).length === 0;
    if (!every([hasKey, noSources], (test) => test())) return [];
    return [
      key.fail("The key opens port 22 of the nodes to the internet; remove remoteAccess or set sourceSecurityGroupIds"),
    ];
  },
  examples: {
    pass: [{ inputs: {} }, { inputs: { remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: [UNKNOWN] } } }],
    fail: [
      { inputs: { remoteAccess: { ec2SshKey: "ops" } }, path: "/remoteAccess/ec2SshKey", message: "opens port 22" },
    ],
    undecided: [
      { inputs: { remoteAccess: UNKNOWN }, path: "/remoteAccess" },
      {
        inputs: { remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: UNKNOWN } },
        path: "/remoteAccess/sourceSecurityGroupIds",
      },
    ],
  },
});
