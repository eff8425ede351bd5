import { type Issue, all, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { EKS_PODS } from "../_links.ts";
import { type Container, POD_TYPES, type Pod, eachContainer, exceptWindows, mustSet, onPod } from "../_pods.ts";

const CAPABILITIES = ["securityContext", "capabilities"] as const;

export default defineRule({
  id: "k8s-no-net-raw",
  title: "Drop NET_RAW.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "With raw sockets, which runtimes grant by default, a pod can forge ARP and DNS answers for its neighbours.",
  fix: 'Set securityContext.capabilities.drop to ["ALL"], or at least name NET_RAW there, and do not add it back.',
  links: [EKS_PODS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      exceptWindows(
        pod,
        eachContainer(pod, (one) => judge(pod, one)),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({ securityContext: { capabilities: { drop: ["ALL"] } } }) },
      { inputs: withContainer({ securityContext: { capabilities: { drop: ["NET_RAW"] } } }) },
      {
        name: "in small letters, which the profile refuses and the runtime takes",
        inputs: withContainer({ securityContext: { capabilities: { drop: ["all"] } } }),
      },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/containers/0/securityContext/capabilities/drop`,
        message: 'container "api" keeps NET_RAW',
      },
      {
        name: "added back",
        inputs: withContainer({ securityContext: { capabilities: { drop: ["ALL"], add: ["NET_RAW"] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add/0`,
        message: 'container "api" adds NET_RAW',
      },
      {
        name: "added back in small letters",
        inputs: withContainer({ securityContext: { capabilities: { drop: ["ALL"], add: ["net_raw"] } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add/0`,
        message: 'container "api" adds NET_RAW',
      },
      {
        name: "an init container",
        inputs: withInitContainer(
          { securityContext: { capabilities: { drop: ["CHOWN"] } } },
          { securityContext: { capabilities: { drop: UNKNOWN } } },
        ),
        path: `${POD}/initContainers/0/securityContext/capabilities/drop`,
        message: 'init container "migrate" keeps NET_RAW',
      },
    ],
    undecided: [
      {
        inputs: withContainer({ securityContext: { capabilities: { drop: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/capabilities/drop`,
      },
      {
        inputs: withContainer({ securityContext: { capabilities: { drop: ["ALL"], add: UNKNOWN } } }),
        path: `${POD}/containers/0/securityContext/capabilities/add`,
      },
    ],
  },
});

function judge(pod: Pod, { property, label }: Container): Issue[] {
  return all(
    () => {
      const drop = property.get(...CAPABILITIES, "drop");
      if (some(drop.items(), (item) => names(item.string()))) return [];
      const message = `${label} keeps NET_RAW; set capabilities.drop to ["ALL"].`;
      return drop.items().length === 0 ? mustSet(pod, drop, message) : [drop.fail(message)];
    },
    () =>
      each(property.get(...CAPABILITIES, "add").items(), (item) =>
        names(item.string()) ? [item.fail(`${label} adds NET_RAW; remove it from capabilities.add.`)] : [],
      ),
  );
}

/** Runtimes compare without regard to case, and accept the kernel's spelling. */
function names(capability: string | undefined): boolean {
  return /^(?:ALL|(?:CAP_)?NET_RAW)$/i.test(capability ?? "");
}
