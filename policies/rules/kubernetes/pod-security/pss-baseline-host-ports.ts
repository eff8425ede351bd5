import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onContainers } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-host-ports",
  title: "Refuse host ports.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A host port is open on the node's own address, past Services and often past network policies, and can shadow a node service.",
  fix: "Remove hostPort from the container's ports; publish them through a Service.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      each(container.get("ports").items(), (port) => {
        const hostPort = port.get("hostPort");
        const number = hostPort.number() ?? 0;
        return number === 0 ? [] : [hostPort.fail(`${label} binds port ${number} of its node; remove hostPort.`)];
      }),
    ),
  examples: {
    pass: [
      { inputs: withContainer({ ports: [{ containerPort: 8080 }] }) },
      { name: "0 is no host port", inputs: withContainer({ ports: [{ containerPort: 8080, hostPort: 0 }] }) },
    ],
    fail: [
      {
        name: "the second port",
        inputs: withContainer({ ports: [{ containerPort: 8080 }, { containerPort: 9090, hostPort: 9090 }] }),
        path: `${POD}/containers/0/ports/1/hostPort`,
        message: 'container "api" binds port 9090 of its node',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ ports: [{ containerPort: 80, hostPort: 80 }] }, { ports: UNKNOWN }),
        path: `${POD}/initContainers/0/ports/0/hostPort`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      { inputs: withContainer({ ports: [{ hostPort: UNKNOWN }] }), path: `${POD}/containers/0/ports/0/hostPort` },
      { inputs: withContainer({ ports: UNKNOWN }), path: `${POD}/containers/0/ports` },
    ],
  },
});
