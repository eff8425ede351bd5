import fc from "fast-check";
import type { KubernetesObject } from "./_objects.ts";

/** Some value most of the time, else nothing: a field that is left out is the common case. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });
/** Mostly the safe value, so that one other fault in a pod decides its verdict. */
const mostly = <T>(safe: T, other: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(safe) }, { weight: 1, arbitrary: other });

const capability = fc.constantFrom(
  "ALL",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "CHOWN",
  "SETUID",
  "SYS_ADMIN",
  "NET_ADMIN",
  "KILL",
  "SYS_CHROOT",
);
const seccomp = fc.oneof(
  fc.constantFrom({ type: "RuntimeDefault" }, { type: "Unconfined" }),
  fc.constant({ type: "Localhost", localhostProfile: "profiles/audit.json" }),
);
const appArmor = fc.oneof(
  fc.constantFrom({ type: "RuntimeDefault" }, { type: "Unconfined" }),
  fc.constant({ type: "Localhost", localhostProfile: "audit" }),
);
const seLinux = fc.record(
  {
    type: fc.constantFrom("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t"),
    user: fc.constantFrom("", "system_u"),
    role: fc.constantFrom("", "system_r"),
    level: fc.constantFrom("s0:c1,c2"),
  },
  { requiredKeys: [] },
);
const windows = fc.record(
  { hostProcess: fc.boolean(), runAsUserName: fc.constantFrom("ContainerUser") },
  { requiredKeys: [] },
);
/** What the API asks for beside some fields; a pod without it is no valid one. */
const companions = fc.constantFrom<object>(
  ...Array.from({ length: 30 }, () => ({})),
  { hostUsers: false },
  { hostUsers: false },
  { hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } },
  { hostNetwork: true, securityContext: { runAsNonRoot: true, windowsOptions: { hostProcess: true } } },
);

const containerContext = fc
  .record({
    privileged: mostly<boolean | undefined>(undefined, fc.boolean(), 4),
    allowPrivilegeEscalation: mostly<boolean | undefined>(false, maybe(fc.boolean())),
    runAsNonRoot: mostly<boolean | undefined>(undefined, maybe(fc.boolean())),
    runAsUser: mostly<number | undefined>(undefined, fc.constantFrom(0, 1, 10001)),
    procMount: mostly<string | undefined>(undefined, fc.constantFrom("Default", "Unmasked"), 4),
    capabilities: mostly<{ drop?: string[]; add?: string[] } | undefined>(
      { drop: ["ALL"] },
      maybe(
        fc.record(
          { drop: fc.array(capability, { maxLength: 2 }), add: fc.array(capability, { maxLength: 2 }) },
          { requiredKeys: [] },
        ),
      ),
    ),
    seccompProfile: mostly<object | undefined>(undefined, seccomp),
    appArmorProfile: mostly<object | undefined>(undefined, appArmor),
    seLinuxOptions: mostly<object | undefined>(undefined, seLinux),
    windowsOptions: mostly<object | undefined>(undefined, windows),
  })
  // The API refuses a privileged container that says it gains no privileges.
  .map((context) => (context.privileged === true ? { ...context, allowPrivilegeEscalation: undefined } : context));

const handler = fc.constantFrom(
  { httpGet: { port: 8080 } },
  { httpGet: { port: 8080, host: "" } },
  { httpGet: { port: 8080, host: "169.254.169.254" } },
  { tcpSocket: { port: 8080 } },
  { tcpSocket: { port: 8080, host: "127.0.0.1" } },
);

const container = fc.record({
  securityContext: mostly<object | undefined>(
    { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    maybe(containerContext),
    1,
  ),
  ports: mostly<object[] | undefined>(
    undefined,
    fc.constantFrom(
      [{ containerPort: 8080 }],
      [{ containerPort: 8080, hostPort: 8080 }],
      [{ containerPort: 8080, hostPort: 0 }],
    ),
  ),
  livenessProbe: mostly<object | undefined>(undefined, handler, 20),
  readinessProbe: mostly<object | undefined>(undefined, handler, 20),
  startupProbe: mostly<object | undefined>(undefined, handler, 20),
  lifecycle: mostly<object | undefined>(
    undefined,
    fc.oneof(
      handler.map((postStart) => ({ postStart })),
      handler.map((preStop) => ({ preStop })),
    ),
    20,
  ),
});

const volume = fc.constantFrom<object[]>(
  { emptyDir: {} },
  { configMap: { name: "settings" } },
  { secret: { secretName: "keys" } },
  { persistentVolumeClaim: { claimName: "data" } },
  { projected: { sources: [] } },
  { downwardAPI: { items: [] } },
  { csi: { driver: "secrets-store.csi.k8s.io" } },
  {
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
    },
  },
  { image: { reference: "registry.example.com/models:1" } },
  { hostPath: { path: "/var/log" } },
  { nfs: { server: "10.0.0.5", path: "/" } },
  { iscsi: { targetPortal: "10.0.0.5", iqn: "iqn.2001-04.com.example:storage", lun: 0 } },
  { fc: { targetWWNs: ["50060e801049cfd1"], lun: 0 } },
  { rbd: { monitors: ["10.0.0.5"], image: "one" } },
  { cephfs: { monitors: ["10.0.0.5"] } },
  { awsElasticBlockStore: { volumeID: "vol-0a" } },
);

