import { formatPath } from "../../../pointer.ts";
import type { Property } from "../../../property.ts";
import { type Issue, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { HANDLERS, POD_TYPES, onContainers } from "../_pods.ts";

const ACTIONS = ["httpGet", "tcpSocket"] as const;

export default defineRule({
  id: "pss-baseline-host-probes",
  title: "Refuse an explicit host in probes and lifecycle hooks.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The kubelet opens the connection from the node: with a host of their choice a pod's author reaches node services and cloud metadata through it.",
  fix: "Remove the host field, so that the pod's own address is probed; name a virtual host in httpGet.httpHeaders.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label) =>
      each(HANDLERS, (keys) => {
        const handler = container.get(...keys);
        return handler.isSet ? each(ACTIONS, (action) => judge(handler.get(action, "host"), label)) : [];
      }),
    ),
  examples: {
    pass: [
      { inputs: withContainer({ livenessProbe: { httpGet: { path: "/live", port: 8080 } } }) },
      {
        name: "an empty host is the pod's own",
        inputs: withContainer({ readinessProbe: { tcpSocket: { host: "", port: 1 } } }),
      },
    ],
    fail: [
      {
        inputs: withContainer({
          startupProbe: UNKNOWN,
          livenessProbe: { httpGet: { host: "169.254.169.254", port: 80 } },
        }),
        path: `${POD}/containers/0/livenessProbe/httpGet/host`,
        message: "in livenessProbe.httpGet",
      },
      {
        name: "a hook of an init container",
        inputs: withInitContainer({ lifecycle: { preStop: { tcpSocket: { host: "127.0.0.1", port: 22 } } } }, {}),
        path: `${POD}/initContainers/0/lifecycle/preStop/tcpSocket/host`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ readinessProbe: { httpGet: { host: UNKNOWN, port: 80 } } }),
        path: `${POD}/containers/0/readinessProbe/httpGet/host`,
      },
    ],
  },
});

function judge(host: Property, label: string): Issue[] {
  if ((host.string() ?? "") === "") return [];
  const handler = formatPath(host.keys.slice(-3, -1));
  return [host.fail(`${label} lets the kubelet call a host of its choice in ${handler}; remove its host field.`)];
}
