import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sns-subscription-no-http",
  title: "Subscribe HTTPS endpoints, never plain HTTP.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Payload and confirmation token are exposed.",
  fix: "Subscribe an https endpoint.",
  links: [awsDocs("HTTPS endpoints", "sns/latest/dg/sns-http-https-endpoint-as-subscriber.html")],
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  check: (subscription) =>
    subscription.get("protocol").mustNotBe("http", "Messages go out in clear text; subscribe an https endpoint"),
  examples: {
    pass: [{ inputs: { protocol: "https", endpoint: "https://hooks.example.com" } }, { inputs: { protocol: "sqs" } }],
    fail: [{ inputs: { protocol: "http", endpoint: UNKNOWN }, path: "/protocol", message: "clear text" }],
    undecided: [{ inputs: { protocol: UNKNOWN }, path: "/protocol" }],
  },
});
