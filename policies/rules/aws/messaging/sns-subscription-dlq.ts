import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sns-subscription-dlq",
  title: "Give each subscription a dead-letter queue.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Undelivered alerts vanish.",
  fix: "Set redrivePolicy with the deadLetterTargetArn of a queue.",
  links: [awsDocs("Dead-letter queues of SNS", "sns/latest/dg/sns-dead-letter-queues.html")],
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription) => {
    const policy = subscription.get("redrivePolicy");
    return isGiven(subscription, policy)
      ? []
      : [policy.fail("Messages that cannot be delivered vanish; set redrivePolicy")];
  },
  examples: {
    pass: [{ inputs: { protocol: "lambda", redrivePolicy: "{}" } }],
    fail: [
      { name: "not set", inputs: { protocol: "https" }, path: "/redrivePolicy", message: "vanish" },
      { inputs: { protocol: "sqs", redrivePolicy: "" }, path: "/redrivePolicy", message: "vanish" },
    ],
    undecided: [{ inputs: { redrivePolicy: UNKNOWN }, path: "/redrivePolicy" }],
  },
});
