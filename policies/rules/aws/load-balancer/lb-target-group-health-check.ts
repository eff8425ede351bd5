import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lb-target-group-health-check",
  title: "Define a health check for HTTP target groups.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Broken targets keep receiving traffic.",
  fix: "Set healthCheck.path to one that tells whether the target can serve.",
  links: [awsDocs("Health checks", "elasticloadbalancing/latest/application/target-group-health-checks.html")],
  types: ["aws:lb/targetGroup:TargetGroup"],
  check: (group) => {
    if (!["HTTP", "HTTPS"].includes(group.get("protocol").string()?.toUpperCase() ?? "")) return NOT_APPLICABLE;
    const check = group.get("healthCheck");
    return all(
      () => check.get("enabled").mustNotBe(false, "Broken targets keep receiving traffic; enable the health check"),
      () => {
        const path = check.get("path");
        return isGiven(group, path)
          ? []
          : [path.fail("The health check asks for the root, whatever that answers; set healthCheck.path")];
      },
    );
  },
  examples: {
    pass: [{ inputs: { protocol: "HTTP", healthCheck: { path: "/ready" } } }],
    fail: [
      { name: "not set", inputs: { protocol: "HTTPS" }, path: "/healthCheck/path", message: "asks for the root" },
      {
        inputs: { protocol: "HTTP", healthCheck: { enabled: false, path: "/ready" } },
        path: "/healthCheck/enabled",
        message: "Broken targets",
      },
    ],
    undecided: [
      { inputs: { protocol: "HTTP", healthCheck: { path: UNKNOWN } }, path: "/healthCheck/path" },
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
    ],
  },
});
