import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elb-access-logs",
  title: "Write access logs of classic load balancers to a bucket.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "They are the request record of the ingress.",
  fix: "Set accessLogs with a bucket.",
  links: [
    securityHub("elb"),
    awsDocs("Access logs of classic load balancers", "elasticloadbalancing/latest/classic/access-log-collection.html"),
  ],
  types: ["aws:elb/loadBalancer:LoadBalancer"],
  check: (balancer) => {
    const logs = balancer.get("accessLogs");
    return all(
      () =>
        isGiven(balancer, logs.get("bucket"))
          ? []
          : [logs.get("bucket").fail("Requests are not logged; set accessLogs with a bucket")],
      () => logs.get("enabled").mustNotBe(false, "Requests are not logged; set accessLogs.enabled to true"),
    );
  },
  examples: {
    pass: [
      { inputs: { accessLogs: { bucket: "shop-logs" } } },
      { inputs: { accessLogs: { bucket: "shop-logs", enabled: true } } },
    ],
    fail: [
      { name: "not set", inputs: { internal: true }, path: "/accessLogs/bucket", message: "not logged" },
      {
        inputs: { accessLogs: { bucket: "shop-logs", enabled: false } },
        path: "/accessLogs/enabled",
        message: "not logged",
      },
    ],
    undecided: [
      { inputs: { accessLogs: UNKNOWN }, path: "/accessLogs" },
      { inputs: { accessLogs: { bucket: UNKNOWN } }, path: "/accessLogs/bucket" },
      { inputs: { accessLogs: { bucket: "a", enabled: UNKNOWN } }, path: "/accessLogs/enabled" },
    ],
  },
});
