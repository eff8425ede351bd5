import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const SIGNING = "aws:lambda/codeSigningConfig:CodeSigningConfig";

export default defineRule({
  id: "lambda-code-signing",
  title: "Attach a code-signing configuration that enforces.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Only reviewed builds should run. Functions from container images know no code signing.",
  fix: "Set codeSigningConfigArn, and policies.untrustedArtifactOnDeployment of the configuration to Enforce.",
  links: [awsDocs("Code signing", "lambda/latest/dg/configuration-codesigning.html")],
  types: ["aws:lambda/function:Function", SIGNING],
  check: (resource) => {
    if (resource.type === SIGNING) {
      return resource
        .get("policies", "untrustedArtifactOnDeployment")
        .mustBe("Enforce", "Unsigned code is deployed with a warning; set untrustedArtifactOnDeployment to Enforce");
    }
    if (resource.get("packageType").string() === "Image") return NOT_APPLICABLE;
    const signing = resource.get("codeSigningConfigArn");
    return isGiven(resource, signing) ? [] : [signing.fail("Any code can be deployed; set codeSigningConfigArn")];
  },
  examples: {
    pass: [
      {
        inputs: { codeSigningConfigArn: ref("signing", "arn") },
        stack: [{ type: SIGNING, name: "signing", inputs: {} }],
      },
      { type: SIGNING, inputs: { policies: { untrustedArtifactOnDeployment: "Enforce" } } },
    ],
    fail: [
      { name: "not set", inputs: { runtime: "nodejs24.x" }, path: "/codeSigningConfigArn", message: "Any code" },
      {
        name: "no policy",
        type: SIGNING,
        inputs: {},
        path: "/policies/untrustedArtifactOnDeployment",
        message: "with a warning",
      },
      {
        type: SIGNING,
        inputs: { policies: { untrustedArtifactOnDeployment: "Warn" } },
        path: "/policies/untrustedArtifactOnDeployment",
        message: "with a warning",
      },
    ],
    undecided: [
      { inputs: { codeSigningConfigArn: UNKNOWN }, path: "/codeSigningConfigArn" },
      {
        type: SIGNING,
        inputs: { policies: { untrustedArtifactOnDeployment: UNKNOWN } },
        path: "/policies/untrustedArtifactOnDeployment",
      },
    ],
  },
});
