import type { Rule } from "../../rule.ts";
import k8sAdmissionFailClosed from "./config/k8s-admission-fail-closed.ts";
import k8sAwsAuthNotManaged from "./config/k8s-aws-auth-not-managed.ts";
import k8sConfigmapNoSecrets from "./config/k8s-configmap-no-secrets.ts";
import k8sNamespacePssEnforce from "./config/k8s-namespace-pss-enforce.ts";
import k8sNoSystemNamespace from "./config/k8s-no-system-namespace.ts";
import k8sSecretExternalStore from "./config/k8s-secret-external-store.ts";
import k8sSecretNoLegacyToken from "./config/k8s-secret-no-legacy-token.ts";
import k8sSecretNotInline from "./config/k8s-secret-not-inline.ts";
import k8sGatewayAllowedRoutes from "./network/k8s-gateway-allowed-routes.ts";
import k8sGatewayHostnames from "./network/k8s-gateway-hostnames.ts";
import k8sGatewayHttpsListeners from "./network/k8s-gateway-https-listeners.ts";
import k8sHttprouteHsts from "./network/k8s-httproute-hsts.ts";
import k8sHttprouteNoMirrorToForeign from "./network/k8s-httproute-no-mirror-to-foreign.ts";
import k8sIngressHostSet from "./network/k8s-ingress-host-set.ts";
import k8sIngressHsts from "./network/k8s-ingress-hsts.ts";
import k8sIngressInternalOrCidrs from "./network/k8s-ingress-internal-or-cidrs.ts";
import k8sIngressNginxSafeAnnotations from "./network/k8s-ingress-nginx-safe-annotations.ts";
import k8sIngressNoSnippets from "./network/k8s-ingress-no-snippets.ts";
import k8sIngressSslPolicy from "./network/k8s-ingress-ssl-policy.ts";
import k8sIngressSslRedirect from "./network/k8s-ingress-ssl-redirect.ts";
import k8sIngressTls from "./network/k8s-ingress-tls.ts";
import k8sIngressWaf from "./network/k8s-ingress-waf.ts";
import k8sNamespaceDefaultDeny from "./network/k8s-namespace-default-deny.ts";
import k8sNetpolMetadataBlocked from "./network/k8s-netpol-metadata-blocked.ts";
import k8sNetpolNamespaceSelectorScoped from "./network/k8s-netpol-namespace-selector-scoped.ts";
import k8sNetpolNoAllowAllEgress from "./network/k8s-netpol-no-allow-all-egress.ts";
import k8sNetpolNoAllowAllIngress from "./network/k8s-netpol-no-allow-all-ingress.ts";
import k8sServiceExternalName from "./network/k8s-service-external-name.ts";
import k8sServiceLbInternal from "./network/k8s-service-lb-internal.ts";
import k8sServiceLbTls from "./network/k8s-service-lb-tls.ts";
import k8sServiceNoExternalIps from "./network/k8s-service-no-external-ips.ts";
import k8sServiceNoNodePort from "./network/k8s-service-no-node-port.ts";
import k8sWorkloadCoveredByPolicy from "./network/k8s-workload-covered-by-policy.ts";
import pgbouncerAdminRestricted from "./pgbouncer/pgbouncer-admin-restricted.ts";
import pgbouncerAuthScram from "./pgbouncer/pgbouncer-auth-scram.ts";
import pgbouncerClientTls from "./pgbouncer/pgbouncer-client-tls.ts";
import pgbouncerCredentialsFromSecret from "./pgbouncer/pgbouncer-credentials-from-secret.ts";
import pgbouncerNotExposed from "./pgbouncer/pgbouncer-not-exposed.ts";
import pgbouncerServerTlsVerify from "./pgbouncer/pgbouncer-server-tls-verify.ts";
import k8sNoDefaultServiceAccount from "./pod-security/k8s-no-default-service-account.ts";
import k8sNoNetRaw from "./pod-security/k8s-no-net-raw.ts";
import k8sNoRuntimeSocketMount from "./pod-security/k8s-no-runtime-socket-mount.ts";
import k8sNoSshPort from "./pod-security/k8s-no-ssh-port.ts";
import k8sNoSysAdmin from "./pod-security/k8s-no-sys-admin.ts";
import k8sReadOnlyRootFs from "./pod-security/k8s-read-only-root-fs.ts";
import k8sSecurityContextPresent from "./pod-security/k8s-security-context-present.ts";
import k8sServiceAccountTokenNotMounted from "./pod-security/k8s-service-account-token-not-mounted.ts";
import pssBaselineApparmor from "./pod-security/pss-baseline-apparmor.ts";
import pssBaselineCapabilities from "./pod-security/pss-baseline-capabilities.ts";
import pssBaselineHostIpc from "./pod-security/pss-baseline-host-ipc.ts";
import pssBaselineHostNetwork from "./pod-security/pss-baseline-host-network.ts";
import pssBaselineHostPathVolumes from "./pod-security/pss-baseline-host-path-volumes.ts";
import pssBaselineHostPid from "./pod-security/pss-baseline-host-pid.ts";
import pssBaselineHostPorts from "./pod-security/pss-baseline-host-ports.ts";
import pssBaselineHostProbes from "./pod-security/pss-baseline-host-probes.ts";
import pssBaselineHostProcess from "./pod-security/pss-baseline-host-process.ts";
import pssBaselinePrivileged from "./pod-security/pss-baseline-privileged.ts";
import pssBaselineProcMount from "./pod-security/pss-baseline-proc-mount.ts";
import pssBaselineSeccomp from "./pod-security/pss-baseline-seccomp.ts";
import pssBaselineSelinux from "./pod-security/pss-baseline-selinux.ts";
import pssBaselineSysctls from "./pod-security/pss-baseline-sysctls.ts";
import pssRestrictedCapabilitiesAdd from "./pod-security/pss-restricted-capabilities-add.ts";
import pssRestrictedCapabilitiesDropAll from "./pod-security/pss-restricted-capabilities-drop-all.ts";
import pssRestrictedNoPrivilegeEscalation from "./pod-security/pss-restricted-no-privilege-escalation.ts";
import pssRestrictedProcMount from "./pod-security/pss-restricted-proc-mount.ts";
import pssRestrictedRunAsNonRoot from "./pod-security/pss-restricted-run-as-non-root.ts";
import pssRestrictedRunAsUserNonZero from "./pod-security/pss-restricted-run-as-user-non-zero.ts";
import pssRestrictedSeccompProfile from "./pod-security/pss-restricted-seccomp-profile.ts";
import pssRestrictedVolumeTypes from "./pod-security/pss-restricted-volume-types.ts";
import rbacAggregationGuarded from "./rbac/rbac-aggregation-guarded.ts";
import rbacLimitNetworkManagement from "./rbac/rbac-limit-network-management.ts";
import rbacLimitPodCreate from "./rbac/rbac-limit-pod-create.ts";
import rbacLimitRbacManagement from "./rbac/rbac-limit-rbac-management.ts";
import rbacLimitSecretsAccess from "./rbac/rbac-limit-secrets-access.ts";
import rbacNoAnonymousBinding from "./rbac/rbac-no-anonymous-binding.ts";
import rbacNoAuthenticatedBinding from "./rbac/rbac-no-authenticated-binding.ts";
import rbacNoBind from "./rbac/rbac-no-bind.ts";
import rbacNoClusterAdminBinding from "./rbac/rbac-no-cluster-admin-binding.ts";
import rbacNoCsrApproval from "./rbac/rbac-no-csr-approval.ts";
import rbacNoDefaultServiceAccountBinding from "./rbac/rbac-no-default-service-account-binding.ts";
import rbacNoEphemeralContainers from "./rbac/rbac-no-ephemeral-containers.ts";
import rbacNoEscalate from "./rbac/rbac-no-escalate.ts";
import rbacNoExecAttach from "./rbac/rbac-no-exec-attach.ts";
import rbacNoImpersonate from "./rbac/rbac-no-impersonate.ts";
import rbacNoNodeProxy from "./rbac/rbac-no-node-proxy.ts";
import rbacNoPvCreate from "./rbac/rbac-no-pv-create.ts";
import rbacNoServiceStatusUpdate from "./rbac/rbac-no-service-status-update.ts";
import rbacNoSystemMasters from "./rbac/rbac-no-system-masters.ts";
import rbacNoTokenCreate from "./rbac/rbac-no-token-create.ts";
import rbacNoWebhookConfig from "./rbac/rbac-no-webhook-config.ts";
import rbacNoWildcardApiGroups from "./rbac/rbac-no-wildcard-api-groups.ts";
import rbacNoWildcardNonresourceUrls from "./rbac/rbac-no-wildcard-nonresource-urls.ts";
import rbacNoWildcardResources from "./rbac/rbac-no-wildcard-resources.ts";
import rbacNoWildcardVerbs from "./rbac/rbac-no-wildcard-verbs.ts";
import rbacServiceAccountNoAutomount from "./rbac/rbac-service-account-no-automount.ts";
import k8sImageDigest from "./workload-hygiene/k8s-image-digest.ts";
import k8sImageNoLatest from "./workload-hygiene/k8s-image-no-latest.ts";
import k8sImageTrustedRegistry from "./workload-hygiene/k8s-image-trusted-registry.ts";
import k8sMemoryLimits from "./workload-hygiene/k8s-memory-limits.ts";
import k8sNoDashboardOrTiller from "./workload-hygiene/k8s-no-dashboard-or-tiller.ts";
import k8sNoSecretsInEnvLiterals from "./workload-hygiene/k8s-no-secrets-in-env-literals.ts";
import k8sPvcNotHostpath from "./workload-hygiene/k8s-pvc-not-hostpath.ts";

