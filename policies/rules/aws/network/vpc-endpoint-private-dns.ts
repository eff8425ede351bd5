import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-endpoint-private-dns",
  title: "Turn on private DNS for interface endpoints.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Clients otherwise keep resolving the public address and bypass the endpoint.",
  fix: "Set privateDnsEnabled to true.",
  links: [awsDocs("Private DNS of endpoints", "vpc/latest/privatelink/manage-dns-names.html")],
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  check: (endpoint) => {
    if (endpoint.get("vpcEndpointType").string() !== "Interface") return NOT_APPLICABLE;
    return endpoint
      .get("privateDnsEnabled")
      .mustBe(true, "Clients go past the endpoint; set privateDnsEnabled to true");
  },
  remediate: (endpoint) =>
    endpoint.get("vpcEndpointType").raw === "Interface" ? whenUnset(endpoint, "privateDnsEnabled", true) : [],
  examples: {
    pass: [{ inputs: { vpcEndpointType: "Interface", privateDnsEnabled: true } }],
    fail: [
      { name: "not set", inputs: { vpcEndpointType: "Interface" }, path: "/privateDnsEnabled", message: "go past" },
      {
        inputs: { vpcEndpointType: "Interface", privateDnsEnabled: false },
        path: "/privateDnsEnabled",
        message: "go past",
      },
    ],
    undecided: [
      { inputs: { vpcEndpointType: "Interface", privateDnsEnabled: UNKNOWN }, path: "/privateDnsEnabled" },
      { inputs: { vpcEndpointType: UNKNOWN }, path: "/vpcEndpointType" },
    ],
  },
});
