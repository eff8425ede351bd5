import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-private-endpoint",
  title: "Turn the public API endpoint off and the private one on.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The control plane should not be reachable from the internet.",
  fix: "Set vpcConfig.endpointPublicAccess to false and endpointPrivateAccess to true.",
  links: [securityHub("eks"), awsDocs("Cluster endpoint access", "eks/latest/userguide/cluster-endpoint.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster) =>
    all(
      () =>
        cluster
          .get("vpcConfig", "endpointPublicAccess")
          .mustBe(false, "The cluster API is reachable from the internet; set endpointPublicAccess to false"),
      () =>
        cluster
          .get("vpcConfig", "endpointPrivateAccess")
          .mustBe(true, "The cluster API has no private endpoint; set endpointPrivateAccess to true"),
    ),
  remediate: (cluster) => whenUnset(cluster, ["vpcConfig", "endpointPrivateAccess"], true),
  examples: {
    pass: [{ inputs: { vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true } } }],
    fail: [
      {
        name: "not set: the public endpoint is on",
        inputs: { vpcConfig: {} },
        path: "/vpcConfig/endpointPublicAccess",
        message: "from the internet",
      },
      {
        inputs: { vpcConfig: { endpointPublicAccess: false } },
        path: "/vpcConfig/endpointPrivateAccess",
        message: "no private endpoint",
      },
    ],
    undecided: [
      {
        inputs: { vpcConfig: { endpointPublicAccess: UNKNOWN, endpointPrivateAccess: true } },
        path: "/vpcConfig/endpointPublicAccess",
      },
      {
        inputs: { vpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: UNKNOWN } },
        path: "/vpcConfig/endpointPrivateAccess",
      },
    ],
  },
});
