import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { SERVICE_ACCOUNTS } from "../_links.ts";
import { lacks } from "../_objects.ts";

const ACCOUNT = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "api", namespace: "shop" } };

export default defineRule({
  id: "rbac-service-account-no-automount",
  title: "Set automount to false on service accounts, the default one included.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Otherwise every pod of the account gets a token of the API, used or not, and an intruder finds it in a known place.",
  fix: "Set automountServiceAccountToken to false on the account; a pod that calls the API mounts its token itself.",
  links: [SERVICE_ACCOUNTS],
  types: ["kubernetes:core/v1:ServiceAccount"],
  check: (resource) => {
    const field = resource.get("automountServiceAccountToken");
    const message = "pods of the service account get a token of the API; set automountServiceAccountToken to false.";
    return field.boolean() === undefined ? [lacks(resource, field, message)] : field.mustBe(false, message);
  },
  examples: {
    pass: [{ inputs: { ...ACCOUNT, automountServiceAccountToken: false } }],
    fail: [
      { name: "unset", inputs: ACCOUNT, path: "/automountServiceAccountToken", message: "get a token of the API" },
      {
        inputs: { ...ACCOUNT, automountServiceAccountToken: true },
        path: "/automountServiceAccountToken",
        message: "get a token of the API",
      },
    ],
    undecided: [
      { inputs: { ...ACCOUNT, automountServiceAccountToken: UNKNOWN }, path: "/automountServiceAccountToken" },
      {
        name: "a patch of something else",
        type: "kubernetes:core/v1:ServiceAccountPatch",
        inputs: ACCOUNT,
        path: "/automountServiceAccountToken",
      },
    ],
  },
});
