import { z } from "zod";
import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "alb-internet-facing-intentional",
  title: "Keep load balancers internal unless they are marked as public.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The default is internet-facing.",
  fix: "Set internal to true, or declare a public load balancer with the tag exposure=public.",
  links: [
    awsDocs("Load balancer schemes", "elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  config: z.object({
    tag: z.string().default("exposure").describe("Tag whose value `public` declares a public load balancer."),
  }),
  check: (balancer, { config }) => {
    const internal = balancer.get("internal");
    const intended = anyOf(
      () => internal.boolean() === true,
      () => balancer.get("tags", config.tag).string() === "public",
    );
    return intended
      ? []
      : [
          internal.fail(
            `The load balancer faces the internet; set internal to true, or declare it with the tag ${config.tag}=public`,
          ),
        ];
  },
  examples: {
    pass: [{ inputs: { internal: true } }, { inputs: { internal: false, tags: { exposure: "public" } } }],
    fail: [
      { name: "not set", inputs: { subnets: UNKNOWN }, path: "/internal", message: "faces the internet" },
      { inputs: { internal: false }, path: "/internal", message: "faces the internet" },
    ],
    undecided: [
      { inputs: { internal: UNKNOWN }, path: "/internal" },
      { inputs: { internal: false, tags: { exposure: UNKNOWN } }, path: "/tags/exposure" },
    ],
  },
});
