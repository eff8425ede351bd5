import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

const SUBNET = "aws:ec2/subnet:Subnet";

export default defineRule({
  id: "lambda-vpc-multi-az",
  title: "Give VPC functions subnets in two or more zones.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "One zone may fail.",
  fix: "List subnets of two or more zones in vpcConfig.subnetIds.",
  links: [awsDocs("Functions in a VPC", "lambda/latest/dg/configuration-vpc.html"), securityHub("lambda")],
  types: ["aws:lambda/function:Function"],
  check: (fn, { stack }) => {
    const subnets = fn.get("vpcConfig", "subnetIds");
    // A list that is computed as a whole is as long as whoever computed it made it.
    if (subnets.isUnknown && isGiven(fn, subnets)) return NOT_APPLICABLE;
    const items = subnets.items();
    if (items.length === 0) return NOT_APPLICABLE;
    const subnetsOf = items.map((item) => stack.referents(fn, item, SUBNET));
    const zones = new Set(subnetsOf.flat().map((subnet) => subnet.get("availabilityZone").raw));
    const oneZone = zones.size === 1 && !zones.has(undefined) && subnetsOf.every((found) => found.length > 0);
    return items.length < 2 || oneZone
      ? [subnets.fail("The function stops with its only zone; list subnets of two or more")]
      : [];
  },
  examples: {
    pass: [{ inputs: { vpcConfig: { subnetIds: ["subnet-a", "subnet-b"] } } }],
    fail: [
      { inputs: { vpcConfig: { subnetIds: ["subnet-a"] } }, path: "/vpcConfig/subnetIds", message: "only zone" },
      {
        name: "two of one zone",
        inputs: { vpcConfig: { subnetIds: [ref("a"), ref("b")] } },
        stack: [
          { type: SUBNET, name: "a", inputs: { availabilityZone: "eu-central-1a" } },
          { type: SUBNET, name: "b", inputs: { availabilityZone: "eu-central-1a" } },
        ],
        path: "/vpcConfig/subnetIds",
        message: "only zone",
      },
    ],
    undecided: [{ inputs: { vpcConfig: { subnetIds: UNKNOWN } }, path: "/vpcConfig/subnetIds" }],
  },
});
