import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "asg-launch-template",
  title: "Launch the instances of a group from a launch template.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Launch configurations have no versions, and get no new features, such as later instance types.",
  fix: "Set launchTemplate or mixedInstancesPolicy in place of launchConfiguration.",
  links: [securityHub("autoscaling"), awsDocs("Launch templates", "autoscaling/ec2/userguide/launch-templates.html")],
  types: ["aws:autoscaling/group:Group"],
  check: (group) => {
    const configuration = group.get("launchConfiguration");
    return isGiven(group, configuration)
      ? [configuration.fail("The group uses a launch configuration; set launchTemplate in its place")]
      : [];
  },
  examples: {
    pass: [{ inputs: { launchTemplate: { id: "lt-1", version: "3" } } }],
    fail: [{ inputs: { launchConfiguration: "shop" }, path: "/launchConfiguration", message: "launch configuration" }],
    undecided: [{ inputs: { launchConfiguration: UNKNOWN }, path: "/launchConfiguration" }],
  },
});
