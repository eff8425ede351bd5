import { z } from "zod";
import { NOT_APPLICABLE, defineRule, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const SUBNET = "aws:ec2/subnet:Subnet";

export default defineRule({
  id: "vpc-multi-az-subnets",
  title: "Spread subnets of each tier over at least two availability zones.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Single-zone tiers cannot fail over. Which subnets are one tier, a tag says.",
  fix: "Add a subnet of the tier in a second availability zone.",
  links: [awsDocs("Subnets", "vpc/latest/userguide/configure-subnets.html")],
  types: ["aws:ec2/subnet:Subnet"],
  config: z.object({ tierTag: z.string().default("tier").describe("Tag that says to which tier a subnet belongs.") }),
  check: (subnet, { stack, config }) => {
    const tier = subnet.get("tags", config.tierTag).string();
    if (tier === undefined) return NOT_APPLICABLE;
    const zone = subnet.get("availabilityZone").string();
    const spread = some(stack.ofType(SUBNET), (other) =>
      every(
        [
          () => other !== subnet,
          () => other.get("tags", config.tierTag).string() === tier,
          () => other.get("availabilityZone").string() !== zone,
        ],
        (test) => test(),
      ),
    );
    return spread ? [] : [subnet.fail("The tier is in one availability zone; add a subnet of it in another")];
  },
  examples: {
    pass: [{ inputs: subnet("a"), stack: [{ type: SUBNET, name: "b", inputs: subnet("b") }] }],
    fail: [
      { name: "the only one", inputs: subnet("a"), path: "", message: "one availability zone" },
      {
        inputs: subnet("a"),
        stack: [{ type: SUBNET, name: "b", inputs: subnet("a") }],
        path: "",
        message: "one availability zone",
      },
    ],
    undecided: [
      { inputs: { tags: { tier: UNKNOWN } }, path: "/tags/tier" },
      {
        inputs: subnet("a"),
        stack: [{ type: SUBNET, name: "b", inputs: { availabilityZone: UNKNOWN, tags: { tier: "data" } } }],
        path: "/availabilityZone",
      },
    ],
  },
});
function subnet(zone: string): Properties {
  return { availabilityZone: `eu-central-1${zone}`, tags: { tier: "data" } };
}
