import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "sagemaker-model-network-isolation",
  title: "Isolate the containers of models from the network.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A model from elsewhere sends what it is asked, and its credentials, wherever it likes.",
  fix: "Set enableNetworkIsolation to true. A change replaces the model.",
  links: [
    securityHub("sagemaker"),
    awsDocs("Containers without internet", "sagemaker/latest/dg/mkt-algo-model-internet-free.html"),
  ],
  types: ["aws:sagemaker/model:Model"],
  check: (resource) =>
    resource
      .get("enableNetworkIsolation")
      .mustBe(true, "The containers of the model reach the network; set enableNetworkIsolation to true"),
  examples: {
    pass: [{ inputs: { executionRoleArn: "arn:aws:iam::111122223333:role/model", enableNetworkIsolation: true } }],
    fail: [
      {
        name: "not set",
        inputs: { executionRoleArn: "arn:aws:iam::111122223333:role/model" },
        path: "/enableNetworkIsolation",
        message: "model reach the network",
      },
      {
        inputs: { executionRoleArn: "arn:aws:iam::111122223333:role/model", enableNetworkIsolation: false },
        path: "/enableNetworkIsolation",
        message: "model reach the network",
      },
    ],
    undecided: [
      {
        inputs: { executionRoleArn: "arn:aws:iam::111122223333:role/model", enableNetworkIsolation: UNKNOWN },
        path: "/enableNetworkIsolation",
      },
    ],
  },
});
