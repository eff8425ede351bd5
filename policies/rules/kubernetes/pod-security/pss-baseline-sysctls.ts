import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onPod } from "../_pods.ts";

/** Kept apart for each pod by the kernel. The list of Kubernetes 1.37; it grew over the versions. */
const SAFE = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_notsent_lowat",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_slow_start_after_idle",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

export default defineRule({
  id: "pss-baseline-sysctls",
  title: "Set only the sysctls known to be safe.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Other kernel parameters are not kept apart for each pod: they change the node for everybody on it.",
  fix: "Remove the entry from securityContext.sysctls of the pod.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, ({ spec }) =>
      each(spec.get("securityContext", "sysctls").items(), (item) => {
        const name = item.get("name");
        const text = name.string() ?? "";
        return SAFE.has(text) ? [] : [name.fail(`the pod sets the sysctl ${text || "without a name"}; remove it.`)];
      }),
    ),
  examples: {
    pass: [
      { inputs: withContainer({}) },
      {
        inputs: withContainer({}, { securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }] } }),
      },
    ],
    fail: [
      {
        name: "the second one, beside an unknown one",
        inputs: withContainer(
          {},
          { securityContext: { sysctls: [{ name: UNKNOWN }, { name: "kernel.msgmax", value: "65536" }] } },
        ),
        path: `${POD}/securityContext/sysctls/1/name`,
        message: "sets the sysctl kernel.msgmax",
      },
    ],
    undecided: [
      {
        inputs: withContainer({}, { securityContext: { sysctls: [{ name: UNKNOWN }] } }),
        path: `${POD}/securityContext/sysctls/0/name`,
      },
      { inputs: withContainer({}, { securityContext: { sysctls: UNKNOWN } }), path: `${POD}/securityContext/sysctls` },
    ],
  },
});
