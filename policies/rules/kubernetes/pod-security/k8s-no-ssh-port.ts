import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { EKS_PODS } from "../_links.ts";
import { POD_TYPES, onContainers } from "../_pods.ts";

export default defineRule({
  id: "k8s-no-ssh-port",
  title: "Do not run or expose SSH in containers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A shell server in a pod is a way in past the API's authentication and audit log.",
  fix: "Remove the port and the server; use kubectl debug under a break-glass role.",
  links: [EKS_PODS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      each(container.get("ports").items(), (port) =>
        all(
          ...["containerPort", "hostPort"].map(
            (field) => () => port.get(field).mustNotBe(22, `${label} listens on the port of SSH; remove it.`),
          ),
        ),
      ),
    ),
  examples: {
    pass: [{ inputs: withContainer({ ports: [{ containerPort: 8080 }] }) }],
    fail: [
      {
        name: "the second port, beside an unknown one",
        inputs: withContainer({ ports: [UNKNOWN, { containerPort: 22 }] }),
        path: `${POD}/containers/0/ports/1/containerPort`,
        message: 'container "api" listens on the port of SSH',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ ports: [{ containerPort: 22 }] }, {}),
        path: `${POD}/initContainers/0/ports/0/containerPort`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ ports: [{ containerPort: UNKNOWN }] }),
        path: `${POD}/containers/0/ports/0/containerPort`,
      },
    ],
  },
});
