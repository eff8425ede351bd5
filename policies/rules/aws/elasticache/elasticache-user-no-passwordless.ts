import type { Resource } from "../../../resource.ts";
import { all, defineRule } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "elasticache-user-no-passwordless",
  title: "Refuse cache users without a password or IAM authentication.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A no-password user with broad rights is an open door.",
  fix: 'Give the user two passwords or authenticationMode type iam; switch an unused user off with the access string "off -@all".',
  links: [awsDocs("Role-based access control", "AmazonElastiCache/latest/dg/Clusters.RBAC.html")],
  types: ["aws:elasticache/user:User"],
  check: (user) =>
    all(
      () =>
        user.get("noPasswordRequired").boolean() === true && isOn(user)
          ? [user.get("noPasswordRequired").fail(MESSAGE)]
          : [],
      () => {
        const type = user.get("authenticationMode", "type");
        return type.string() === "no-password-required" && isOn(user) ? [type.fail(MESSAGE)] : [];
      },
    ),
  examples: {
    pass: [
      { inputs: { accessString: "on ~shop:* +@read", passwords: [new Secret("not-a-real-password")] } },
      {
        name: "the default user, switched off",
        inputs: { accessString: "off ~keys* -@all", noPasswordRequired: true },
      },
      { name: "not set", inputs: { accessString: "on ~* +@all", authenticationMode: { type: "iam" } } },
    ],
    fail: [
      {
        inputs: { accessString: "on ~* +@all", noPasswordRequired: true },
        path: "/noPasswordRequired",
        message: "no password",
      },
      {
        inputs: { accessString: "on ~* +@all", authenticationMode: { type: "no-password-required" } },
        path: "/authenticationMode/type",
        message: "no password",
      },
    ],
    undecided: [
      { inputs: { accessString: "on ~* +@all", noPasswordRequired: UNKNOWN }, path: "/noPasswordRequired" },
      { inputs: { accessString: UNKNOWN, noPasswordRequired: true }, path: "/accessString" },
    ],
  },
});
const MESSAGE = "The cache user needs no password; give it passwords or IAM authentication, or switch it off";

/** A user whose access string begins with `off` cannot log in. */
function isOn(user: Resource): boolean {
  return user.get("accessString").string()?.trim().split(/\s+/)[0]?.toLowerCase() !== "off";
}
