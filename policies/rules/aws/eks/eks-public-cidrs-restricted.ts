import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isWholeInternet } from "../../_security-groups.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-public-cidrs-restricted",
  title: "If the public endpoint stays on, allow only named address ranges.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "The default admits the whole internet.",
  fix: "Set vpcConfig.publicAccessCidrs to the ranges of your offices and runners, or switch the public endpoint off.",
  links: [securityHub("eks"), awsDocs("Cluster endpoint access", "eks/latest/userguide/cluster-endpoint.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster) => {
    const publicAccess = cluster.get("vpcConfig", "endpointPublicAccess");
    if (!publicAccess.isUnknown && publicAccess.boolean() === false) return [];
    const ranges = cluster.get("vpcConfig", "publicAccessCidrs");
    if (ranges.items().length === 0) {
      // An unknown switch decides only where the ranges do not.
      return publicAccess.boolean() === false
        ? []
        : [ranges.fail("The cluster API is open to every address; set publicAccessCidrs to named ranges")];
    }
    return each(ranges.items(), (range) =>
      isWholeInternet(range) && publicAccess.boolean() !== false
        ? [range.fail("The cluster API is open to every address; set publicAccessCidrs to named ranges")]
        : [],
    );
  },
  examples: {
    pass: [
      { inputs: { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] } } },
      { name: "no public endpoint", inputs: { vpcConfig: { endpointPublicAccess: false } } },
    ],
    fail: [
      {
        name: "not set: EKS admits every address",
        inputs: { vpcConfig: { subnetIds: UNKNOWN } },
        path: "/vpcConfig/publicAccessCidrs",
        message: "open to every address",
      },
      {
        inputs: { vpcConfig: { publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] } },
        path: "/vpcConfig/publicAccessCidrs/1",
        message: "open to every address",
      },
    ],
    undecided: [
      { inputs: { vpcConfig: { publicAccessCidrs: [UNKNOWN] } }, path: "/vpcConfig/publicAccessCidrs/0" },
      { inputs: { vpcConfig: { endpointPublicAccess: UNKNOWN } }, path: "/vpcConfig/endpointPublicAccess" },
    ],
  },
});
