import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-flow-log-traffic-type-all",
  title: "Record accepted and rejected packets in flow logs rather than only one of the two.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A partial capture hides either the probes or the successful connections.",
  fix: "Set trafficType to ALL.",
  links: [awsDocs("Flow logs", "vpc/latest/userguide/flow-logs.html")],
  types: ["aws:ec2/flowLog:FlowLog"],
  check: (log) => {
    // A transit gateway's log takes no such setting: it records everything.
    if (["transitGatewayId", "transitGatewayAttachmentId"].some((key) => isGiven(log, log.get(key))))
      return NOT_APPLICABLE;
    return log
      .get("trafficType")
      .mustBe("ALL", "The log leaves out accepted or rejected packets; set trafficType to ALL");
  },
  remediate: (log) =>
    ["transitGatewayId", "transitGatewayAttachmentId"].some((key) => log.get(key).raw !== undefined)
      ? []
      : whenUnset(log, "trafficType", "ALL"),
  examples: {
    pass: [{ inputs: { trafficType: "ALL" } }],
    fail: [
      { name: "not set", inputs: { vpcId: "vpc-0123" }, path: "/trafficType", message: "leaves out" },
      { inputs: { trafficType: "REJECT" }, path: "/trafficType", message: "leaves out" },
    ],
    undecided: [{ inputs: { trafficType: UNKNOWN }, path: "/trafficType" }],
  },
});
