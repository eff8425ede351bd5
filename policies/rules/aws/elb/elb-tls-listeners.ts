import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "elb-tls-listeners",
  title: "Let classic load balancers listen by HTTPS or SSL alone.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Credentials must not cross in clear text.",
  fix: "Set lbProtocol of each listener to HTTPS or SSL, with sslCertificateId; better, move to an application load balancer.",
  links: [
    securityHub("elb"),
    awsDocs("Listeners of classic load balancers", "elasticloadbalancing/latest/classic/elb-listener-config.html"),
  ],
  types: ["aws:elb/loadBalancer:LoadBalancer"],
  check: (balancer) =>
    each(balancer.get("listeners").items(), (listener) => {
      const protocol = listener.get("lbProtocol");
      return ["HTTPS", "SSL"].includes((protocol.string() ?? "").toUpperCase())
        ? []
        : [protocol.fail("A listener takes clear text; set lbProtocol to HTTPS or SSL")];
    }),
  examples: {
    pass: [
      {
        inputs: {
          listeners: [
            {
              lbPort: 443,
              lbProtocol: "https",
              instancePort: 8080,
              instanceProtocol: "http",
              sslCertificateId: "arn:aws:acm:eu-central-1:111122223333:certificate/1",
            },
          ],
        },
      },
    ],
    fail: [
      {
        inputs: {
          listeners: [
            { lbPort: 443, lbProtocol: "HTTPS" },
            { lbPort: 80, lbProtocol: "HTTP" },
          ],
        },
        path: "/listeners/1/lbProtocol",
        message: "clear text",
      },
      {
        inputs: { listeners: [{ lbPort: 5432, lbProtocol: "TCP" }] },
        path: "/listeners/0/lbProtocol",
        message: "clear text",
      },
    ],
    undecided: [
      { inputs: { listeners: UNKNOWN }, path: "/listeners" },
      { inputs: { listeners: [{ lbProtocol: UNKNOWN }] }, path: "/listeners/0/lbProtocol" },
    ],
  },
});
