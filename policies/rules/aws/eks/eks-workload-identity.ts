import { ref } from "../../../examples.ts";
import { type Property, Undecided } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, all, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const ACCOUNT = "kubernetes:core/v1:ServiceAccount";
const ROLE = "aws:iam/role:Role";
const ANNOTATION = "eks.amazonaws.com/role-arn";

export default defineRule({
  id: "eks-workload-identity",
  title: "Give pods AWS rights through pod identity or IRSA, one role for each service account.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "Sharing the node role, or one role among service accounts, breaks least privilege. Whether a pod uses neither and takes the node's role at run time, a stack does not tell.",
  fix: "Make an IAM role for each service account and name it in its association or annotation.",
  links: [
    awsDocs("Pod Identity", "eks/latest/userguide/pod-identities.html"),
    awsDocs("IAM roles for service accounts", "eks/latest/userguide/iam-roles-for-service-accounts.html"),
  ],
  types: [ASSOCIATION, ACCOUNT],
  check: (resource, { stack }) => {
    const role = roleOf(resource);
    // A service account without the annotation has no rights in AWS, or gets them by an association.
    if (resource.type === ACCOUNT && !role.isUnknown && !role.isSet) return NOT_APPLICABLE;
    return all(
      () => judgeSharing(resource, role, stack),
      () =>
        some(NODE_ROLES, ([type, keys]) =>
          some(stack.ofType(type), (nodes) => {
            const own = rolesAt(stack, resource, role);
            return rolesAt(stack, nodes, nodes.get(...keys)).some((key) => own.includes(key));
          }),
        )
          ? [role.fail("The pods take the role of the nodes; give the service account a role of its own")]
          : [],
    );
  },
  examples: {
    pass: [
      {
        inputs: association("api", ref("role", "arn")),
        stack: [
          { type: ROLE, name: "role", inputs: {} },
          { type: ROLE, name: "other", inputs: {} },
          { type: ASSOCIATION, name: "worker", inputs: association("worker", ref("other", "arn")) },
        ],
      },
      {
        name: "beside an account without rights",
        type: ACCOUNT,
        inputs: account("api"),
        stack: [{ type: ACCOUNT, name: "worker", inputs: { metadata: { name: "worker", namespace: "shop" } } }],
      },
    ],
    fail: [
      {
        inputs: association("api", ref("role", "arn")),
        stack: [
          { type: ROLE, name: "role", inputs: {} },
          { type: ASSOCIATION, name: "worker", inputs: association("worker", ref("role", "arn")) },
        ],
        path: "/roleArn",
        message: "Several service accounts share",
      },
      {
        name: "by annotation",
        type: ACCOUNT,
        inputs: account("api"),
        stack: [{ type: ACCOUNT, name: "worker", inputs: account("worker") }],
        path: `/metadata/annotations/${ANNOTATION.replace("/", "~1")}`,
        message: "Several service accounts share",
      },
      {
        name: "the role of the nodes",
        inputs: association("api", ref("role", "arn")),
        stack: [
          { type: ROLE, name: "role", inputs: {} },
          { type: "aws:eks/nodeGroup:NodeGroup", name: "nodes", inputs: { nodeRoleArn: ref("role", "arn") } },
        ],
        path: "/roleArn",
        message: "role of the nodes",
      },
    ],
    undecided: [
      {
        inputs: association("api", UNKNOWN),
        stack: [
          { type: ASSOCIATION, name: "worker", inputs: association("worker", "arn:aws:iam::111122223333:role/a") },
        ],
        path: "/roleArn",
      },
    ],
  },
});
const NODE_ROLES = [
  ["aws:eks/nodeGroup:NodeGroup", ["nodeRoleArn"]],
  ["aws:eks/cluster:Cluster", ["computeConfig", "nodeRoleArn"]],
] as const;

/** The input that gives a service account its role. */
function roleOf(resource: Resource): Property {
  return resource.type === ASSOCIATION ? resource.get("roleArn") : resource.get("metadata", "annotations", ANNOTATION);
}

function judgeSharing(resource: Resource, role: Property, stack: Stack): Issue[] {
  const { users, unread } = stack.memo(roleUsers, () => roleUsers(stack));
  const own = accountName(resource);
  const shared = rolesAt(stack, resource, role).some((key) => users.get(key)?.some((account) => account !== own));
  if (shared) return [role.fail("Several service accounts share the role; give each one of its own")];
  const other = unread.find((reason) => reason.property.owner !== resource.urn);
  if (other !== undefined) throw other;
  return [];
}

interface RoleUsers {
  /** The service accounts of each role. */
  readonly users: ReadonlyMap<string, readonly string[]>;
  /** Why the role of some account is not known. */
  readonly unread: readonly Undecided[];
}

function roleUsers(stack: Stack): RoleUsers {
  const users = new Map<string, string[]>();
  const unread: Undecided[] = [];
  for (const resource of stack.ofType(ASSOCIATION, ACCOUNT)) {
    try {
      for (const key of rolesAt(stack, resource, roleOf(resource))) {
        users.set(key, [...(users.get(key) ?? []), accountName(resource)]);
      }
    } catch (thrown) {
      if (!(thrown instanceof Undecided)) throw thrown;
      unread.push(thrown);
    }
  }
  return { users, unread };
}

/** The roles of the stack that an input points at, else the text of the ARN. The texts only join inputs, so placeholders serve too. */
function rolesAt(stack: Stack, resource: Resource, role: Property): readonly string[] {
  const roles = stack.referents(resource, role, ROLE).map(({ urn }) => urn);
  if (roles.length > 0 || !role.isSet) return roles;
  return typeof role.raw === "string" ? [role.raw] : [];
}

/** Namespace and name of the service account; one that several clusters have is one. */
function accountName(resource: Resource): string {
  const [namespace, name] =
    resource.type === ASSOCIATION
      ? [resource.get("namespace"), resource.get("serviceAccount")]
      : [resource.get("metadata", "namespace"), resource.get("metadata", "name")];
  // What is not known is no other account's name.
  return [namespace, name]
    .map(({ raw }, index) => (typeof raw === "string" ? raw : `${resource.urn}#${index}`))
    .join("/");
}

function association(serviceAccount: string, roleArn: Value) {
  return { clusterName: "shop", namespace: "shop", serviceAccount, roleArn };
}
function account(name: string) {
  const annotations = { [ANNOTATION]: "arn:aws:iam::111122223333:role/shop" };
  return { metadata: { name, namespace: "shop", annotations } };
}
