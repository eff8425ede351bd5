import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-nodes-imds-hop-limit",
  title: "Limit the metadata response to one hop.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Pods could otherwise take the node role.",
  fix: "Set metadataOptions.httpPutResponseHopLimit to 1 and give pods their roles through Pod Identity.",
  links: [
    securityHub("ec2"),
    awsDocs("Access to the instance profile", "eks/latest/best-practices/identity-and-access-management.html"),
  ],
  types: ["aws:ec2/launchTemplate:LaunchTemplate"],
  check: (node) => {
    const limit = node.get("metadataOptions", "httpPutResponseHopLimit");
    // EC2 allows one hop unless told otherwise.
    return (limit.number() ?? 1) > 1
      ? [limit.fail("Pods reach the node's credentials; set metadataOptions.httpPutResponseHopLimit to 1")]
      : [];
  },
  examples: {
    pass: [{ inputs: { metadataOptions: { httpPutResponseHopLimit: 1 } } }, { name: "not set", inputs: {} }],
    fail: [
      {
        inputs: { metadataOptions: { httpPutResponseHopLimit: 2 } },
        path: "/metadataOptions/httpPutResponseHopLimit",
        message: "Pods reach",
      },
    ],
    undecided: [
      {
        inputs: { metadataOptions: { httpPutResponseHopLimit: UNKNOWN } },
        path: "/metadataOptions/httpPutResponseHopLimit",
      },
    ],
  },
});
