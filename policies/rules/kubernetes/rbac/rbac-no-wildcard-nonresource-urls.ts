import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC } from "../_links.ts";
import { ROLE_TYPES, refuseWildcards } from "../_rbac.ts";
import { READ_CONFIG, role } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-wildcard-nonresource-urls",
  title: "Refuse wildcard non-resource URLs.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "They include the logs, metrics and profiles of the API server.",
  fix: "List the paths that are needed, such as /healthz.",
  links: [RBAC],
  types: ROLE_TYPES,
  check: (resource) =>
    refuseWildcards(resource, "nonResourceURLs", "covers paths of the API server by a wildcard; list the paths."),
  examples: {
    pass: [{ inputs: role(READ_CONFIG) }, { inputs: role({ nonResourceURLs: ["/healthz"], verbs: ["get"] }) }],
    fail: [
      {
        name: "the second path of the second rule",
        inputs: role(UNKNOWN, { nonResourceURLs: ["/healthz", "/debug/*"], verbs: ["get"] }),
        path: "/rules/1/nonResourceURLs/1",
        message: "rule #2 of the role covers paths",
      },
    ],
    undecided: [{ inputs: role({ nonResourceURLs: UNKNOWN, verbs: ["get"] }), path: "/rules/0/nonResourceURLs" }],
  },
});
