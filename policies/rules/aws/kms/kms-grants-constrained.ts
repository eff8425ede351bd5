import { type Issue, all, defineRule, each, some } from "../../../rule.ts";
import type { Resource } from "../../../resource.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const CONSTRAINED = [{ encryptionContextSubset: { system: "shop" } }];

export default defineRule({
  id: "kms-grants-constrained",
  title: "Limit grants to the needed operations, with an encryption-context constraint and no further grant creation.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Grants outlive policy reviews and are easy to overlook.",
  fix: "Leave CreateGrant out of operations, and set an encryption context in constraints.",
  links: [
    awsDocs("Grants", "kms/latest/developerguide/grants.html"),
    awsDocs("Grant constraints", "kms/latest/developerguide/create-grant-overview.html"),
  ],
  types: ["aws:kms/grant:Grant"],
  check: (grant) =>
    all(
      () =>
        each(grant.get("operations").items(), (operation) =>
          operation.mustNotBe("CreateGrant", "The grantee may pass the key on; leave CreateGrant out of operations"),
        ),
      () => judgeConstraints(grant),
    ),
  examples: {
    pass: [
      { inputs: { operations: ["Decrypt", "GenerateDataKey"], constraints: CONSTRAINED } },
      { name: "operations without an encryption context", inputs: { operations: ["DescribeKey", "Sign"] } },
    ],
    fail: [
      { name: "not set", inputs: { operations: ["Decrypt"] }, path: "/constraints", message: "any encryption context" },
      {
        inputs: { operations: ["Decrypt"], constraints: [{ encryptionContextEquals: {} }] },
        path: "/constraints",
        message: "any encryption context",
      },
      {
        inputs: { operations: ["Decrypt", "CreateGrant"], constraints: CONSTRAINED },
        path: "/operations/1",
        message: "pass the key on",
      },
    ],
    undecided: [
      { inputs: { operations: [UNKNOWN], constraints: CONSTRAINED }, path: "/operations/0" },
      { inputs: { operations: ["Decrypt"], constraints: UNKNOWN }, path: "/constraints" },
    ],
  },
});
/** The operations that carry an encryption context; the API refuses a constraint for others. */
const WITH_CONTEXT = /^(?:Decrypt|Encrypt|GenerateDataKey|ReEncrypt)/;
const CONTEXTS = ["encryptionContextEquals", "encryptionContextSubset"];

function judgeConstraints(grant: Resource): Issue[] {
  const constraints = grant.get("constraints");
  const constrained = some(constraints.items(), (constraint) =>
    some(CONTEXTS, (context) => constraint.get(context).entries().length > 0),
  );
  if (constrained) return [];
  if (!some(grant.get("operations").items(), (operation) => WITH_CONTEXT.test(operation.string() ?? ""))) return [];
  return [constraints.fail("The grant holds for any encryption context; name one in constraints")];
}
