import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-postgres-scram",
  title: "Require scram-sha-256 for stored passwords in the parameter group.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "MD5 verifiers can be cracked or replayed. Groups of version 14 and later use scram-sha-256 unless told otherwise.",
  fix: "Set password_encryption to scram-sha-256 in the parameter group.",
  links: [
    awsDocs("SCRAM for passwords", "AmazonRDS/latest/UserGuide/PostgreSQL_Password_Encryption_configuration.html"),
  ],
  types: ["aws:rds/parameterGroup:ParameterGroup", "aws:rds/clusterParameterGroup:ClusterParameterGroup"],
  check: (group) => {
    const version = postgresVersion(group);
    if (version === undefined) return NOT_APPLICABLE;
    const parameters = group.get("parameters");
    const issues = each(parameters.items(), (parameter) => {
      if (parameter.get("name").string() !== NAME) return [];
      return parameter.get("value").mustBe("scram-sha-256", MESSAGE);
    });
    if (issues.length > 0 || version >= SCRAM_BY_DEFAULT) return issues;
    return some(parameters.items(), (parameter) => parameter.get("name").string() === NAME)
      ? []
      : [parameters.fail(MESSAGE)];
  },
  examples: {
    pass: [
      { inputs: { family: "postgres13", parameters: [{ name: "password_encryption", value: "scram-sha-256" }] } },
      { name: "not set, and the default", inputs: { family: "postgres17" } },
      { type: "aws:rds/clusterParameterGroup:ClusterParameterGroup", inputs: { family: "aurora-postgresql16" } },
    ],
    fail: [
      { name: "not set", inputs: { family: "postgres13" }, path: "/parameters", message: "as MD5" },
      {
        inputs: {
          family: "postgres17",
          parameters: [
            { name: "rds.force_ssl", value: "1" },
            { name: "password_encryption", value: "md5" },
          ],
        },
        path: "/parameters/1/value",
        message: "as MD5",
      },
      {
        type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        inputs: { family: "aurora-postgresql16", parameters: [{ name: "password_encryption", value: "md5" }] },
        path: "/parameters/0/value",
        message: "as MD5",
      },
    ],
    undecided: [
      { inputs: { family: UNKNOWN }, path: "/family" },
      { inputs: { family: "postgres17", parameters: UNKNOWN }, path: "/parameters" },
      {
        inputs: { family: "postgres17", parameters: [{ name: "password_encryption", value: UNKNOWN }] },
        path: "/parameters/0/value",
      },
    ],
  },
});
const NAME = "password_encryption";
const MESSAGE = "The database stores passwords as MD5; set password_encryption to scram-sha-256";
const SCRAM_BY_DEFAULT = 14;

/** The major version that a parameter group is for; undefined for other engines. */
function postgresVersion(group: Resource): number | undefined {
  const [, version] = /^(?:aurora-)?postgres(?:ql)?(\d+)/.exec(group.get("family").string() ?? "") ?? [];
  return version === undefined ? undefined : Number(version);
}
