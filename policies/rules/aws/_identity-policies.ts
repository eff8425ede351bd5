import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { type Issue, every } from "../../rule.ts";
import { isSimulatedText } from "../../value.ts";
import {
  type Condition,
  type Documents,
  type Statement,
  coversAction,
  coversWholeKind,
  eachStatement,
} from "../_policy-document.ts";

/** Kinds of resource that hold what an identity may do. */
export const IDENTITY_POLICY_TYPES = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/role:Role",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
];

/** The identity policies of a resource; a role's trust policy is none. */
export const identityPolicies: Documents = (resource) => {
  switch (resource.type) {
    case "aws:iam/role:Role":
      return resource
        .get("inlinePolicies")
        .items()
        .map((inline) => inline.get("policy"));
    case "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy":
      return [resource.get("inlinePolicy")];
    default:
      return [resource.get("policy")];
  }
};

/** A violation for each Allow statement of the identity policies of which every test holds. */
export function refuseAllowing(
  resource: Resource,
  tests: readonly ((statement: Statement) => boolean)[],
  message: string,
): Issue[] {
  return eachStatement(resource, identityPolicies, (statement) => {
    const refused = every([(s: Statement) => s.allows(), ...tests], (test) => test(statement));
    return refused ? [statement.property.fail(`${statement.label} ${message}`)] : [];
  });
}

/** A test for statements that grant one of `actions` (lower case), whatever the resources. */
export function grantsAny(actions: readonly string[]): (statement: Statement) => boolean {
  return (statement) => actions.some((action) => coversAction(statement, action));
}

/** Keys of conditions that limit which resources or uses a statement is about. The account of a resource is every one in it. */
const SCOPING_KEY =
  /^aws:resource(?!account|org)|resourcetag|requesttag|namespace$|^ec2:(?:vpc|subnet|authorized)|^kms:(?:via|encryptioncontext|grantisfor|re(?:source|quest)alias)|^secretsmanager:|^iam:passedtoservice|^dynamodb:leadingkeys|^ecs:cluster/;

/** Whether a condition holds only for values that somebody named: not for all others, and not where the key is missing. */
export function namesValues({ operator, key, values }: Condition): boolean {
  // The keys of items are absent only from calls that touch none.
  const withoutKey = operator.endsWith("ifexists") || operator.startsWith("forallvalues:");
  if (operator.includes("not") || (withoutKey && key !== "dynamodb:leadingkeys")) return false;
  if (operator === "bool") return !values.includes("false");
  return values.length > 0 && !values.some((value) => /^[*?]+$/.test(value));
}

/** Whether the statement reaches every resource of a kind with no condition that limits which. */
export function isUnscoped(statement: Statement): boolean {
  return every(
    [
      () => coversWholeKind(statement),
      () => !statement.conditions().some((one) => SCOPING_KEY.test(one.key) && namesValues(one)),
    ],
    (test) => test(),
  );
}

/** The policies that a resource attaches, each as the property that names it. */
export function attachedPolicies(resource: Resource): readonly Property[] {
  return resource.type === "aws:iam/role:Role"
    ? resource.get("managedPolicyArns").items()
    : resource.type.endsWith("Exclusive")
      ? resource.get("policyArns").items()
      : [resource.get("policyArn")];
}

const POLICY_URN = /[:$]aws:iam\/policy:Policy::/;

/** The name of the AWS managed policy that `policy` attaches; undefined for a policy of the program's own. */
export function managedPolicyName(resource: Resource, policy: Property): string | undefined {
  const input = policy.keys[0];
  const sources = input === undefined ? undefined : resource.data.propertyDependencies?.[input];
  if (policy.isUnknown && sources !== undefined && sources.length > 0 && sources.every((urn) => POLICY_URN.test(urn))) {
    return undefined;
  }
  // A placeholder stands for a policy of the program; AWS's own are written as text.
  if (typeof policy.raw === "string" && isSimulatedText(policy.raw)) return undefined;
  const arn = policy.string();
  return arn?.includes(":aws:policy/") === true ? arn.slice(arn.lastIndexOf("/") + 1) : undefined;
}
