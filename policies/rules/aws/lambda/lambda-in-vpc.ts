import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "lambda-in-vpc",
  title: "Run functions that touch private data inside the VPC.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Network rules then apply to them. Whether a function touches private data it does not tell: waive the rule where it does not.",
  fix: "Set vpcConfig.subnetIds and securityGroupIds.",
  links: [awsDocs("Functions in a VPC", "lambda/latest/dg/configuration-vpc.html"), securityHub("lambda")],
  types: ["aws:lambda/function:Function"],
  check: (fn) => {
    const subnets = fn.get("vpcConfig", "subnetIds");
    return referencesIn(fn, subnets).length > 0
      ? []
      : [subnets.fail("No network rule applies to the function; set vpcConfig where it touches private data")];
  },
  examples: {
    pass: [{ inputs: { vpcConfig: { subnetIds: ["subnet-0123"], securityGroupIds: ["sg-0123"] } } }],
    fail: [
      { name: "not set", inputs: { runtime: "nodejs24.x" }, path: "/vpcConfig/subnetIds", message: "No network rule" },
      { inputs: { vpcConfig: { subnetIds: [] } }, path: "/vpcConfig/subnetIds", message: "No network rule" },
    ],
    undecided: [{ inputs: { vpcConfig: { subnetIds: UNKNOWN } }, path: "/vpcConfig/subnetIds" }],
  },
});
