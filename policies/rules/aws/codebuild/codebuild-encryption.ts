import type { Property } from "../../../property.ts";
import { defineRule, each, type Issue } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "codebuild-encryption",
  title: "Encrypt what builds write to buckets.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Artifacts and logs hold code, and what a build printed.",
  fix: "Leave encryptionDisabled out of artifacts, secondaryArtifacts and s3Logs.",
  links: [
    securityHub("codebuild"),
    awsDocs("Encryption in CodeBuild", "codebuild/latest/userguide/security-encryption.html"),
  ],
  types: ["aws:codebuild/project:Project"],
  check: (project) => {
    const outputs = [project.get("artifacts"), ...project.get("secondaryArtifacts").items()];
    return [
      ...each(outputs, (output) => (output.get("type").string() === "NO_ARTIFACTS" ? [] : judge(output))),
      ...each([project.get("logsConfig", "s3Logs")], judge),
    ];
  },
  examples: {
    pass: [
      { inputs: { artifacts: { type: "S3", location: "artifacts", encryptionDisabled: false } } },
      { name: "no artifacts", inputs: { artifacts: { type: "NO_ARTIFACTS", encryptionDisabled: true } } },
      {
        inputs: {
          artifacts: { type: "S3" },
          secondaryArtifacts: [{ artifactIdentifier: "docs", type: "S3", encryptionDisabled: false }],
          logsConfig: { s3Logs: { status: "ENABLED", encryptionDisabled: false } },
        },
      },
    ],
    fail: [
      {
        inputs: { artifacts: { type: "S3", encryptionDisabled: true } },
        path: "/artifacts/encryptionDisabled",
        message: "in the clear",
      },
      {
        inputs: { secondaryArtifacts: [{ type: "S3", encryptionDisabled: true }] },
        path: "/secondaryArtifacts/0/encryptionDisabled",
        message: "in the clear",
      },
      {
        inputs: { logsConfig: { s3Logs: { encryptionDisabled: true } } },
        path: "/logsConfig/s3Logs/encryptionDisabled",
        message: "in the clear",
      },
    ],
    undecided: [
      { inputs: { artifacts: { type: "S3", encryptionDisabled: UNKNOWN } }, path: "/artifacts/encryptionDisabled" },
      {
        inputs: { logsConfig: { s3Logs: { encryptionDisabled: UNKNOWN } } },
        path: "/logsConfig/s3Logs/encryptionDisabled",
      },
    ],
  },
});
function judge(output: Property): Issue[] {
  return output
    .get("encryptionDisabled")
    .mustNotBe(true, "What a build writes lies in the bucket in the clear; set encryptionDisabled to false");
}
