import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { PARAMETERS, judgeParameter } from "../_parameters.ts";

export default defineRule({
  id: "docdb-tls",
  title: "Leave TLS of document databases on.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Documents and passwords cross the network in the clear otherwise.",
  fix: "Remove the parameter tls from the parameter group, or set it to enabled or to a version.",
  links: [
    securityHub("documentdb"),
    awsDocs("Encrypting data in transit", "documentdb/latest/developerguide/security.encryption.ssl.html"),
  ],
  types: ["aws:docdb/clusterParameterGroup:ClusterParameterGroup"],
  check: (group) =>
    judgeParameter(group.get("parameters"), PARAMETERS, "tls", (value) => !/^(disabled)?$/i.test(value), {
      required: false,
      message: "Clients connect in clear text; set the parameter tls to enabled",
    }),
  examples: {
    pass: [
      { inputs: { family: "docdb5.0", parameters: [{ name: "tls", value: "tls1.2+" }] } },
      { name: "not set", inputs: { family: "docdb5.0" } },
    ],
    fail: [
      {
        inputs: {
          family: "docdb5.0",
          parameters: [
            { name: "ttl_monitor", value: "enabled" },
            { name: "tls", value: "disabled" },
          ],
        },
        path: "/parameters/1/value",
        message: "Clients connect in clear text",
      },
    ],
    undecided: [
      {
        inputs: { family: "docdb5.0", parameters: [{ name: "tls", value: UNKNOWN }] },
        path: "/parameters/0/value",
      },
      { inputs: { family: "docdb5.0", parameters: UNKNOWN }, path: "/parameters" },
    ],
  },
});
