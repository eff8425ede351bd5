import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-nodes-imdsv2",
  title: "Require IMDSv2 on node launch templates.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Version 1 leaks node credentials through request forgery.",
  fix: "Set metadataOptions.httpTokens to required.",
  links: [
    securityHub("ec2"),
    awsDocs("Instance metadata options", "AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html"),
  ],
  types: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ],
  check: (node) => {
    const tokens = node.get("metadataOptions", "httpTokens");
    const safe = anyOf(
      () => tokens.string() === "required",
      () => node.get("metadataOptions", "httpEndpoint").string() === "disabled",
    );
    return safe
      ? []
      : [
          tokens.fail(
            "The node answers IMDSv1, which leaks its credentials through request forgery; set metadataOptions.httpTokens to required",
          ),
        ];
  },
  remediate: (node) => whenUnset(node, ["metadataOptions", "httpTokens"], "required"),
  examples: {
    pass: [
      { inputs: { metadataOptions: { httpTokens: "required", httpEndpoint: UNKNOWN } } },
      { type: "aws:ec2/instance:Instance", inputs: { metadataOptions: { httpTokens: "required" } } },
      {
        name: "no metadata at all",
        type: "aws:ec2/instance:Instance",
        inputs: { metadataOptions: { httpEndpoint: "disabled" } },
      },
    ],
    fail: [
      { name: "not set", inputs: { imageId: "ami-0123" }, path: "/metadataOptions/httpTokens", message: "IMDSv1" },
      {
        type: "aws:ec2/instance:Instance",
        inputs: { metadataOptions: { httpTokens: "optional" } },
        path: "/metadataOptions/httpTokens",
        message: "IMDSv1",
      },
      {
        type: "aws:ec2/launchConfiguration:LaunchConfiguration",
        inputs: { metadataOptions: { httpEndpoint: "enabled" } },
        path: "/metadataOptions/httpTokens",
        message: "IMDSv1",
      },
    ],
    undecided: [
      { inputs: { metadataOptions: { httpTokens: UNKNOWN } }, path: "/metadataOptions/httpTokens" },
      { inputs: { metadataOptions: { httpEndpoint: UNKNOWN } }, path: "/metadataOptions/httpEndpoint" },
    ],
  },
});
