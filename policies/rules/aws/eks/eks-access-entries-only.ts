import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-access-entries-only",
  title: "Authenticate by access entries (API mode), not the aws-auth map.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The map has no audit or validation, and one edit locks out or lets in. For a cluster that exists the change cannot be taken back: move its entries first.",
  fix: "Set accessConfig.authenticationMode to API.",
  links: [awsDocs("Access entries", "eks/latest/userguide/access-entries.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster) =>
    cluster
      .get("accessConfig", "authenticationMode")
      .mustBe("API", "The aws-auth map decides who gets in; set accessConfig.authenticationMode to API"),
  examples: {
    pass: [{ inputs: { accessConfig: { authenticationMode: "API" } } }],
    fail: [
      {
        name: "not set",
        inputs: { version: "1.35" },
        path: "/accessConfig/authenticationMode",
        message: "aws-auth map",
      },
      {
        inputs: { accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } },
        path: "/accessConfig/authenticationMode",
        message: "aws-auth map",
      },
    ],
    undecided: [
      { inputs: { accessConfig: { authenticationMode: UNKNOWN } }, path: "/accessConfig/authenticationMode" },
    ],
  },
});
