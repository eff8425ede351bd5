import { ref } from "../../../examples.ts";
import { Undecided, type Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Properties } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const OFF = { userName: "default", accessString: "off -@all" };
const APP = { userName: "app", accessString: "on ~shop:* +@read" };

export default defineRule({
  id: "elasticache-default-user-disabled",
  title: "Replace the built-in default user of a group by one that is off.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "The default user otherwise keeps full rights. A group for Valkey may leave it out, and then nobody can log in as it.",
  fix: 'Add a user of your own with the userName default and the access string "off -@all" to the group instead of the built-in one.',
  links: [awsDocs("Role-based access control", "AmazonElastiCache/latest/dg/Clusters.RBAC.html")],
  types: ["aws:elasticache/userGroup:UserGroup"],
  check: (group, { stack }) => [
    ...each(referencesIn(group, group.get("userIds")), (item) => judgeMember(group, item, stack)),
    ...each(stack.referrers(group, ASSOCIATION, "userGroupId"), (association) =>
      judgeMember(association, association.get("userId"), stack),
    ),
  ],
  examples: {
    pass: [
      {
        inputs: { engine: "redis", userIds: [ref("off"), ref("app")] },
        stack: [user("off", OFF), user("app", APP)],
      },
      { inputs: { engine: "valkey", userIds: [ref("app")] }, stack: [user("app", APP)] },
    ],
    fail: [
      {
        name: "the built-in user",
        inputs: { engine: "redis", userIds: ["app", "default"] },
        stack: [user("app", { ...APP, userId: "app" })],
        path: "/userIds/1",
        message: "built-in default user",
      },
      {
        name: "one's own, but on",
        inputs: { engine: "redis", userIds: ["app", ref("off")] },
        stack: [
          user("app", { ...APP, userId: "app" }),
          user("off", { userName: "default", accessString: "on ~* +@all" }),
        ],
        path: "/userIds/1",
        message: "is on",
      },
    ],
    undecided: [
      { inputs: { engine: "redis", userIds: [UNKNOWN] }, path: "/userIds/0" },
      { name: "a user of another stack", inputs: { engine: "redis", userIds: ["ops"] }, path: "/userIds/0" },
      {
        inputs: { engine: "redis", userIds: [ref("off")] },
        stack: [user("off", { userName: "default", accessString: UNKNOWN })],
        path: "/accessString",
      },
    ],
  },
});
const USER = "aws:elasticache/user:User";
const ASSOCIATION = "aws:elasticache/userGroupAssociation:UserGroupAssociation";

function judgeMember(from: Resource, item: Property, stack: Stack): Issue[] {
  if (item.raw === "default") {
    return [item.fail("The group holds the built-in default user with full rights; replace it by one that is off")];
  }
  const members = stack.ofType(USER).filter((user) => isMember(from, item, user, stack));
  if (members.length === 0) throw new Undecided(item, "is a user that the stack does not hold");
  return each(members, (user) =>
    user.get("userName").string() === "default" && !/^\s*off(?:\s|$)/i.test(user.get("accessString").string() ?? "")
      ? [item.fail('The default user of the group is on; give it the access string "off -@all"')]
      : [],
  );
}

function isMember(from: Resource, item: Property, user: Resource, stack: Stack): boolean {
  const id = user.get("userId").raw;
  return (typeof id === "string" && id === item.raw) || stack.refersTo(from, item, user);
}

function user(name: string, inputs: Properties) {
  return { type: "aws:elasticache/user:User", name, inputs };
}
