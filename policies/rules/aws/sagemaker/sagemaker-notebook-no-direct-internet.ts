import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sagemaker-notebook-no-direct-internet",
  title: "Give notebook instances no way to the internet of their own.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Data that a notebook may read leaves by a way that no security group or log of yours sees.",
  fix: "Set directInternetAccess to Disabled, with subnetId and securityGroups.",
  links: [
    securityHub("sagemaker"),
    awsDocs("Notebook instances in a VPC", "sagemaker/latest/dg/appendix-notebook-and-internet-access.html"),
  ],
  types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
  check: (resource) =>
    resource
      .get("directInternetAccess")
      .mustBe("Disabled", "The notebook has a way to the internet of its own; set directInternetAccess to Disabled"),
  examples: {
    pass: [{ inputs: { instanceType: "ml.t3.medium", directInternetAccess: "Disabled" } }],
    fail: [
      {
        name: "not set",
        inputs: { instanceType: "ml.t3.medium" },
        path: "/directInternetAccess",
        message: "internet of its own",
      },
      {
        inputs: { instanceType: "ml.t3.medium", directInternetAccess: "Enabled" },
        path: "/directInternetAccess",
        message: "internet of its own",
      },
    ],
    undecided: [
      { inputs: { instanceType: "ml.t3.medium", directInternetAccess: UNKNOWN }, path: "/directInternetAccess" },
    ],
  },
});
