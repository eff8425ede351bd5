import { ref } from "../../../examples.ts";
import { Undecided } from "../../../property.ts";
import { defineRule } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs } from "../_links.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";

export default defineRule({
  id: "eks-control-plane-log-group-managed",
  title: "Declare the control-plane log group with retention and key.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "EKS creates it without either.",
  fix: "Declare an aws.cloudwatch.LogGroup named /aws/eks/<cluster>/cluster before the cluster.",
  links: [awsDocs("Control plane logs", "eks/latest/userguide/control-plane-logs.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster, { stack }) => {
    const name = cluster.outputs.get("name").raw ?? cluster.get("name").raw;
    if (typeof name !== "string") throw new Undecided(cluster.get("name"), "is not known before deployment");
    const groups = stack.ofType(GROUP).filter((group) => group.get("name").string() === `/aws/eks/${name}/cluster`);
    const managed = groups.some(
      (group) => (group.get("retentionInDays").number() ?? 0) > 0 && isCustomerKey(group, group.get("kmsKeyId")),
    );
    return managed
      ? []
      : [
          cluster.fail(
            "EKS makes the log group, without retention or key; declare /aws/eks/<cluster>/cluster with both",
          ),
        ];
  },
  examples: {
    pass: [
      {
        inputs: { name: "shop" },
        stack: [
          group({ retentionInDays: 365, kmsKeyId: ref("key", "arn") }),
          { type: "aws:kms/key:Key", name: "key", inputs: {} },
        ],
      },
    ],
    fail: [
      { name: "no group", inputs: { name: "shop" }, path: "", message: "EKS makes" },
      { inputs: { name: "shop" }, stack: [group({ retentionInDays: 365 })], path: "", message: "EKS makes" },
    ],
    undecided: [{ inputs: { name: "shop" }, stack: [group({ retentionInDays: UNKNOWN })], path: "/retentionInDays" }],
  },
});
function group(inputs: Properties) {
  return { type: GROUP, name: "logs", inputs: { name: "/aws/eks/shop/cluster", ...inputs } };
}
