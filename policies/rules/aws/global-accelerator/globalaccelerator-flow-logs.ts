import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "globalaccelerator-flow-logs",
  title: "Log the flows of accelerators.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "They are the only record of who came in by the accelerator.",
  fix: "Set attributes with flowLogsEnabled true and flowLogsS3Bucket.",
  links: [
    awsDocs("Flow logs of accelerators", "global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html"),
  ],
  types: ["aws:globalaccelerator/accelerator:Accelerator"],
  check: (accelerator) => {
    const attributes = accelerator.get("attributes");
    return all(
      () =>
        attributes.get("flowLogsEnabled").mustBe(true, "Flows are not logged; set attributes.flowLogsEnabled to true"),
      () =>
        isGiven(accelerator, attributes.get("flowLogsS3Bucket"))
          ? []
          : [attributes.get("flowLogsS3Bucket").fail("Flow logs have no bucket; set attributes.flowLogsS3Bucket")],
    );
  },
  examples: {
    pass: [
      { inputs: { attributes: { flowLogsEnabled: true, flowLogsS3Bucket: "shop-logs", flowLogsS3Prefix: "flow/" } } },
    ],
    fail: [{ name: "not set", inputs: { name: "shop" }, path: "/attributes/flowLogsEnabled", message: "not logged" }],
    undecided: [
      {
        inputs: { attributes: { flowLogsEnabled: UNKNOWN, flowLogsS3Bucket: "shop-logs" } },
        path: "/attributes/flowLogsEnabled",
      },
      {
        inputs: { attributes: { flowLogsEnabled: true, flowLogsS3Bucket: UNKNOWN } },
        path: "/attributes/flowLogsS3Bucket",
      },
    ],
  },
});
