import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { CONFIG_PARAMETERS, PARAMETERS, judgeParameter } from "../_parameters.ts";
import { awsDocs, securityHub } from "../_links.ts";

const GROUP = "aws:redshift/parameterGroup:ParameterGroup";
const WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup";
const MESSAGE = "Connections without TLS are accepted; set the parameter require_ssl to true";

export default defineRule({
  id: "redshift-require-ssl",
  title: "Let warehouses refuse connections without TLS.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Queries, results and passwords of clients that do not ask for TLS cross the network in the clear.",
  fix: "Set the parameter require_ssl to true in the parameter group, or in configParameters of the workgroup.",
  links: [
    securityHub("redshift"),
    securityHub("redshiftserverless"),
    awsDocs("Security options for connections", "redshift/latest/mgmt/connecting-ssl-support.html"),
  ],
  types: [GROUP, WORKGROUP],
  check: (resource) => {
    if (resource.type === GROUP) {
      return judgeParameter(resource.get("parameters"), PARAMETERS, "require_ssl", isTrue, {
        required: true,
        message: MESSAGE,
      });
    }
    // A workgroup that says nothing has the default of the service.
    return judgeParameter(resource.get("configParameters"), CONFIG_PARAMETERS, "require_ssl", isTrue, {
      required: false,
      message: MESSAGE,
    });
  },
  examples: {
    pass: [
      { inputs: { family: "redshift-2.0", parameters: [{ name: "require_ssl", value: "true" }] } },
      {
        type: WORKGROUP,
        inputs: { workgroupName: "shop", configParameters: [{ parameterKey: "require_ssl", parameterValue: "true" }] },
      },
      { name: "the default of a workgroup", type: WORKGROUP, inputs: { workgroupName: "shop" } },
    ],
    fail: [
      { name: "not set", inputs: { family: "redshift-1.0" }, path: "/parameters", message: "without TLS" },
      {
        inputs: { family: "redshift-1.0", parameters: [{ name: "require_ssl", value: "false" }] },
        path: "/parameters/0/value",
        message: "without TLS",
      },
      {
        type: WORKGROUP,
        inputs: { workgroupName: "shop", configParameters: [{ parameterKey: "require_ssl", parameterValue: "false" }] },
        path: "/configParameters/0/parameterValue",
        message: "without TLS",
      },
    ],
    undecided: [
      {
        inputs: { family: "redshift-1.0", parameters: [{ name: "require_ssl", value: UNKNOWN }] },
        path: "/parameters/0/value",
      },
      { inputs: { family: "redshift-1.0", parameters: UNKNOWN }, path: "/parameters" },
      { type: WORKGROUP, inputs: { configParameters: UNKNOWN }, path: "/configParameters" },
    ],
  },
});
function isTrue(value: string): boolean {
  return value.toLowerCase() === "true";
}
