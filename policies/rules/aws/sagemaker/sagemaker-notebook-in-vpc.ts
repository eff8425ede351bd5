import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sagemaker-notebook-in-vpc",
  title: "Place notebook instances in a VPC of yours.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Outside, no security group, endpoint policy or flow log of yours applies.",
  fix: "Set subnetId and securityGroups. A change replaces the notebook.",
  links: [
    securityHub("sagemaker"),
    awsDocs("Notebook instances in a VPC", "sagemaker/latest/dg/appendix-notebook-and-internet-access.html"),
  ],
  types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
  check: (resource) => {
    const value = resource.get("subnetId");
    return isGiven(resource, value) ? [] : [value.fail("The notebook is in a VPC of the service; set subnetId")];
  },
  examples: {
    pass: [{ inputs: { instanceType: "ml.t3.medium", subnetId: "subnet-0123456789abcdef0" } }],
    fail: [
      {
        name: "not set",
        inputs: { instanceType: "ml.t3.medium" },
        path: "/subnetId",
        message: "The notebook is in a VPC of the service",
      },
      {
        inputs: { instanceType: "ml.t3.medium", subnetId: "" },
        path: "/subnetId",
        message: "The notebook is in a VPC of the service",
      },
    ],
    undecided: [{ inputs: { instanceType: "ml.t3.medium", subnetId: UNKNOWN }, path: "/subnetId" }],
  },
});
