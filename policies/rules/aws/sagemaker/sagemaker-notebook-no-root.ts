import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sagemaker-notebook-no-root",
  title: "Do not make users of notebook instances root.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Root changes and reads everything of the instance, its agents and its credentials among it.",
  fix: "Set rootAccess to Disabled; lifecycle configurations run as root all the same.",
  links: [securityHub("sagemaker"), awsDocs("Root access", "sagemaker/latest/dg/nbi-root-access.html")],
  types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
  check: (resource) =>
    resource.get("rootAccess").mustBe("Disabled", "Users of the notebook are root; set rootAccess to Disabled"),
  remediate: (resource) => whenUnset(resource, "rootAccess", "Disabled"),
  examples: {
    pass: [{ inputs: { instanceType: "ml.t3.medium", rootAccess: "Disabled" } }],
    fail: [
      {
        name: "not set",
        inputs: { instanceType: "ml.t3.medium" },
        path: "/rootAccess",
        message: "the notebook are root",
      },
      {
        inputs: { instanceType: "ml.t3.medium", rootAccess: "Enabled" },
        path: "/rootAccess",
        message: "the notebook are root",
      },
    ],
    undecided: [{ inputs: { instanceType: "ml.t3.medium", rootAccess: UNKNOWN }, path: "/rootAccess" }],
  },
});
