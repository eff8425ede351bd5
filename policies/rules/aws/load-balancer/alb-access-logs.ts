import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "alb-access-logs",
  title: "Write access logs to a bucket.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "They are the request record of the ingress.",
  fix: "Set accessLogs with a bucket and enabled true.",
  links: [
    securityHub("elb"),
    awsDocs("Access logs", "elasticloadbalancing/latest/application/load-balancer-access-logs.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer) => {
    if (balancer.get("loadBalancerType").string() === "gateway") return NOT_APPLICABLE;
    return all(
      () =>
        balancer.get("accessLogs", "enabled").mustBe(true, "Requests are not logged; set accessLogs.enabled to true"),
      () =>
        isGiven(balancer, balancer.get("accessLogs", "bucket"))
          ? []
          : [balancer.get("accessLogs", "bucket").fail("Access logs have no bucket; set accessLogs.bucket")],
    );
  },
  examples: {
    pass: [{ inputs: { accessLogs: { enabled: true, bucket: "shop-logs" } } }],
    fail: [
      { name: "not set", inputs: { internal: true }, path: "/accessLogs/enabled", message: "not logged" },
      {
        name: "a bucket alone",
        inputs: { accessLogs: { bucket: "shop-logs" } },
        path: "/accessLogs/enabled",
        message: "not logged",
      },
    ],
    undecided: [
      { inputs: { accessLogs: { enabled: UNKNOWN, bucket: "shop-logs" } }, path: "/accessLogs/enabled" },
      { inputs: { accessLogs: { enabled: true, bucket: UNKNOWN } }, path: "/accessLogs/bucket" },
    ],
  },
});
