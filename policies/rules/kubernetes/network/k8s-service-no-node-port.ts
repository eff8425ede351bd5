import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { SERVICES } from "../_links.ts";
import { service } from "./_examples.ts";

export default defineRule({
  id: "k8s-service-no-node-port",
  title: "Refuse node-port services.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A node port is open on every node of the cluster, and the policies of the pods see the node as the source.",
  fix: "Set spec.type to ClusterIP and let the load balancer reach the pods by IP targets.",
  links: [SERVICES],
  types: ["kubernetes:core/v1:Service"],
  check: (resource) =>
    resource
      .get("spec", "type")
      .mustNotBe("NodePort", "the service opens a port on every node; set type to ClusterIP."),
  examples: {
    pass: [
      { inputs: service({ ports: [{ port: 80 }] }) },
      { inputs: service({ type: "ClusterIP", ports: [{ port: 80 }] }) },
    ],
    fail: [
      {
        inputs: service({ type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] }),
        path: "/spec/type",
        message: "opens a port on every node",
      },
    ],
    undecided: [{ inputs: service({ type: UNKNOWN }), path: "/spec/type" }],
  },
});
