import { containerKinds } from "./_admission-kinds.ts";

/** What a cluster refuses, in the API server's own expression language (CEL). */
export interface AdmissionRule {
  /** Name of the policy, behind the component's prefix; in the message of each refusal. */
  readonly name: string;
  /** Ids of the policy pack's rules that this one holds in the cluster. */
  readonly rules: readonly string[];
  /** Which objects it judges. @default "pods" */
  readonly objects?: "pods" | "services";
  /** True for an object that is admitted. */
  readonly expression: string;
  /** Follows the rule's name where an object is refused: the fact, then the fix. */
  readonly message: string;
  /** Whether the expression reads `params`. */
  readonly reads?: "parameters";
}

const every = (condition: string): string =>
  containerKinds("all")
    .map((list) => `${list}.all(c, ${condition})`)
    .join(" && ");
/** Linux fields that the API refuses in a pod for Windows. */
const onLinux = (condition: string): string => `variables.pod.?os.?name.orValue('') == 'windows' || (${condition})`;

/** A registry's host, or Docker Hub where the first part of the image names none; as container runtimes read it. */
const FULL_IMAGE = `(c.image.matches('^(localhost|[^/]*[.:][^/]*)/') ? c.image : 'docker.io/' + c.image)`;
const LIMIT = (owner: string): string => `quantity(string(${owner}.?resources.?limits.?memory.orValue('0')))`;
const isLimited = (owner: string): string => `${LIMIT(owner)}.isGreaterThan(quantity('0'))`;

/**
 * One row a policy. The rules of the pack that ask the same are named, and both are tested on the same examples.
 * Rules that one of these implies, such as those on single capabilities, have no row of their own.
 */
export const ADMISSION_RULES: readonly AdmissionRule[] = [
  {
    name: "image-digest",
    rules: ["k8s-image-digest"],
    expression: every("c.?image.orValue('').matches('@sha256:[0-9a-f]{64}$')"),
    message: "a container's image has no digest; name it as repository@sha256:<64 hexadecimal digits>.",
  },
  {
    name: "trusted-registry",
    rules: ["k8s-image-trusted-registry"],
    expression: every(`has(c.image) && params.data.registries.split('\\n').exists(r, ${FULL_IMAGE}.matches(r))`),
    message: "a container's image is of a registry that is not trusted; copy it to a registry of the platform.",
    reads: "parameters",
  },
  {
    name: "memory-limit",
    rules: ["k8s-memory-limits"],
    // Ephemeral containers cannot have limits.
    expression: `${isLimited("variables.pod")} || (${containerKinds("lasting")
      .map((list) => `${list}.all(c, ${isLimited("c")})`)
      .join(" && ")})`,
    message: "a container has no memory limit; set resources.limits.memory.",
  },
  {
    name: "api-token",
    rules: ["k8s-service-account-token-not-mounted"],
    expression:
      "!variables.pod.?automountServiceAccountToken.orValue(true) || " +
      "variables.template.?metadata.?annotations[?params.data.apiClientAnnotation].orValue('') == 'true'",
    message: "the pod mounts a token of the Kubernetes API; set automountServiceAccountToken to false.",
    reads: "parameters",
  },
  {
    name: "host-namespaces",
    rules: ["pss-baseline-host-network", "pss-baseline-host-pid", "pss-baseline-host-ipc"],
    expression: ["hostNetwork", "hostPID", "hostIPC"]
      .map((field) => `!variables.pod.?${field}.orValue(false)`)
      .join(" && "),
    message: "the pod shares a namespace of its node; remove hostNetwork, hostPID and hostIPC.",
  },
  {
    name: "privileged",
    rules: ["pss-baseline-privileged"],
    expression: every("!c.?securityContext.?privileged.orValue(false)"),
    message: "a container runs privileged; remove securityContext.privileged.",
  },
  {
    name: "privilege-escalation",
    rules: ["pss-restricted-no-privilege-escalation"],
    expression: onLinux(every("!c.?securityContext.?allowPrivilegeEscalation.orValue(true)")),
    message: "a container may gain privileges; set securityContext.allowPrivilegeEscalation to false.",
  },
  {
    name: "drop-capabilities",
    rules: ["pss-restricted-capabilities-drop-all"],
    expression: onLinux(every("'ALL' in c.?securityContext.?capabilities.?drop.orValue([])")),
    message: 'a container keeps capabilities; set capabilities.drop to ["ALL"].',
  },
  {
    name: "added-capabilities",
    rules: ["pss-restricted-capabilities-add"],
    expression: onLinux(every("c.?securityContext.?capabilities.?add.orValue([]).all(a, a == 'NET_BIND_SERVICE')")),
    message: "a container adds a capability; remove all but NET_BIND_SERVICE from capabilities.add.",
  },
  {
    name: "read-only-root",
    rules: ["k8s-read-only-root-fs"],
    expression: onLinux(every("c.?securityContext.?readOnlyRootFilesystem.orValue(false)")),
    message: "a container's root file system is writable; set securityContext.readOnlyRootFilesystem to true.",
  },
  {
    name: "host-path",
    rules: ["pss-baseline-host-path-volumes"],
    expression: "variables.pod.?volumes.orValue([]).all(v, !has(v.hostPath))",
    message: "a volume is a path of the node; use an emptyDir, a persistentVolumeClaim or a CSI volume.",
  },
  {
    name: "service-exposure",
    rules: ["k8s-service-no-external-ips", "k8s-service-no-node-port"],
    objects: "services",
    expression: "object.spec.?externalIPs.orValue([]).size() == 0 && object.spec.?type.orValue('') != 'NodePort'",
    message: "the service takes external addresses or a port of every node; use ClusterIP.",
  },
];
