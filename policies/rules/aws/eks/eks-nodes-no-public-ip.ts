import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-nodes-no-public-ip",
  title: "Assign no public address in node launch templates.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Nodes would face the internet directly.",
  fix: "Set associatePublicIpAddress to false and place the nodes in private subnets.",
  links: [securityHub("ec2"), awsDocs("Launch templates", "autoscaling/ec2/userguide/create-launch-template.html")],
  types: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ],
  check: (node) =>
    each([node.inputs, ...node.get("networkInterfaces").items()], (place) =>
      place
        .get("associatePublicIpAddress")
        .mustNotBe(true, "The node gets a public address; set associatePublicIpAddress to false"),
    ),
  examples: {
    pass: [
      { inputs: { networkInterfaces: [{ associatePublicIpAddress: "false" }] } },
      { name: "not set: the subnet decides", inputs: {} },
    ],
    fail: [
      {
        inputs: { networkInterfaces: [{ associatePublicIpAddress: "false" }, { associatePublicIpAddress: "true" }] },
        path: "/networkInterfaces/1/associatePublicIpAddress",
        message: "public address",
      },
      {
        type: "aws:ec2/instance:Instance",
        inputs: { associatePublicIpAddress: true },
        path: "/associatePublicIpAddress",
        message: "public address",
      },
    ],
    undecided: [
      {
        type: "aws:ec2/launchConfiguration:LaunchConfiguration",
        inputs: { associatePublicIpAddress: UNKNOWN },
        path: "/associatePublicIpAddress",
      },
      {
        inputs: { networkInterfaces: [{ associatePublicIpAddress: UNKNOWN }] },
        path: "/networkInterfaces/0/associatePublicIpAddress",
      },
    ],
  },
});