/** The rules on Kubernetes objects and on PgBouncer. */
export const kubernetesRules: readonly Rule[] = [
  k8sNoDefaultServiceAccount,
  k8sNoNetRaw,
  k8sNoRuntimeSocketMount,
  k8sNoSshPort,
  k8sNoSysAdmin,
  k8sReadOnlyRootFs,
  k8sSecurityContextPresent,
  k8sServiceAccountTokenNotMounted,
  pssBaselineApparmor,
  pssBaselineCapabilities,
  pssBaselineHostIpc,
  pssBaselineHostNetwork,
  pssBaselineHostPathVolumes,
  pssBaselineHostPid,
  pssBaselineHostPorts,
  pssBaselineHostProbes,
  pssBaselineHostProcess,
  pssBaselinePrivileged,
  pssBaselineProcMount,
  pssBaselineSeccomp,
  pssBaselineSelinux,
  pssBaselineSysctls,
  pssRestrictedCapabilitiesAdd,
  pssRestrictedCapabilitiesDropAll,
  pssRestrictedNoPrivilegeEscalation,
  pssRestrictedProcMount,
  pssRestrictedRunAsNonRoot,
  pssRestrictedRunAsUserNonZero,
  pssRestrictedSeccompProfile,
  pssRestrictedVolumeTypes,
  k8sImageDigest,
  k8sImageNoLatest,
  k8sImageTrustedRegistry,
  k8sMemoryLimits,
  k8sNoDashboardOrTiller,
  k8sNoSecretsInEnvLiterals,
  k8sPvcNotHostpath,
  k8sGatewayAllowedRoutes,
  k8sGatewayHostnames,
  k8sGatewayHttpsListeners,
  k8sHttprouteHsts,
  k8sHttprouteNoMirrorToForeign,
  k8sIngressHostSet,
  k8sIngressHsts,
  k8sIngressInternalOrCidrs,
  k8sIngressNginxSafeAnnotations,
  k8sIngressNoSnippets,
  k8sIngressSslPolicy,
  k8sIngressSslRedirect,
  k8sIngressTls,
  k8sIngressWaf,
  k8sNamespaceDefaultDeny,
  k8sNetpolMetadataBlocked,
  k8sNetpolNamespaceSelectorScoped,
  k8sNetpolNoAllowAllEgress,
  k8sNetpolNoAllowAllIngress,
  k8sServiceExternalName,
  k8sServiceLbInternal,
  k8sServiceLbTls,
  k8sServiceNoExternalIps,
  k8sServiceNoNodePort,
  k8sWorkloadCoveredByPolicy,
  rbacAggregationGuarded,
  rbacLimitNetworkManagement,
  rbacLimitPodCreate,
  rbacLimitRbacManagement,
  rbacLimitSecretsAccess,
  rbacNoAnonymousBinding,
  rbacNoAuthenticatedBinding,
  rbacNoBind,
  rbacNoClusterAdminBinding,
  rbacNoCsrApproval,
  rbacNoDefaultServiceAccountBinding,
  rbacNoEphemeralContainers,
  rbacNoEscalate,
  rbacNoExecAttach,
  rbacNoImpersonate,
  rbacNoNodeProxy,
  rbacNoPvCreate,
  rbacNoServiceStatusUpdate,
  rbacNoSystemMasters,
  rbacNoTokenCreate,
  rbacNoWebhookConfig,
  rbacNoWildcardApiGroups,
  rbacNoWildcardNonresourceUrls,
  rbacNoWildcardResources,
  rbacNoWildcardVerbs,
  rbacServiceAccountNoAutomount,
  k8sAdmissionFailClosed,
  k8sAwsAuthNotManaged,
  k8sConfigmapNoSecrets,
  k8sNamespacePssEnforce,
  k8sNoSystemNamespace,
  k8sSecretExternalStore,
  k8sSecretNoLegacyToken,
  k8sSecretNotInline,
  pgbouncerAdminRestricted,
  pgbouncerAuthScram,
  pgbouncerClientTls,
  pgbouncerCredentialsFromSecret,
  pgbouncerNotExposed,
  pgbouncerServerTlsVerify,
];
