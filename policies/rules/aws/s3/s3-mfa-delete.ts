import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-mfa-delete",
  title: "Require MFA to delete versions in audit buckets.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A stolen key alone should not erase evidence. Only the root user can switch it on, so that it is for audit buckets: waive the rule for others.",
  fix: "Switch MFA delete on with the root user's credentials and device, then set mfaDelete; an object lock serves where that is not wanted.",
  links: [awsDocs("MFA delete", "AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html")],
  types: ["aws:s3/bucketVersioning:BucketVersioning"],
  check: (versioning) => {
    const mfa = versioning.get("versioningConfiguration", "mfaDelete");
    return mfa.mustBe("Enabled", "A stolen key alone may erase versions; let the root user switch MFA delete on");
  },
  examples: {
    pass: [{ inputs: { versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" }, mfa: UNKNOWN } }],
    fail: [
      {
        name: "not set",
        inputs: { versioningConfiguration: { status: "Enabled" } },
        path: "/versioningConfiguration/mfaDelete",
        message: "may erase",
      },
      {
        inputs: { versioningConfiguration: { mfaDelete: "Disabled" } },
        path: "/versioningConfiguration/mfaDelete",
        message: "may erase",
      },
    ],
    undecided: [
      { inputs: { versioningConfiguration: { mfaDelete: UNKNOWN } }, path: "/versioningConfiguration/mfaDelete" },
    ],
  },
});
