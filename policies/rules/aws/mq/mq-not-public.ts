import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "mq-not-public",
  title: "Never give a message broker a public address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A broker should be reached only from inside the VPC.",
  fix: "Set publiclyAccessible to false. A change replaces the broker.",
  links: [awsDocs("Security best practices", "amazon-mq/latest/developer-guide/using-amazon-mq-securely.html")],
  types: ["aws:mq/broker:Broker"],
  check: (resource) =>
    resource
      .get("publiclyAccessible")
      .mustNotBe(true, "The broker has a public address; set publiclyAccessible to false"),
  examples: {
    pass: [
      { inputs: { engineType: "RabbitMQ", publiclyAccessible: false } },
      { name: "not set", inputs: { engineType: "RabbitMQ" } },
    ],
    fail: [
      {
        inputs: { engineType: "RabbitMQ", publiclyAccessible: true },
        path: "/publiclyAccessible",
        message: "has a public address",
      },
    ],
    undecided: [{ inputs: { engineType: "RabbitMQ", publiclyAccessible: UNKNOWN }, path: "/publiclyAccessible" }],
  },
});