const sysctl = fc.constantFrom(
  { name: "kernel.shm_rmid_forced", value: "1" },
  { name: "net.ipv4.ip_local_port_range", value: "1024 65535" },
  { name: "net.ipv4.ip_unprivileged_port_start", value: "0" },
  { name: "net.ipv4.tcp_syncookies", value: "1" },
  { name: "net.ipv4.ping_group_range", value: "1 0" },
  { name: "net.ipv4.ip_local_reserved_ports", value: "1" },
  { name: "net.ipv4.tcp_keepalive_time", value: "60" },
  { name: "net.ipv4.tcp_fin_timeout", value: "60" },
  { name: "net.ipv4.tcp_keepalive_intvl", value: "60" },
  { name: "net.ipv4.tcp_keepalive_probes", value: "6" },
  { name: "net.ipv4.tcp_rmem", value: "4096 1 2" },
  { name: "net.ipv4.tcp_wmem", value: "4096 1 2" },
  { name: "net.core.somaxconn", value: "1024" },
  { name: "kernel.msgmax", value: "65536" },
);

const podContext = fc.record({
  runAsNonRoot: mostly<boolean | undefined>(true, maybe(fc.boolean())),
  runAsUser: mostly<number | undefined>(undefined, fc.constantFrom(0, 10001)),
  seccompProfile: mostly<object | undefined>({ type: "RuntimeDefault" }, maybe(seccomp)),
  appArmorProfile: mostly<object | undefined>(undefined, appArmor),
  seLinuxOptions: mostly<object | undefined>(undefined, seLinux),
  sysctls: mostly<object[] | undefined>(undefined, fc.array(sysctl, { minLength: 1, maxLength: 2 })),
  windowsOptions: mostly<object | undefined>(undefined, windows),
});

const flag = mostly<boolean | undefined>(undefined, fc.boolean(), 15);
const annotations = mostly<Record<string, string> | undefined>(
  undefined,
  fc
    .tuple(fc.constantFrom("main-0", "main-1"), fc.constantFrom("runtime/default", "unconfined", "localhost/audit"))
    .map(([name, profile]) => ({ [`container.apparmor.security.beta.kubernetes.io/${name}`]: profile })),
);

/** Pods over every field that the Pod Security Standards read; the API still refuses some of them as invalid. */
export const arbitraryPod: fc.Arbitrary<KubernetesObject> = fc
  .record({
    main: fc.array(container, { minLength: 1, maxLength: 2 }),
    init: mostly<object[]>([], fc.array(container, { minLength: 1, maxLength: 1 })),
    volumes: mostly<object[]>([], fc.array(volume, { minLength: 1, maxLength: 2 })),
    securityContext: mostly<object | undefined>(
      { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      maybe(podContext),
      1,
    ),
    hostNetwork: flag,
    hostPID: flag,
    hostIPC: flag,
    hostUsers: flag,
    os: mostly<object | undefined>(undefined, fc.constantFrom({ name: "linux" }, { name: "windows" })),
    annotations,
    companions,
  })
  .map(({ main, init, volumes, annotations: notes, companions: with_, ...fields }) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "generated", ...(notes !== undefined && { annotations: notes }) },
    spec: stripped({
      ...fields,
      ...with_,
      containers: main.map((one, index) => ({ name: `main-${index}`, image: "registry.example.com/api:1", ...one })),
      // Only a sidecar may have probes and hooks.
      initContainers: init.map((one, index) => ({
        name: `init-${index}`,
        image: "registry.example.com/api:1",
        restartPolicy: "Always",
        ...one,
      })),
      volumes: volumes.map((one, index) => ({ name: `volume-${index}`, ...one })),
    }),
  }));

/** Without the fields that are undefined, which JSON would drop too. */
function stripped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
