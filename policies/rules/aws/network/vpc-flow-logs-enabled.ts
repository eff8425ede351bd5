import { ref } from "../../../examples.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "vpc-flow-logs-enabled",
  title: "Give every VPC a flow log that captures all traffic.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Without flow records an intrusion cannot be traced through the network.",
  fix: 'Add an aws.ec2.FlowLog with this vpcId and trafficType "ALL".',
  links: [securityHub("ec2"), awsDocs("VPC flow logs", "vpc/latest/userguide/flow-logs.html")],
  types: ["aws:ec2/vpc:Vpc"],
  check: (vpc, { stack }) => {
    const logged = some(
      stack.candidates(vpc, "aws:ec2/flowLog:FlowLog", "vpcId"),
      (log) => stack.refersTo(log, log.get("vpcId"), vpc) && log.get("trafficType").string() === "ALL",
    );
    return logged
      ? []
      : [vpc.fail("The VPC has no flow log of all its traffic; add an aws.ec2.FlowLog with trafficType ALL")];
  },
  examples: {
    pass: [
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          { type: "aws:ec2/flowLog:FlowLog", name: "other", inputs: { vpcId: "vpc-0other", trafficType: "ALL" } },
          { type: "aws:ec2/flowLog:FlowLog", name: "log", inputs: { vpcId: ref("subject"), trafficType: "ALL" } },
        ],
      },
    ],
    fail: [
      { name: "no flow log", inputs: { cidrBlock: "10.0.0.0/16" }, path: "", message: "no flow log" },
      {
        name: "only rejected packets",
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          { type: "aws:ec2/flowLog:FlowLog", name: "log", inputs: { vpcId: ref("subject"), trafficType: "REJECT" } },
        ],
        path: "",
        message: "no flow log of all",
      },
    ],
    undecided: [
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          { type: "aws:ec2/flowLog:FlowLog", name: "log", inputs: { vpcId: ref("subject"), trafficType: UNKNOWN } },
        ],
        path: "/trafficType",
      },
    ],
  },
});
