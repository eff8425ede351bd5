import { posix } from "node:path";
import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { EKS_PODS } from "../_links.ts";
import { itemName } from "../_objects.ts";
import { POD_TYPES, eachContainer, onPod } from "../_pods.ts";

const SOCKET = /\/(?:docker|dockershim|containerd|crio|cri-dockerd|podman|buildkitd)\.sock(?:\.ttrpc)?$/;
/** The same on Windows, where it is a named pipe. */
const PIPE = /^(?:npipe:)?[\\/]+\.[\\/]+pipe[\\/]+(?:docker|dockershim|containerd|cri)/i;
/** Folders of the node in which a runtime's socket lies. */
const FOLDERS = new Set(
  [
    "",
    "/var",
    "/run",
    "/run/containerd",
    "/run/crio",
    "/run/docker",
    "/run/docker/containerd",
    "/run/podman",
    "/run/buildkit",
    "/run/k3s",
    "/run/k3s/containerd",
    "/run/k0s",
    "/var/snap/microk8s/common/run",
  ].flatMap((folder) => (folder.startsWith("/run") ? [folder, `/var${folder}`] : [folder])),
);

export default defineRule({
  id: "k8s-no-runtime-socket-mount",
  title: "Refuse mounts of container runtime sockets.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Whoever talks to the container runtime starts privileged containers on the node, past every policy of the cluster.",
  fix: "Remove the hostPath volume; build images with a rootless builder, and read metrics from the kubelet's API.",
  links: [EKS_PODS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      all(
        () =>
          each(pod.spec.get("volumes").items(), (volume) => {
            const path = volume.get("hostPath", "path");
            return exposesSocket(path.string())
              ? [path.fail(`volume ${itemName(volume)} hands the node's container runtime to the pod; remove it.`)]
              : [];
          }),
        () =>
          eachContainer(pod, ({ property, label }) =>
            each(property.get("volumeMounts").items(), (mount) => {
              const path = mount.get("mountPath");
              return isSocket(path.string() ?? "")
                ? [path.fail(`${label} mounts the socket of a container runtime; remove the mount.`)]
                : [];
            }),
          ),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      { inputs: withContainer({}, { volumes: [{ name: "tmp", emptyDir: {} }] }) },
      {
        name: "another path, which other rules judge",
        inputs: withContainer({}, { volumes: [{ hostPath: { path: "/var/log" } }] }),
      },
    ],
    fail: [
      {
        name: "the second volume",
        inputs: withContainer(
          {},
          { volumes: [UNKNOWN, { name: "docker", hostPath: { path: "/var/run/docker.sock" } }] },
        ),
        path: `${POD}/volumes/1/hostPath/path`,
        message: 'volume "docker" hands the node',
      },
      {
        name: "the folder around it",
        inputs: withContainer({}, { volumes: [{ name: "run", hostPath: { path: "/run/containerd/" } }] }),
        path: `${POD}/volumes/0/hostPath/path`,
        message: 'volume "run"',
      },
      {
        name: "the folder of another distribution",
        inputs: withContainer({}, { volumes: [{ name: "run", hostPath: { path: "/var/snap/microk8s/common/run" } }] }),
        path: `${POD}/volumes/0/hostPath/path`,
        message: 'volume "run"',
      },
      {
        name: "the pipe of a Windows node",
        inputs: withContainer({}, { volumes: [{ name: "docker", hostPath: { path: "\\\\.\\pipe\\docker_engine" } }] }),
        path: `${POD}/volumes/0/hostPath/path`,
        message: 'volume "docker"',
      },
      {
        name: "a mount of an init container",
        inputs: withInitContainer({ volumeMounts: [{ name: "x", mountPath: "/var/run/docker.sock" }] }, {}),
        path: `${POD}/initContainers/0/volumeMounts/0/mountPath`,
        message: 'init container "migrate" mounts the socket',
      },
    ],
    undecided: [
      {
        inputs: withContainer({}, { volumes: [{ hostPath: { path: UNKNOWN } }] }),
        path: `${POD}/volumes/0/hostPath/path`,
      },
      {
        inputs: withContainer({ volumeMounts: [{ name: "x", mountPath: UNKNOWN }] }),
        path: `${POD}/containers/0/volumeMounts/0/mountPath`,
      },
    ],
  },
});

function exposesSocket(path: string | undefined): boolean {
  if (path === undefined) return false;
  const normal = posix.normalize(path).replace(/\/+$/, "");
  return isSocket(path) || FOLDERS.has(normal);
}

function isSocket(path: string): boolean {
  return SOCKET.test(posix.normalize(path).replace(/\/+$/, "")) || PIPE.test(path);
}
