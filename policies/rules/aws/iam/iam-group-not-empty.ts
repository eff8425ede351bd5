import { ref } from "../../../examples.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const MEMBERSHIP = "aws:iam/groupMembership:GroupMembership";
const USER_MEMBERSHIP = "aws:iam/userGroupMembership:UserGroupMembership";

export default defineRule({
  id: "iam-group-not-empty",
  title: "Do not create groups without members.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Empty groups wait to be filled with unreviewed rights.",
  fix: "Remove the group, or let people in by IAM Identity Center instead.",
  links: [awsDocs("IAM groups", "IAM/latest/UserGuide/id_groups.html")],
  types: ["aws:iam/group:Group"],
  check: (group, { stack }) => {
    const joined = anyOf(
      () =>
        some(
          stack.candidates(group, MEMBERSHIP, "group"),
          (it) => stack.refersTo(it, it.get("group"), group) && it.get("users").items().length > 0,
        ),
      () =>
        some(stack.ofType(USER_MEMBERSHIP), (it) =>
          some(referencesIn(it, it.get("groups")), (item) => stack.refersTo(it, item, group)),
        ),
    );
    return joined ? [] : [group.fail("The group has no members and waits for rights nobody reviews; remove it")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "ops" },
        stack: [{ type: MEMBERSHIP, name: "m", inputs: { group: ref("subject", "name"), users: ["ada"] } }],
      },
      {
        inputs: { name: "ops" },
        stack: [{ type: USER_MEMBERSHIP, name: "m", inputs: { user: "ada", groups: [ref("subject", "name")] } }],
      },
    ],
    fail: [
      { name: "no membership", inputs: { name: "ops" }, path: "", message: "no members" },
      {
        inputs: { name: "ops" },
        stack: [{ type: MEMBERSHIP, name: "m", inputs: { group: ref("subject", "name"), users: [] } }],
        path: "",
        message: "no members",
      },
    ],
    undecided: [
      {
        inputs: { name: "ops" },
        stack: [{ type: MEMBERSHIP, name: "m", inputs: { group: UNKNOWN, users: ["ada"] } }],
        path: "/group",
      },
    ],
  },
});
