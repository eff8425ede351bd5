import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { SERVICES } from "../_links.ts";
import { service } from "./_examples.ts";

export default defineRule({
  id: "k8s-service-no-external-ips",
  title: "Refuse external IPs on services.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Nodes send traffic for that address to the service's pods: whoever sets it takes over another's address (CVE-2020-8554).",
  fix: "Remove spec.externalIPs; publish the service through a load balancer.",
  links: [SERVICES],
  types: ["kubernetes:core/v1:Service"],
  check: (resource) => {
    const addresses = resource.get("spec", "externalIPs");
    const first = addresses.items()[0];
    return first === undefined ? [] : [addresses.fail("the service claims external IP addresses; remove externalIPs.")];
  },
  examples: {
    pass: [
      { inputs: service({ type: "ClusterIP", ports: [{ port: 80 }] }) },
      { inputs: service({ externalIPs: [], ports: [{ port: 80 }] }) },
    ],
    fail: [
      {
        inputs: service({ externalIPs: ["203.0.113.7"], ports: [{ port: 80 }] }),
        path: "/spec/externalIPs",
        message: "claims external IP addresses",
      },
    ],
    undecided: [{ inputs: service({ externalIPs: UNKNOWN }), path: "/spec/externalIPs" }],
  },
});
