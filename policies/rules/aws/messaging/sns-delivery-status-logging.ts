import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sns-delivery-status-logging",
  title: "Log delivery status.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Lost notifications can be traced. Deliveries by mail and text message cannot be logged so: waive the rule for a topic that has no other subscribers.",
  fix: "Set the failure feedback role of the protocols that subscribers use.",
  links: [awsDocs("Delivery status", "sns/latest/dg/sns-topic-attributes.html"), securityHub("sns")],
  types: ["aws:sns/topic:Topic"],
  check: (topic) =>
    some(PROTOCOLS, (protocol) => isGiven(topic, topic.get(`${protocol}FailureFeedbackRoleArn`)))
      ? []
      : [
          topic.fail(
            "Lost notifications leave no trace; set a failure feedback role, such as sqsFailureFeedbackRoleArn",
          ),
        ],
  examples: {
    pass: [{ inputs: { sqsFailureFeedbackRoleArn: "arn:aws:iam::111122223333:role/sns-feedback" } }],
    fail: [
      { name: "not set", inputs: { name: "alerts" }, path: "", message: "leave no trace" },
      { inputs: { lambdaFailureFeedbackRoleArn: "" }, path: "", message: "leave no trace" },
    ],
    undecided: [{ inputs: { httpFailureFeedbackRoleArn: UNKNOWN }, path: "/httpFailureFeedbackRoleArn" }],
  },
});
const PROTOCOLS = ["http", "lambda", "sqs", "firehose", "application"];
