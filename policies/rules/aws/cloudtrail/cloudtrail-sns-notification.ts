import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-sns-notification",
  title: "Announce log delivery on a topic where a consumer depends on it.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A stalled delivery is noticed.",
  fix: "Set snsTopicName to a topic that a consumer subscribes to.",
  links: [
    awsDocs(
      "Notifications of log files",
      "awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html",
    ),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (resource) => {
    const input = resource.get("snsTopicName");
    return isGiven(resource, input) ? [] : [input.fail("Nobody notices that deliveries stall; set snsTopicName")];
  },
  examples: {
    pass: [{ inputs: { name: "audit", snsTopicName: "trail" } }],
    fail: [
      {
        name: "not set",
        inputs: { name: "audit" },
        path: "/snsTopicName",
        message: "Nobody notices that deliveries stall",
      },
      {
        inputs: { name: "audit", snsTopicName: "" },
        path: "/snsTopicName",
        message: "Nobody notices that deliveries stall",
      },
    ],
    undecided: [{ inputs: { name: "audit", snsTopicName: UNKNOWN }, path: "/snsTopicName" }],
  },
});
