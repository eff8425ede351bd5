import { ref } from "../../../examples.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const FUNCTION = "aws:lambda/function:Function";
const ROLE = "aws:iam/role:Role";

export default defineRule({
  id: "lambda-no-shared-role",
  title: "Give each function its own execution role.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "A shared role is the union of all needs.",
  fix: "Make a role for each function.",
  links: [awsDocs("Execution roles", "lambda/latest/dg/lambda-intro-execution-role.html")],
  types: ["aws:lambda/function:Function"],
  check: (fn, { stack }) => {
    if (stack.ofType(FUNCTION).length === 1) return [];
    const role = fn.get("role");
    const roles = stack.referents(fn, role, ROLE);
    const isOther = (other: Resource) => other !== fn;
    const shared =
      roles.length > 0
        ? some(roles, (it) =>
            some(stack.candidates(it, FUNCTION, "role").filter(isOther), (other) =>
              stack.refersTo(other, other.get("role"), it),
            ),
          )
        : // The ARNs only join two inputs, so placeholders serve as well as real ones.
          role.isSet && (byRole(stack).get(role.raw)?.some(isOther) ?? false);
    return shared ? [role.fail("Several functions share the role and all its rights; give each one of its own")] : [];
  },
  examples: {
    pass: [
      {
        inputs: { role: ref("one", "arn") },
        stack: [roleNamed("one"), roleNamed("two"), functionWith(ref("two", "arn"))],
      },
    ],
    fail: [
      {
        inputs: { role: ref("one", "arn") },
        stack: [roleNamed("one"), functionWith(ref("one", "arn"))],
        path: "/role",
        message: "share the role",
      },
      {
        name: "by ARN",
        inputs: { role: "arn:aws:iam::111122223333:role/a" },
        stack: [functionWith("arn:aws:iam::111122223333:role/a")],
        path: "/role",
        message: "share the role",
      },
    ],
    undecided: [
      { inputs: { role: UNKNOWN }, stack: [functionWith("arn:aws:iam::111122223333:role/a")], path: "/role" },
    ],
  },
});
function roleNamed(name: string) {
  return { type: ROLE, name, inputs: {} };
}

/** Functions by the text of their role. */
function byRole(stack: Stack): ReadonlyMap<unknown, readonly Resource[]> {
  return stack.memo(byRole, () => Map.groupBy(stack.ofType(FUNCTION), (fn) => fn.get("role").raw));
}

function functionWith(role: Value) {
  return { type: FUNCTION, name: "other", inputs: { role } };
}
