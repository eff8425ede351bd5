import { anyOf, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "athena-results-encrypted",
  title: "Say how query results are encrypted.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Results are copies of what was queried, and stay under the key of whatever bucket a client names.",
  fix: "Set configuration.resultConfiguration.encryptionConfiguration with encryptionOption, or managedQueryResultsConfiguration.",
  links: [
    securityHub("athena"),
    awsDocs("Encrypting query results", "athena/latest/ug/encrypting-query-results-stored-in-s3.html"),
  ],
  types: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup) => {
    const configuration = workgroup.get("configuration");
    const option = configuration.get("resultConfiguration", "encryptionConfiguration", "encryptionOption");
    const encrypted = anyOf(
      () => (option.string() ?? "") !== "",
      // What Athena keeps itself is always encrypted.
      () => configuration.get("managedQueryResultsConfiguration", "enabled").boolean() === true,
    );
    return encrypted ? [] : [option.fail("Nothing says how results are encrypted; set encryptionOption")];
  },
  examples: {
    pass: [
      {
        inputs: {
          configuration: { resultConfiguration: { encryptionConfiguration: { encryptionOption: "SSE_KMS" } } },
        },
      },
      { inputs: { configuration: { managedQueryResultsConfiguration: { enabled: true } } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { name: "reports" },
        path: "/configuration/resultConfiguration/encryptionConfiguration/encryptionOption",
        message: "Nothing says",
      },
    ],
    undecided: [
      {
        inputs: { configuration: { resultConfiguration: { encryptionConfiguration: { encryptionOption: UNKNOWN } } } },
        path: "/configuration/resultConfiguration/encryptionConfiguration/encryptionOption",
      },
    ],
  },
});
