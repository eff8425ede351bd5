import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "transfer-not-public",
  title: "Put the endpoint of file servers into a network.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A public endpoint has no security group: the whole internet tries passwords at it.",
  fix: "Set endpointType to VPC, with endpointDetails.",
  links: [awsDocs("Servers in a VPC", "transfer/latest/userguide/create-server-in-vpc.html")],
  types: ["aws:transfer/server:Server"],
  check: (server) => {
    const type = server.get("endpointType");
    return ["VPC", "VPC_ENDPOINT"].includes(type.string() ?? "PUBLIC")
      ? []
      : [type.fail("The server is open to the internet; set endpointType to VPC")];
  },
  examples: {
    pass: [{ inputs: { endpointType: "VPC", endpointDetails: { vpcId: "vpc-1", subnetIds: ["subnet-a"] } } }],
    fail: [
      { name: "not set", inputs: { protocols: ["SFTP"] }, path: "/endpointType", message: "open to the internet" },
      { inputs: { endpointType: "PUBLIC" }, path: "/endpointType", message: "open to the internet" },
    ],
    undecided: [{ inputs: { endpointType: UNKNOWN }, path: "/endpointType" }],
  },
});
