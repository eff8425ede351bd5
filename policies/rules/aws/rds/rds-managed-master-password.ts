import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-managed-master-password",
  title: "Let Secrets Manager own and rotate the master password.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The password then never passes through the program or its state.",
  fix: "Set manageMasterUserPassword to true, with masterUserSecretKmsKeyId, and remove the password.",
  links: [awsDocs("Password management with Secrets Manager", "AmazonRDS/latest/UserGuide/rds-secrets-manager.html")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) => {
    if (isReplica(database)) return NOT_APPLICABLE;
    const managed = database.get("manageMasterUserPassword");
    if (!managed.isUnknown && managed.boolean() === true) return [];
    const given = PASSWORDS.map((key) => database.get(key)).find((password) => password.isUnknown || password.isSet);
    if (given !== undefined)
      return [given.fail("The program sets the master password; remove it and set manageMasterUserPassword to true")];
    if (takesPassword(database)) return NOT_APPLICABLE;
    return managed.mustBe(
      true,
      "Secrets Manager does not own the master password; set manageMasterUserPassword to true",
    );
  },
  examples: {
    pass: [{ inputs: { username: "postgres", manageMasterUserPassword: true } }],
    fail: [
      { name: "not set", inputs: { username: "postgres" }, path: "/manageMasterUserPassword", message: "does not own" },
      {
        inputs: { username: "postgres", password: new Secret("not-a-real-value") },
        path: "/password",
        message: "sets the master password",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { masterPassword: new Secret(UNKNOWN) },
        path: "/masterPassword",
        message: "sets the master password",
      },
    ],
    undecided: [{ inputs: { manageMasterUserPassword: UNKNOWN }, path: "/manageMasterUserPassword" }],
  },
});
const PASSWORDS = ["password", "passwordWo", "masterPassword", "masterPasswordWo"];
/** What gives a database its users, the password included. */
const SOURCES = ["snapshotIdentifier", "restoreToPointInTime", "s3Import", "globalClusterIdentifier"];

function takesPassword(database: Resource): boolean {
  return SOURCES.map((key) => database.get(key)).some((source) => source.isUnknown || source.isSet);
}
