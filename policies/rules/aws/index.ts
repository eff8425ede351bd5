import type { Rule } from "../../rule.ts";
import dbSgOnlyFromWorkloads from "./network/db-sg-only-from-workloads.ts";
import eipAttached from "./network/eip-attached.ts";
import naclAttached from "./network/nacl-attached.ts";
import naclNoAllowAllPorts from "./network/nacl-no-allow-all-ports.ts";
import naclNoPublicAdminIngress from "./network/nacl-no-public-admin-ingress.ts";
import sgAttached from "./network/sg-attached.ts";
import sgNoInlineAndStandaloneMix from "./network/sg-no-inline-and-standalone-mix.ts";
import sgNoOverlyBroadSource from "./network/sg-no-overly-broad-source.ts";
import sgNoPublicAllPorts from "./network/sg-no-public-all-ports.ts";
import sgNoPublicHighRiskPorts from "./network/sg-no-public-high-risk-ports.ts";
import sgNoPublicRdp from "./network/sg-no-public-rdp.ts";
import sgNoPublicSsh from "./network/sg-no-public-ssh.ts";
import sgNoUnrestrictedEgress from "./network/sg-no-unrestricted-egress.ts";
import sgPublicIngressOnlyAllowedPorts from "./network/sg-public-ingress-only-allowed-ports.ts";
import sgRulesDescribed from "./network/sg-rules-described.ts";
import tgwNoAutoAccept from "./network/tgw-no-auto-accept.ts";
import vpcBlockPublicAccess from "./network/vpc-block-public-access.ts";
import vpcDefaultSecurityGroupClosed from "./network/vpc-default-security-group-closed.ts";
import vpcEndpointPolicyRestrictive from "./network/vpc-endpoint-policy-restrictive.ts";
import vpcEndpointPrivateDns from "./network/vpc-endpoint-private-dns.ts";
import vpcEndpointServiceManualAcceptance from "./network/vpc-endpoint-service-manual-acceptance.ts";
import vpcEndpointsForAwsServices from "./network/vpc-endpoints-for-aws-services.ts";
import vpcFlowLogTrafficTypeAll from "./network/vpc-flow-log-traffic-type-all.ts";
import vpcFlowLogsEnabled from "./network/vpc-flow-logs-enabled.ts";
import vpcMultiAzSubnets from "./network/vpc-multi-az-subnets.ts";
import vpcNoDefaultVpc from "./network/vpc-no-default-vpc.ts";
import vpcPeeringRoutesLeastAccess from "./network/vpc-peering-routes-least-access.ts";
import vpcPrivateSubnetNoIgwRoute from "./network/vpc-private-subnet-no-igw-route.ts";
import vpcSubnetNoAutoPublicIp from "./network/vpc-subnet-no-auto-public-ip.ts";
import vpcSubnetNoAutoPublicIpv6 from "./network/vpc-subnet-no-auto-public-ipv6.ts";
import iamNoDecryptOnAllKeys from "./kms/iam-no-decrypt-on-all-keys.ts";
import kmsDeletionWindow from "./kms/kms-deletion-window.ts";
import kmsGrantsConstrained from "./kms/kms-grants-constrained.ts";
import kmsKeyEnabled from "./kms/kms-key-enabled.ts";
import kmsKeyPolicyExplicit from "./kms/kms-key-policy-explicit.ts";
import kmsKeyPolicyNoWildcardPrincipal from "./kms/kms-key-policy-no-wildcard-principal.ts";
import kmsKeyPolicySeparatesAdminAndUse from "./kms/kms-key-policy-separates-admin-and-use.ts";
import kmsKeyRotationEnabled from "./kms/kms-key-rotation-enabled.ts";
import kmsMultiRegionJustified from "./kms/kms-multi-region-justified.ts";
import kmsNoLockoutBypass from "./kms/kms-no-lockout-bypass.ts";
import kmsServiceGrantsConfusedDeputy from "./kms/kms-service-grants-confused-deputy.ts";
import providerNoStaticCredentials from "./secrets/provider-no-static-credentials.ts";
import secretValueNotPlaintext from "./secrets/secret-value-not-plaintext.ts";
import secretsmanagerCmk from "./secrets/secretsmanager-cmk.ts";
import secretsmanagerPolicyNotPublic from "./secrets/secretsmanager-policy-not-public.ts";
import secretsmanagerRecoveryWindow from "./secrets/secretsmanager-recovery-window.ts";
import secretsmanagerRotationEnabled from "./secrets/secretsmanager-rotation-enabled.ts";
import secretsmanagerRotationInterval from "./secrets/secretsmanager-rotation-interval.ts";
import ssmDocumentNoSecrets from "./secrets/ssm-document-no-secrets.ts";
import ssmDocumentNotPublic from "./secrets/ssm-document-not-public.ts";
import ssmParameterCmk from "./secrets/ssm-parameter-cmk.ts";
import ssmParameterSecureString from "./secrets/ssm-parameter-secure-string.ts";
import ssmSessionLoggingEncrypted from "./secrets/ssm-session-logging-encrypted.ts";
import rdsActivityStreamCmk from "./rds/rds-activity-stream-cmk.ts";
import rdsAutoMinorUpgrade from "./rds/rds-auto-minor-upgrade.ts";
import rdsBackupRetention from "./rds/rds-backup-retention.ts";
import rdsCmk from "./rds/rds-cmk.ts";
import rdsCopyTagsToSnapshots from "./rds/rds-copy-tags-to-snapshots.ts";
import rdsDataApiDisabled from "./rds/rds-data-api-disabled.ts";
import rdsDeletionProtection from "./rds/rds-deletion-protection.ts";
import rdsEnhancedMonitoring from "./rds/rds-enhanced-monitoring.ts";
import rdsEventSubscriptions from "./rds/rds-event-subscriptions.ts";
import rdsFinalSnapshot from "./rds/rds-final-snapshot.ts";
import rdsIamAuth from "./rds/rds-iam-auth.ts";
import rdsInBackupPlan from "./rds/rds-in-backup-plan.ts";
import rdsLogExports from "./rds/rds-log-exports.ts";
import rdsManagedMasterPassword from "./rds/rds-managed-master-password.ts";
import rdsModernCa from "./rds/rds-modern-ca.ts";
import rdsMultiAz from "./rds/rds-multi-az.ts";
import rdsMysqlSecureTransport from "./rds/rds-mysql-secure-transport.ts";
import rdsNonDefaultAdmin from "./rds/rds-non-default-admin.ts";
import rdsNonDefaultPort from "./rds/rds-non-default-port.ts";
import rdsNotPubliclyAccessible from "./rds/rds-not-publicly-accessible.ts";
import rdsPerformanceInsights from "./rds/rds-performance-insights.ts";
import rdsPerformanceInsightsCmk from "./rds/rds-performance-insights-cmk.ts";
import rdsPostgresForceSsl from "./rds/rds-postgres-force-ssl.ts";
import rdsPostgresPgaudit from "./rds/rds-postgres-pgaudit.ts";
import rdsPostgresQueryLogging from "./rds/rds-postgres-query-logging.ts";
import rdsPostgresScram from "./rds/rds-postgres-scram.ts";
import rdsPrivateSubnetGroup from "./rds/rds-private-subnet-group.ts";
import rdsProxyTls from "./rds/rds-proxy-tls.ts";
import rdsSecurityGroupSet from "./rds/rds-security-group-set.ts";
import rdsSnapshotCopyEncrypted from "./rds/rds-snapshot-copy-encrypted.ts";
import rdsSnapshotNotPublic from "./rds/rds-snapshot-not-public.ts";
import rdsStorageEncrypted from "./rds/rds-storage-encrypted.ts";
import rdsSupportedEngineVersion from "./rds/rds-supported-engine-version.ts";
import elasticacheAtRestEncryption from "./elasticache/elasticache-at-rest-encryption.ts";
import elasticacheAuthEnabled from "./elasticache/elasticache-auth-enabled.ts";
import elasticacheAutoMinorUpgrade from "./elasticache/elasticache-auto-minor-upgrade.ts";
import elasticacheCmk from "./elasticache/elasticache-cmk.ts";
import elasticacheCustomSubnetGroup from "./elasticache/elasticache-custom-subnet-group.ts";
import elasticacheDefaultUserDisabled from "./elasticache/elasticache-default-user-disabled.ts";
import elasticacheLogDelivery from "./elasticache/elasticache-log-delivery.ts";
import elasticacheMultiAzFailover from "./elasticache/elasticache-multi-az-failover.ts";
import elasticacheNoStandaloneRedis from "./elasticache/elasticache-no-standalone-redis.ts";
import elasticacheNonDefaultPort from "./elasticache/elasticache-non-default-port.ts";
import elasticacheSecurityGroupSet from "./elasticache/elasticache-security-group-set.ts";
import elasticacheSnapshotRetention from "./elasticache/elasticache-snapshot-retention.ts";
import elasticacheSupportedEngine from "./elasticache/elasticache-supported-engine.ts";
import elasticacheTransitEncryption from "./elasticache/elasticache-transit-encryption.ts";
import elasticacheTransitModeRequired from "./elasticache/elasticache-transit-mode-required.ts";
import elasticacheUserLeastPrivilege from "./elasticache/elasticache-user-least-privilege.ts";
import elasticacheUserNoPasswordless from "./elasticache/elasticache-user-no-passwordless.ts";
import iamGroupNotEmpty from "./iam/iam-group-not-empty.ts";
import iamIrsaSubjectExact from "./iam/iam-irsa-subject-exact.ts";
import iamNoAccessKeys from "./iam/iam-no-access-keys.ts";
import iamNoAdministratorAccessAttachment from "./iam/iam-no-administrator-access-attachment.ts";
import iamNoBroadManagedPolicies from "./iam/iam-no-broad-managed-policies.ts";
import iamNoConsoleLoginProfile from "./iam/iam-no-console-login-profile.ts";
import iamNoCredentialExposure from "./iam/iam-no-credential-exposure.ts";
import iamNoDataExfiltration from "./iam/iam-no-data-exfiltration.ts";
import iamNoFullAdmin from "./iam/iam-no-full-admin.ts";
import iamNoNotActionAllow from "./iam/iam-no-not-action-allow.ts";
import iamNoPermissionsManagementWildcard from "./iam/iam-no-permissions-management-wildcard.ts";
import iamNoPoliciesOnUsers from "./iam/iam-no-policies-on-users.ts";
import iamNoPrivilegeEscalation from "./iam/iam-no-privilege-escalation.ts";
import iamNoSecurityServiceTampering from "./iam/iam-no-security-service-tampering.ts";
import iamNoServerCertificates from "./iam/iam-no-server-certificates.ts";
import iamNoUnconstrainedWrite from "./iam/iam-no-unconstrained-write.ts";
import iamNoUsers from "./iam/iam-no-users.ts";
import iamNoWildcardActions from "./iam/iam-no-wildcard-actions.ts";
import iamNoWildcardResources from "./iam/iam-no-wildcard-resources.ts";
import iamOidcProviderAudience from "./iam/iam-oidc-provider-audience.ts";
import iamOidcTrustConditions from "./iam/iam-oidc-trust-conditions.ts";
import iamPassroleScoped from "./iam/iam-passrole-scoped.ts";
import iamPasswordPolicy from "./iam/iam-password-policy.ts";
import iamPermissionsBoundary from "./iam/iam-permissions-boundary.ts";
import iamSessionDuration from "./iam/iam-session-duration.ts";
import iamTrustCrossAccountExternalId from "./iam/iam-trust-cross-account-external-id.ts";
import iamTrustNoWildcardPrincipal from "./iam/iam-trust-no-wildcard-principal.ts";
import iamTrustServiceConfusedDeputy from "./iam/iam-trust-service-confused-deputy.ts";
import eksAccessEntriesOnly from "./eks/eks-access-entries-only.ts";
import eksAccessEntryNoSystemMasters from "./eks/eks-access-entry-no-system-masters.ts";
import eksAccessPolicyScoped from "./eks/eks-access-policy-scoped.ts";
import eksAddonsManaged from "./eks/eks-addons-managed.ts";
import eksControlPlaneLogGroupManaged from "./eks/eks-control-plane-log-group-managed.ts";
import eksControlPlaneLogging from "./eks/eks-control-plane-logging.ts";
import eksDeletionProtection from "./eks/eks-deletion-protection.ts";
import eksGuarddutyAgent from "./eks/eks-guardduty-agent.ts";
import eksNetworkPolicyEnforced from "./eks/eks-network-policy-enforced.ts";
import eksNoCreatorAdmin from "./eks/eks-no-creator-admin.ts";
import eksNodeAmiOptimised from "./eks/eks-node-ami-optimised.ts";
import eksNodeRoleMinimal from "./eks/eks-node-role-minimal.ts";
import eksNodegroupNoOpenSsh from "./eks/eks-nodegroup-no-open-ssh.ts";
import eksNodesEncryptedVolumes from "./eks/eks-nodes-encrypted-volumes.ts";
import eksNodesImdsHopLimit from "./eks/eks-nodes-imds-hop-limit.ts";
import eksNodesImdsv2 from "./eks/eks-nodes-imdsv2.ts";
import eksNodesNoPublicIp from "./eks/eks-nodes-no-public-ip.ts";
import eksNodesNoUserdataSecrets from "./eks/eks-nodes-no-userdata-secrets.ts";
import eksNodesVolumeCmk from "./eks/eks-nodes-volume-cmk.ts";
import eksPrivateEndpoint from "./eks/eks-private-endpoint.ts";
import eksPrivateNodes from "./eks/eks-private-nodes.ts";
import eksPublicCidrsRestricted from "./eks/eks-public-cidrs-restricted.ts";
import eksSecretsEncryption from "./eks/eks-secrets-encryption.ts";
import eksSupportedVersion from "./eks/eks-supported-version.ts";
import eksWorkloadIdentity from "./eks/eks-workload-identity.ts";
import cloudtrailEventAlarms from "./cloudwatch/cloudtrail-event-alarms.ts";
import cloudwatchAlarmActions from "./cloudwatch/cloudwatch-alarm-actions.ts";
import cloudwatchAlarmMissingData from "./cloudwatch/cloudwatch-alarm-missing-data.ts";
import cloudwatchLogGroupCmk from "./cloudwatch/cloudwatch-log-group-cmk.ts";
import cloudwatchLogGroupDeletionProtection from "./cloudwatch/cloudwatch-log-group-deletion-protection.ts";
import cloudwatchLogGroupRetention from "./cloudwatch/cloudwatch-log-group-retention.ts";
import cloudwatchLogResourcePolicyNotPublic from "./cloudwatch/cloudwatch-log-resource-policy-not-public.ts";
import lambdaCodeSigning from "./lambda/lambda-code-signing.ts";
import lambdaConcurrencyLimit from "./lambda/lambda-concurrency-limit.ts";
import lambdaDedicatedLogGroup from "./lambda/lambda-dedicated-log-group.ts";
import lambdaDlq from "./lambda/lambda-dlq.ts";
import lambdaEnvCmk from "./lambda/lambda-env-cmk.ts";
import lambdaEventSourceFailureDestination from "./lambda/lambda-event-source-failure-destination.ts";
import lambdaInVpc from "./lambda/lambda-in-vpc.ts";
import lambdaLayerTrusted from "./lambda/lambda-layer-trusted.ts";
import lambdaNoSecretsInEnv from "./lambda/lambda-no-secrets-in-env.ts";
import lambdaNoSharedRole from "./lambda/lambda-no-shared-role.ts";
import lambdaNotPublic from "./lambda/lambda-not-public.ts";
import lambdaPermissionSourceBound from "./lambda/lambda-permission-source-bound.ts";
import lambdaSupportedRuntime from "./lambda/lambda-supported-runtime.ts";
import lambdaTracing from "./lambda/lambda-tracing.ts";
import lambdaUrlAuth from "./lambda/lambda-url-auth.ts";
import lambdaUrlCors from "./lambda/lambda-url-cors.ts";
import lambdaVpcMultiAz from "./lambda/lambda-vpc-multi-az.ts";
import snsDeliveryStatusLogging from "./messaging/sns-delivery-status-logging.ts";
import snsEncrypted from "./messaging/sns-encrypted.ts";
import snsPolicyCrossAccount from "./messaging/sns-policy-cross-account.ts";
import snsPolicyNotPublic from "./messaging/sns-policy-not-public.ts";
import snsServicePublishConfusedDeputy from "./messaging/sns-service-publish-confused-deputy.ts";
import snsSignatureV2 from "./messaging/sns-signature-v2.ts";
import snsSubscriptionDlq from "./messaging/sns-subscription-dlq.ts";
import snsSubscriptionNoHttp from "./messaging/sns-subscription-no-http.ts";
import snsTlsOnly from "./messaging/sns-tls-only.ts";
import sqsCmk from "./messaging/sqs-cmk.ts";
import sqsDlq from "./messaging/sqs-dlq.ts";
import sqsEncrypted from "./messaging/sqs-encrypted.ts";
import sqsPolicyNoWildcardAction from "./messaging/sqs-policy-no-wildcard-action.ts";
import sqsPolicyNotPublic from "./messaging/sqs-policy-not-public.ts";
import sqsRedriveAllowList from "./messaging/sqs-redrive-allow-list.ts";
import sqsServiceSendConfusedDeputy from "./messaging/sqs-service-send-confused-deputy.ts";
import sqsTlsOnly from "./messaging/sqs-tls-only.ts";
import s3AbortIncompleteUploads from "./s3/s3-abort-incomplete-uploads.ts";
import s3AccessLogging from "./s3/s3-access-logging.ts";
import s3AccessPointPublicBlock from "./s3/s3-access-point-public-block.ts";
import s3AccountPublicAccessBlock from "./s3/s3-account-public-access-block.ts";
import s3AclsDisabled from "./s3/s3-acls-disabled.ts";
import s3CorsNotWildcard from "./s3/s3-cors-not-wildcard.ts";
import s3DnsCompliantName from "./s3/s3-dns-compliant-name.ts";
import s3EncryptionCmk from "./s3/s3-encryption-cmk.ts";
import s3EncryptionConfigured from "./s3/s3-encryption-configured.ts";
import s3EventNotifications from "./s3/s3-event-notifications.ts";
import s3LifecycleConfigured from "./s3/s3-lifecycle-configured.ts";
import s3LogTargetNotSelf from "./s3/s3-log-target-not-self.ts";
import s3MfaDelete from "./s3/s3-mfa-delete.ts";
import s3NoForceDestroy from "./s3/s3-no-force-destroy.ts";
import s3NoPublicAcl from "./s3/s3-no-public-acl.ts";
import s3NoSecretsInObjects from "./s3/s3-no-secrets-in-objects.ts";
import s3NoStaticWebsite from "./s3/s3-no-static-website.ts";
import s3ObjectEncryptionCmk from "./s3/s3-object-encryption-cmk.ts";
import s3ObjectLockForAudit from "./s3/s3-object-lock-for-audit.ts";
import s3PolicyCrossAccountLimited from "./s3/s3-policy-cross-account-limited.ts";
import s3PolicyNoLockout from "./s3/s3-policy-no-lockout.ts";
import s3PolicyNoPublicPrincipal from "./s3/s3-policy-no-public-principal.ts";
import s3PublicAccessBlock from "./s3/s3-public-access-block.ts";
import s3ReplicationForCritical from "./s3/s3-replication-for-critical.ts";
import s3TlsMinVersion from "./s3/s3-tls-min-version.ts";
import s3TlsOnly from "./s3/s3-tls-only.ts";
import s3UnpredictableServiceBucketNames from "./s3/s3-unpredictable-service-bucket-names.ts";
import s3VersioningEnabled from "./s3/s3-versioning-enabled.ts";
import cloudfrontAccessLogging from "./cloudfront/cloudfront-access-logging.ts";
import cloudfrontAlbOriginLocked from "./cloudfront/cloudfront-alb-origin-locked.ts";
import cloudfrontAllowedMethods from "./cloudfront/cloudfront-allowed-methods.ts";
import cloudfrontCorsNotWildcard from "./cloudfront/cloudfront-cors-not-wildcard.ts";
import cloudfrontCsp from "./cloudfront/cloudfront-csp.ts";
import cloudfrontCustomCertificateSni from "./cloudfront/cloudfront-custom-certificate-sni.ts";
import cloudfrontDefaultRootObject from "./cloudfront/cloudfront-default-root-object.ts";
import cloudfrontEnabled from "./cloudfront/cloudfront-enabled.ts";
import cloudfrontFrameOptions from "./cloudfront/cloudfront-frame-options.ts";
import cloudfrontFunctionUrlOac from "./cloudfront/cloudfront-function-url-oac.ts";
import cloudfrontHsts from "./cloudfront/cloudfront-hsts.ts";
import cloudfrontHttpsViewers from "./cloudfront/cloudfront-https-viewers.ts";
import cloudfrontKeyGroupRotatable from "./cloudfront/cloudfront-key-group-rotatable.ts";
import cloudfrontMinTls from "./cloudfront/cloudfront-min-tls.ts";
import cloudfrontNoTrustedSigners from "./cloudfront/cloudfront-no-trusted-signers.ts";
import cloudfrontNosniff from "./cloudfront/cloudfront-nosniff.ts";
import cloudfrontOacSignsAlways from "./cloudfront/cloudfront-oac-signs-always.ts";
import cloudfrontOriginBucketExists from "./cloudfront/cloudfront-origin-bucket-exists.ts";
import cloudfrontOriginBucketPolicyScoped from "./cloudfront/cloudfront-origin-bucket-policy-scoped.ts";
import cloudfrontOriginFailover from "./cloudfront/cloudfront-origin-failover.ts";
import cloudfrontOriginHttpsOnly from "./cloudfront/cloudfront-origin-https-only.ts";
import cloudfrontOriginTls12 from "./cloudfront/cloudfront-origin-tls12.ts";
import cloudfrontReferrerPolicy from "./cloudfront/cloudfront-referrer-policy.ts";
import cloudfrontResponseHeadersPolicy from "./cloudfront/cloudfront-response-headers-policy.ts";
import cloudfrontS3Oac from "./cloudfront/cloudfront-s3-oac.ts";
import cloudfrontSignedUrlsRequired from "./cloudfront/cloudfront-signed-urls-required.ts";
import cloudfrontWafAttached from "./cloudfront/cloudfront-waf-attached.ts";
import clamavLimitsFailClosed from "./malware-scanning/clamav-limits-fail-closed.ts";
import clamavNotExposed from "./malware-scanning/clamav-not-exposed.ts";
import clamavSignatureUpdates from "./malware-scanning/clamav-signature-updates.ts";
import malwareGuarddutyPlanTagging from "./malware-scanning/malware-guardduty-plan-tagging.ts";
import malwareNoReadBeforeClean from "./malware-scanning/malware-no-read-before-clean.ts";
import malwareScanQueueDlq from "./malware-scanning/malware-scan-queue-dlq.ts";
import malwareUploadBucketNotCdnOrigin from "./malware-scanning/malware-upload-bucket-not-cdn-origin.ts";
import malwareUploadBucketScanned from "./malware-scanning/malware-upload-bucket-scanned.ts";
import malwareVerdictTagProtected from "./malware-scanning/malware-verdict-tag-protected.ts";
import albAccessLogs from "./load-balancer/alb-access-logs.ts";
import albBrowserSecurityHeaders from "./load-balancer/alb-browser-security-headers.ts";
import albDeletionProtection from "./load-balancer/alb-deletion-protection.ts";
import albDesyncMitigation from "./load-balancer/alb-desync-mitigation.ts";
import albDropInvalidHeaders from "./load-balancer/alb-drop-invalid-headers.ts";
import albHstsHeader from "./load-balancer/alb-hsts-header.ts";
import albHttpRedirectsToHttps from "./load-balancer/alb-http-redirects-to-https.ts";
import albInternetFacingIntentional from "./load-balancer/alb-internet-facing-intentional.ts";
import albListenerCertificate from "./load-balancer/alb-listener-certificate.ts";
import albMultiAz from "./load-balancer/alb-multi-az.ts";
import albServerHeaderRemoved from "./load-balancer/alb-server-header-removed.ts";
import albTlsPolicyModern from "./load-balancer/alb-tls-policy-modern.ts";
import albWafAssociated from "./load-balancer/alb-waf-associated.ts";
import albWafFailClosed from "./load-balancer/alb-waf-fail-closed.ts";
import lbListenerRuleNoHttpForward from "./load-balancer/lb-listener-rule-no-http-forward.ts";
import lbSecurityGroupSet from "./load-balancer/lb-security-group-set.ts";
import lbTargetGroupHealthCheck from "./load-balancer/lb-target-group-health-check.ts";
import lbTargetGroupHttps from "./load-balancer/lb-target-group-https.ts";
import lbXffAppend from "./load-balancer/lb-xff-append.ts";
import nlbCrossZone from "./load-balancer/nlb-cross-zone.ts";
import acmDnsValidation from "./acm/acm-dns-validation.ts";
import acmKeyStrength from "./acm/acm-key-strength.ts";
import acmNoWildcard from "./acm/acm-no-wildcard.ts";
import acmTransparencyLogging from "./acm/acm-transparency-logging.ts";
import wafAssociated from "./wafv2/waf-associated.ts";
import wafBodySizeLimit from "./wafv2/waf-body-size-limit.ts";
import wafHasRules from "./wafv2/waf-has-rules.ts";
import wafIpReputationRules from "./wafv2/waf-ip-reputation-rules.ts";
import wafLogRedaction from "./wafv2/waf-log-redaction.ts";
import wafLoggingEnabled from "./wafv2/waf-logging-enabled.ts";
import wafManagedCommonRules from "./wafv2/waf-managed-common-rules.ts";
import wafManagedKnownBadInputs from "./wafv2/waf-managed-known-bad-inputs.ts";
import wafManagedSqliRules from "./wafv2/waf-managed-sqli-rules.ts";
import wafMetricsEnabled from "./wafv2/waf-metrics-enabled.ts";
import wafRateLimit from "./wafv2/waf-rate-limit.ts";
import wafRuleHasAction from "./wafv2/waf-rule-has-action.ts";
import wafRulesNotCountOnly from "./wafv2/waf-rules-not-count-only.ts";
import cloudtrailBucketProtected from "./cloudtrail/cloudtrail-bucket-protected.ts";
import cloudtrailCloudwatchIntegration from "./cloudtrail/cloudtrail-cloudwatch-integration.ts";
import cloudtrailCmk from "./cloudtrail/cloudtrail-cmk.ts";
import cloudtrailDataEvents from "./cloudtrail/cloudtrail-data-events.ts";
import cloudtrailEventStoreTerminationProtection from "./cloudtrail/cloudtrail-event-store-termination-protection.ts";
import cloudtrailInsights from "./cloudtrail/cloudtrail-insights.ts";
import cloudtrailLogValidation from "./cloudtrail/cloudtrail-log-validation.ts";
import cloudtrailLoggingOn from "./cloudtrail/cloudtrail-logging-on.ts";
import cloudtrailManagementEventsComplete from "./cloudtrail/cloudtrail-management-events-complete.ts";
import cloudtrailMultiRegion from "./cloudtrail/cloudtrail-multi-region.ts";
import cloudtrailPresent from "./cloudtrail/cloudtrail-present.ts";
import cloudtrailSnsNotification from "./cloudtrail/cloudtrail-sns-notification.ts";
import guarddutyEbsMalware from "./guardduty/guardduty-ebs-malware.ts";
import guarddutyEksAuditLogs from "./guardduty/guardduty-eks-audit-logs.ts";
import guarddutyEksRuntime from "./guardduty/guardduty-eks-runtime.ts";
import guarddutyEnabled from "./guardduty/guardduty-enabled.ts";
import guarddutyExportEncrypted from "./guardduty/guardduty-export-encrypted.ts";
import guarddutyFindingsRouted from "./guardduty/guardduty-findings-routed.ts";
import guarddutyLambdaNetwork from "./guardduty/guardduty-lambda-network.ts";
import guarddutyNoBroadSuppression from "./guardduty/guardduty-no-broad-suppression.ts";
import guarddutyPublishingFrequency from "./guardduty/guardduty-publishing-frequency.ts";
import guarddutyRdsLogin from "./guardduty/guardduty-rds-login.ts";
import guarddutyS3Protection from "./guardduty/guardduty-s3-protection.ts";
import ecrCmk from "./ecr/ecr-cmk.ts";
import ecrEnhancedScanning from "./ecr/ecr-enhanced-scanning.ts";
import ecrImmutableTags from "./ecr/ecr-immutable-tags.ts";
import ecrLifecyclePolicy from "./ecr/ecr-lifecycle-policy.ts";
import ecrNoForceDelete from "./ecr/ecr-no-force-delete.ts";
import ecrNoPublicRepository from "./ecr/ecr-no-public-repository.ts";
import ecrPolicyNotPublic from "./ecr/ecr-policy-not-public.ts";
import ecrPolicyPullOnlyForCluster from "./ecr/ecr-policy-pull-only-for-cluster.ts";
import ecrScanOnPush from "./ecr/ecr-scan-on-push.ts";
import backupNotifications from "./backup/backup-notifications.ts";
import backupPlanContinuous from "./backup/backup-plan-continuous.ts";
import backupPlanCopy from "./backup/backup-plan-copy.ts";
import backupPlanRetention from "./backup/backup-plan-retention.ts";
import backupRestoreTesting from "./backup/backup-restore-testing.ts";
import backupSelectionCoversStateful from "./backup/backup-selection-covers-stateful.ts";
import backupVaultCmk from "./backup/backup-vault-cmk.ts";
import backupVaultLock from "./backup/backup-vault-lock.ts";
import backupVaultNoForceDestroy from "./backup/backup-vault-no-force-destroy.ts";
import backupVaultPolicyDenyDelete from "./backup/backup-vault-policy-deny-delete.ts";
import policyDocNoPublicPrincipal from "./stack/policy-doc-no-public-principal.ts";
import stackNoOpaqueHelmRelease from "./stack/stack-no-opaque-helm-release.ts";
import stackNoPatchBypass from "./stack/stack-no-patch-bypass.ts";
import stackProtectStateful from "./stack/stack-protect-stateful.ts";
import stackRegionAllowList from "./stack/stack-region-allow-list.ts";
import stackRequiredTags from "./stack/stack-required-tags.ts";
import stackS3NoDeprecatedV2 from "./stack/stack-s3-no-deprecated-v2.ts";
import pgbouncerIsOnlyDbClient from "./pgbouncer/pgbouncer-is-only-db-client.ts";
import daxAtRestEncryption from "./dynamodb/dax-at-rest-encryption.ts";
import daxTransitEncryption from "./dynamodb/dax-transit-encryption.ts";
import dynamodbCmk from "./dynamodb/dynamodb-cmk.ts";
import dynamodbDeletionProtection from "./dynamodb/dynamodb-deletion-protection.ts";
import dynamodbPitr from "./dynamodb/dynamodb-pitr.ts";
import opensearchAtRestEncryption from "./opensearch/opensearch-at-rest-encryption.ts";
import opensearchAuditLogs from "./opensearch/opensearch-audit-logs.ts";
import opensearchCmk from "./opensearch/opensearch-cmk.ts";
import opensearchEnforceHttps from "./opensearch/opensearch-enforce-https.ts";
import opensearchFineGrainedAccess from "./opensearch/opensearch-fine-grained-access.ts";
import opensearchInVpc from "./opensearch/opensearch-in-vpc.ts";
import opensearchNodeToNodeEncryption from "./opensearch/opensearch-node-to-node-encryption.ts";
import opensearchTlsPolicy from "./opensearch/opensearch-tls-policy.ts";
import efsAccessPointRoot from "./efs/efs-access-point-root.ts";
import efsAccessPointUser from "./efs/efs-access-point-user.ts";
import efsBackup from "./efs/efs-backup.ts";
import efsCmk from "./efs/efs-cmk.ts";
import efsEncrypted from "./efs/efs-encrypted.ts";
import efsMountTargetPrivate from "./efs/efs-mount-target-private.ts";
import redshiftAuditLogging from "./redshift/redshift-audit-logging.ts";
import redshiftAutomaticSnapshots from "./redshift/redshift-automatic-snapshots.ts";
import redshiftCmk from "./redshift/redshift-cmk.ts";
import redshiftEncrypted from "./redshift/redshift-encrypted.ts";
import redshiftEnhancedVpcRouting from "./redshift/redshift-enhanced-vpc-routing.ts";
import redshiftNonDefaultAdmin from "./redshift/redshift-non-default-admin.ts";
import redshiftNonDefaultDatabase from "./redshift/redshift-non-default-database.ts";
import redshiftNotPubliclyAccessible from "./redshift/redshift-not-publicly-accessible.ts";
import redshiftRequireSsl from "./redshift/redshift-require-ssl.ts";
import redshiftServerlessLogs from "./redshift/redshift-serverless-logs.ts";
import neptuneAuditLogs from "./neptune/neptune-audit-logs.ts";
import neptuneBackupRetention from "./neptune/neptune-backup-retention.ts";
import neptuneCmk from "./neptune/neptune-cmk.ts";
import neptuneDeletionProtection from "./neptune/neptune-deletion-protection.ts";
import neptuneIamAuth from "./neptune/neptune-iam-auth.ts";
import neptuneNotPubliclyAccessible from "./neptune/neptune-not-publicly-accessible.ts";
import neptuneStorageEncrypted from "./neptune/neptune-storage-encrypted.ts";
import docdbAuditLogs from "./documentdb/docdb-audit-logs.ts";
import docdbAuditParameter from "./documentdb/docdb-audit-parameter.ts";
import docdbBackupRetention from "./documentdb/docdb-backup-retention.ts";
import docdbCmk from "./documentdb/docdb-cmk.ts";
import docdbDeletionProtection from "./documentdb/docdb-deletion-protection.ts";
import docdbStorageEncrypted from "./documentdb/docdb-storage-encrypted.ts";
import docdbTls from "./documentdb/docdb-tls.ts";
import mskBrokerLogs from "./msk/msk-broker-logs.ts";
import mskClientsAuthenticate from "./msk/msk-clients-authenticate.ts";
import mskCmk from "./msk/msk-cmk.ts";
import mskNotPublic from "./msk/msk-not-public.ts";
import mskTransitEncryption from "./msk/msk-transit-encryption.ts";
import firehoseEncrypted from "./kinesis/firehose-encrypted.ts";
import kinesisCmk from "./kinesis/kinesis-cmk.ts";
import kinesisStreamEncrypted from "./kinesis/kinesis-stream-encrypted.ts";
import fsxCmk from "./fsx/fsx-cmk.ts";
import memorydbAcl from "./memorydb/memorydb-acl.ts";
import memorydbCmk from "./memorydb/memorydb-cmk.ts";
import memorydbTransitEncryption from "./memorydb/memorydb-transit-encryption.ts";
import mqAutoMinorUpgrade from "./mq/mq-auto-minor-upgrade.ts";
import mqCmk from "./mq/mq-cmk.ts";
import mqLogs from "./mq/mq-logs.ts";
import mqNotPublic from "./mq/mq-not-public.ts";
import athenaResultsEncrypted from "./athena/athena-results-encrypted.ts";
import athenaWorkgroupEnforced from "./athena/athena-workgroup-enforced.ts";
import glueCatalogEncrypted from "./glue/glue-catalog-encrypted.ts";
import glueSecurityConfigurationEncrypts from "./glue/glue-security-configuration-encrypts.ts";
import glueSecurityConfigurationSet from "./glue/glue-security-configuration-set.ts";
import sagemakerCmk from "./sagemaker/sagemaker-cmk.ts";
import sagemakerDomainVpcOnly from "./sagemaker/sagemaker-domain-vpc-only.ts";
import sagemakerModelNetworkIsolation from "./sagemaker/sagemaker-model-network-isolation.ts";
import sagemakerNotebookInVpc from "./sagemaker/sagemaker-notebook-in-vpc.ts";
import sagemakerNotebookNoDirectInternet from "./sagemaker/sagemaker-notebook-no-direct-internet.ts";
import sagemakerNotebookNoRoot from "./sagemaker/sagemaker-notebook-no-root.ts";
import emrAtRestEncryption from "./emr/emr-at-rest-encryption.ts";
import emrBlockPublicAccess from "./emr/emr-block-public-access.ts";
import emrSecurityConfigurationSet from "./emr/emr-security-configuration-set.ts";
import emrTransitEncryption from "./emr/emr-transit-encryption.ts";
import amiNotPublic from "./images/ami-not-public.ts";
import ec2BlockPublicSharing from "./images/ec2-block-public-sharing.ts";
import ecsNoPrivilegedContainers from "./ecs/ecs-no-privileged-containers.ts";
import ecsNoHostNamespaces from "./ecs/ecs-no-host-namespaces.ts";
import ecsNoHostNetwork from "./ecs/ecs-no-host-network.ts";
import ecsNonRootUser from "./ecs/ecs-non-root-user.ts";
import ecsReadOnlyRootFs from "./ecs/ecs-read-only-root-fs.ts";
import ecsNoSecretsInEnv from "./ecs/ecs-no-secrets-in-env.ts";
import ecsContainerLogging from "./ecs/ecs-container-logging.ts";
import ecsImageNotLatest from "./ecs/ecs-image-not-latest.ts";
import ecsEfsTransitEncryption from "./ecs/ecs-efs-transit-encryption.ts";
import ecsNoPublicIp from "./ecs/ecs-no-public-ip.ts";
import ecsFargatePlatformLatest from "./ecs/ecs-fargate-platform-latest.ts";
import ecsContainerInsights from "./ecs/ecs-container-insights.ts";
import ecsExecLogged from "./ecs/ecs-exec-logged.ts";
import apigatewayAccessLogging from "./api-gateway/apigateway-access-logging.ts";
import apigatewayExecutionLogging from "./api-gateway/apigateway-execution-logging.ts";
import apigatewayCacheEncrypted from "./api-gateway/apigateway-cache-encrypted.ts";
import apigatewayTracing from "./api-gateway/apigateway-tracing.ts";
import apigatewayMinTls from "./api-gateway/apigateway-min-tls.ts";
import apigatewayAuthorization from "./api-gateway/apigateway-authorization.ts";
import apigatewayWaf from "./api-gateway/apigateway-waf.ts";
import appsyncFieldLogging from "./appsync/appsync-field-logging.ts";
import appsyncNoApiKey from "./appsync/appsync-no-api-key.ts";
import cognitoPasswordPolicy from "./cognito/cognito-password-policy.ts";
import cognitoMfa from "./cognito/cognito-mfa.ts";
import cognitoThreatProtection from "./cognito/cognito-threat-protection.ts";
import cognitoDeletionProtection from "./cognito/cognito-deletion-protection.ts";
import cognitoNoGuests from "./cognito/cognito-no-guests.ts";
import codebuildNoSecretsInEnv from "./codebuild/codebuild-no-secrets-in-env.ts";
import codebuildNoCredentialsInSource from "./codebuild/codebuild-no-credentials-in-source.ts";
import codebuildNoPrivileged from "./codebuild/codebuild-no-privileged.ts";
import codebuildLogging from "./codebuild/codebuild-logging.ts";
import codebuildEncryption from "./codebuild/codebuild-encryption.ts";
import codebuildNotPublic from "./codebuild/codebuild-not-public.ts";
import codepipelineCmk from "./codebuild/codepipeline-cmk.ts";
import sfnLogging from "./step-functions/sfn-logging.ts";
import sfnTracing from "./step-functions/sfn-tracing.ts";
import transferNoFtp from "./transfer/transfer-no-ftp.ts";
import transferNotPublic from "./transfer/transfer-not-public.ts";
import transferSecurityPolicy from "./transfer/transfer-security-policy.ts";
import elbTlsListeners from "./elb/elb-tls-listeners.ts";
import elbAccessLogs from "./elb/elb-access-logs.ts";
import elbConnectionDraining from "./elb/elb-connection-draining.ts";
import elbCrossZone from "./elb/elb-cross-zone.ts";
import elbDesyncMitigation from "./elb/elb-desync-mitigation.ts";
import elbMultiAz from "./elb/elb-multi-az.ts";
import asgElbHealthCheck from "./auto-scaling/asg-elb-health-check.ts";
import asgMultiAz from "./auto-scaling/asg-multi-az.ts";
import asgLaunchTemplate from "./auto-scaling/asg-launch-template.ts";
import ec2DetailedMonitoring from "./ec2/ec2-detailed-monitoring.ts";
import route53QueryLogging from "./route53/route53-query-logging.ts";
import route53Dnssec from "./route53/route53-dnssec.ts";
import beanstalkManagedUpdates from "./elastic-beanstalk/beanstalk-managed-updates.ts";
import beanstalkEnhancedHealth from "./elastic-beanstalk/beanstalk-enhanced-health.ts";
import beanstalkLogStreaming from "./elastic-beanstalk/beanstalk-log-streaming.ts";
import batchNoPrivileged from "./batch/batch-no-privileged.ts";
import batchNoSecretsInEnv from "./batch/batch-no-secrets-in-env.ts";
import workspacesVolumesEncrypted from "./workspaces/workspaces-volumes-encrypted.ts";
import dmsNotPublic from "./dms/dms-not-public.ts";
import dmsAutoMinorUpgrade from "./dms/dms-auto-minor-upgrade.ts";
import dmsEndpointTls from "./dms/dms-endpoint-tls.ts";
import sesTlsRequired from "./ses/ses-tls-required.ts";
import networkfirewallDeletionProtection from "./network-firewall/networkfirewall-deletion-protection.ts";
import networkfirewallLogging from "./network-firewall/networkfirewall-logging.ts";
import networkfirewallDefaultAction from "./network-firewall/networkfirewall-default-action.ts";
import configRecorderComplete from "./config/config-recorder-complete.ts";
import globalacceleratorFlowLogs from "./global-accelerator/globalaccelerator-flow-logs.ts";
import lightsailNoPublicAdminPorts from "./lightsail/lightsail-no-public-admin-ports.ts";
import bedrockAgentGuardrail from "./bedrock/bedrock-agent-guardrail.ts";
import bedrockAgentCmk from "./bedrock/bedrock-agent-cmk.ts";

/** The rules for AWS resources, by area. */
export const awsRules: readonly Rule[] = [
  dbSgOnlyFromWorkloads,
  eipAttached,
  naclAttached,
  naclNoAllowAllPorts,
  naclNoPublicAdminIngress,
  sgAttached,
  sgNoInlineAndStandaloneMix,
  sgNoOverlyBroadSource,
  sgNoPublicAllPorts,
  sgNoPublicHighRiskPorts,
  sgNoPublicRdp,
  sgNoPublicSsh,
  sgNoUnrestrictedEgress,
  sgPublicIngressOnlyAllowedPorts,
  sgRulesDescribed,
  tgwNoAutoAccept,
  vpcBlockPublicAccess,
  vpcDefaultSecurityGroupClosed,
  vpcEndpointPolicyRestrictive,
  vpcEndpointPrivateDns,
  vpcEndpointServiceManualAcceptance,
  vpcEndpointsForAwsServices,
  vpcFlowLogTrafficTypeAll,
  vpcFlowLogsEnabled,
  vpcMultiAzSubnets,
  vpcNoDefaultVpc,
  vpcPeeringRoutesLeastAccess,
  vpcPrivateSubnetNoIgwRoute,
  vpcSubnetNoAutoPublicIp,
  vpcSubnetNoAutoPublicIpv6,
  iamNoDecryptOnAllKeys,
  kmsDeletionWindow,
  kmsGrantsConstrained,
  kmsKeyEnabled,
  kmsKeyPolicyExplicit,
  kmsKeyPolicyNoWildcardPrincipal,
  kmsKeyPolicySeparatesAdminAndUse,
  kmsKeyRotationEnabled,
  kmsMultiRegionJustified,
  kmsNoLockoutBypass,
  kmsServiceGrantsConfusedDeputy,
  providerNoStaticCredentials,
  secretValueNotPlaintext,
  secretsmanagerCmk,
  secretsmanagerPolicyNotPublic,
  secretsmanagerRecoveryWindow,
  secretsmanagerRotationEnabled,
  secretsmanagerRotationInterval,
  ssmDocumentNoSecrets,
  ssmDocumentNotPublic,
  ssmParameterCmk,
  ssmParameterSecureString,
  ssmSessionLoggingEncrypted,
  rdsActivityStreamCmk,
  rdsAutoMinorUpgrade,
  rdsBackupRetention,
  rdsCmk,
  rdsCopyTagsToSnapshots,
  rdsDataApiDisabled,
  rdsDeletionProtection,
  rdsEnhancedMonitoring,
  rdsEventSubscriptions,
  rdsFinalSnapshot,
  rdsIamAuth,
  rdsInBackupPlan,
  rdsLogExports,
  rdsManagedMasterPassword,
  rdsModernCa,
  rdsMultiAz,
  rdsMysqlSecureTransport,
  rdsNonDefaultAdmin,
  rdsNonDefaultPort,
  rdsNotPubliclyAccessible,
  rdsPerformanceInsights,
  rdsPerformanceInsightsCmk,
  rdsPostgresForceSsl,
  rdsPostgresPgaudit,
  rdsPostgresQueryLogging,
  rdsPostgresScram,
  rdsPrivateSubnetGroup,
  rdsProxyTls,
  rdsSecurityGroupSet,
  rdsSnapshotCopyEncrypted,
  rdsSnapshotNotPublic,
  rdsStorageEncrypted,
  rdsSupportedEngineVersion,
  elasticacheAtRestEncryption,
  elasticacheAuthEnabled,
  elasticacheAutoMinorUpgrade,
  elasticacheCmk,
  elasticacheCustomSubnetGroup,
  elasticacheDefaultUserDisabled,
  elasticacheLogDelivery,
  elasticacheMultiAzFailover,
  elasticacheNoStandaloneRedis,
  elasticacheNonDefaultPort,
  elasticacheSecurityGroupSet,
  elasticacheSnapshotRetention,
  elasticacheSupportedEngine,
  elasticacheTransitEncryption,
  elasticacheTransitModeRequired,
  elasticacheUserLeastPrivilege,
  elasticacheUserNoPasswordless,
  iamGroupNotEmpty,
  iamIrsaSubjectExact,
  iamNoAccessKeys,
  iamNoAdministratorAccessAttachment,
  iamNoBroadManagedPolicies,
  iamNoConsoleLoginProfile,
  iamNoCredentialExposure,
  iamNoDataExfiltration,
  iamNoFullAdmin,
  iamNoNotActionAllow,
  iamNoPermissionsManagementWildcard,
  iamNoPoliciesOnUsers,
  iamNoPrivilegeEscalation,
  iamNoSecurityServiceTampering,
  iamNoServerCertificates,
  iamNoUnconstrainedWrite,
  iamNoUsers,
  iamNoWildcardActions,
  iamNoWildcardResources,
  iamOidcProviderAudience,
  iamOidcTrustConditions,
  iamPassroleScoped,
  iamPasswordPolicy,
  iamPermissionsBoundary,
  iamSessionDuration,
  iamTrustCrossAccountExternalId,
  iamTrustNoWildcardPrincipal,
  iamTrustServiceConfusedDeputy,
  eksAccessEntriesOnly,
  eksAccessEntryNoSystemMasters,
  eksAccessPolicyScoped,
  eksAddonsManaged,
  eksControlPlaneLogGroupManaged,
  eksControlPlaneLogging,
  eksDeletionProtection,
  eksGuarddutyAgent,
  eksNetworkPolicyEnforced,
  eksNoCreatorAdmin,
  eksNodeAmiOptimised,
  eksNodeRoleMinimal,
  eksNodegroupNoOpenSsh,
  eksNodesEncryptedVolumes,
  eksNodesImdsHopLimit,
  eksNodesImdsv2,
  eksNodesNoPublicIp,
  eksNodesNoUserdataSecrets,
  eksNodesVolumeCmk,
  eksPrivateEndpoint,
  eksPrivateNodes,
  eksPublicCidrsRestricted,
  eksSecretsEncryption,
  eksSupportedVersion,
  eksWorkloadIdentity,
  cloudtrailEventAlarms,
  cloudwatchAlarmActions,
  cloudwatchAlarmMissingData,
  cloudwatchLogGroupCmk,
  cloudwatchLogGroupDeletionProtection,
  cloudwatchLogGroupRetention,
  cloudwatchLogResourcePolicyNotPublic,
  lambdaCodeSigning,
  lambdaConcurrencyLimit,
  lambdaDedicatedLogGroup,
  lambdaDlq,
  lambdaEnvCmk,
  lambdaEventSourceFailureDestination,
  lambdaInVpc,
  lambdaLayerTrusted,
  lambdaNoSecretsInEnv,
  lambdaNoSharedRole,
  lambdaNotPublic,
  lambdaPermissionSourceBound,
  lambdaSupportedRuntime,
  lambdaTracing,
  lambdaUrlAuth,
  lambdaUrlCors,
  lambdaVpcMultiAz,
  snsDeliveryStatusLogging,
  snsEncrypted,
  snsPolicyCrossAccount,
  snsPolicyNotPublic,
  snsServicePublishConfusedDeputy,
  snsSignatureV2,
  snsSubscriptionDlq,
  snsSubscriptionNoHttp,
  snsTlsOnly,
  sqsCmk,
  sqsDlq,
  sqsEncrypted,
  sqsPolicyNoWildcardAction,
  sqsPolicyNotPublic,
  sqsRedriveAllowList,
  sqsServiceSendConfusedDeputy,
  sqsTlsOnly,
  s3AbortIncompleteUploads,
  s3AccessLogging,
  s3AccessPointPublicBlock,
  s3AccountPublicAccessBlock,
  s3AclsDisabled,
  s3CorsNotWildcard,
  s3DnsCompliantName,
  s3EncryptionCmk,
  s3EncryptionConfigured,
  s3EventNotifications,
  s3LifecycleConfigured,
  s3LogTargetNotSelf,
  s3MfaDelete,
  s3NoForceDestroy,
  s3NoPublicAcl,
  s3NoSecretsInObjects,
  s3NoStaticWebsite,
  s3ObjectEncryptionCmk,
  s3ObjectLockForAudit,
  s3PolicyCrossAccountLimited,
  s3PolicyNoLockout,
  s3PolicyNoPublicPrincipal,
  s3PublicAccessBlock,
  s3ReplicationForCritical,
  s3TlsMinVersion,
  s3TlsOnly,
  s3UnpredictableServiceBucketNames,
  s3VersioningEnabled,
  cloudfrontAccessLogging,
  cloudfrontAlbOriginLocked,
  cloudfrontAllowedMethods,
  cloudfrontCorsNotWildcard,
  cloudfrontCsp,
  cloudfrontCustomCertificateSni,
  cloudfrontDefaultRootObject,
  cloudfrontEnabled,
  cloudfrontFrameOptions,
  cloudfrontFunctionUrlOac,
  cloudfrontHsts,
  cloudfrontHttpsViewers,
  cloudfrontKeyGroupRotatable,
  cloudfrontMinTls,
  cloudfrontNoTrustedSigners,
  cloudfrontNosniff,
  cloudfrontOacSignsAlways,
  cloudfrontOriginBucketExists,
  cloudfrontOriginBucketPolicyScoped,
  cloudfrontOriginFailover,
  cloudfrontOriginHttpsOnly,
  cloudfrontOriginTls12,
  cloudfrontReferrerPolicy,
  cloudfrontResponseHeadersPolicy,
  cloudfrontS3Oac,
  cloudfrontSignedUrlsRequired,
  cloudfrontWafAttached,
  clamavLimitsFailClosed,
  clamavNotExposed,
  clamavSignatureUpdates,
  malwareGuarddutyPlanTagging,
  malwareNoReadBeforeClean,
  malwareScanQueueDlq,
  malwareUploadBucketNotCdnOrigin,
  malwareUploadBucketScanned,
  malwareVerdictTagProtected,
  albAccessLogs,
  albBrowserSecurityHeaders,
  albDeletionProtection,
  albDesyncMitigation,
  albDropInvalidHeaders,
  albHstsHeader,
  albHttpRedirectsToHttps,
  albInternetFacingIntentional,
  albListenerCertificate,
  albMultiAz,
  albServerHeaderRemoved,
  albTlsPolicyModern,
  albWafAssociated,
  albWafFailClosed,
  lbListenerRuleNoHttpForward,
  lbSecurityGroupSet,
  lbTargetGroupHealthCheck,
  lbTargetGroupHttps,
  lbXffAppend,
  nlbCrossZone,
  acmDnsValidation,
  acmKeyStrength,
  acmNoWildcard,
  acmTransparencyLogging,
  wafAssociated,
  wafBodySizeLimit,
  wafHasRules,
  wafIpReputationRules,
  wafLogRedaction,
  wafLoggingEnabled,
  wafManagedCommonRules,
  wafManagedKnownBadInputs,
  wafManagedSqliRules,
  wafMetricsEnabled,
  wafRateLimit,
  wafRuleHasAction,
  wafRulesNotCountOnly,
  cloudtrailBucketProtected,
  cloudtrailCloudwatchIntegration,
  cloudtrailCmk,
  cloudtrailDataEvents,
  cloudtrailEventStoreTerminationProtection,
  cloudtrailInsights,
  cloudtrailLogValidation,
  cloudtrailLoggingOn,
  cloudtrailManagementEventsComplete,
  cloudtrailMultiRegion,
  cloudtrailPresent,
  cloudtrailSnsNotification,
  guarddutyEbsMalware,
  guarddutyEksAuditLogs,
  guarddutyEksRuntime,
  guarddutyEnabled,
  guarddutyExportEncrypted,
  guarddutyFindingsRouted,
  guarddutyLambdaNetwork,
  guarddutyNoBroadSuppression,
  guarddutyPublishingFrequency,
  guarddutyRdsLogin,
  guarddutyS3Protection,
  ecrCmk,
  ecrEnhancedScanning,
  ecrImmutableTags,
  ecrLifecyclePolicy,
  ecrNoForceDelete,
  ecrNoPublicRepository,
  ecrPolicyNotPublic,
  ecrPolicyPullOnlyForCluster,
  ecrScanOnPush,
  backupNotifications,
  backupPlanContinuous,
  backupPlanCopy,
  backupPlanRetention,
  backupRestoreTesting,
  backupSelectionCoversStateful,
  backupVaultCmk,
  backupVaultLock,
  backupVaultNoForceDestroy,
  backupVaultPolicyDenyDelete,
  policyDocNoPublicPrincipal,
  stackNoOpaqueHelmRelease,
  stackNoPatchBypass,
  stackProtectStateful,
  stackRegionAllowList,
  stackRequiredTags,
  stackS3NoDeprecatedV2,
  pgbouncerIsOnlyDbClient,
  daxAtRestEncryption,
  daxTransitEncryption,
  dynamodbCmk,
  dynamodbDeletionProtection,
  dynamodbPitr,
  opensearchAtRestEncryption,
  opensearchAuditLogs,
  opensearchCmk,
  opensearchEnforceHttps,
  opensearchFineGrainedAccess,
  opensearchInVpc,
  opensearchNodeToNodeEncryption,
  opensearchTlsPolicy,
  efsAccessPointRoot,
  efsAccessPointUser,
  efsBackup,
  efsCmk,
  efsEncrypted,
  efsMountTargetPrivate,
  redshiftAuditLogging,
  redshiftAutomaticSnapshots,
  redshiftCmk,
  redshiftEncrypted,
  redshiftEnhancedVpcRouting,
  redshiftNonDefaultAdmin,
  redshiftNonDefaultDatabase,
  redshiftNotPubliclyAccessible,
  redshiftRequireSsl,
  redshiftServerlessLogs,
  neptuneAuditLogs,
  neptuneBackupRetention,
  neptuneCmk,
  neptuneDeletionProtection,
  neptuneIamAuth,
  neptuneNotPubliclyAccessible,
  neptuneStorageEncrypted,
  docdbAuditLogs,
  docdbAuditParameter,
  docdbBackupRetention,
  docdbCmk,
  docdbDeletionProtection,
  docdbStorageEncrypted,
  docdbTls,
  mskBrokerLogs,
  mskClientsAuthenticate,
  mskCmk,
  mskNotPublic,
  mskTransitEncryption,
  firehoseEncrypted,
  kinesisCmk,
  kinesisStreamEncrypted,
  fsxCmk,
  memorydbAcl,
  memorydbCmk,
  memorydbTransitEncryption,
  mqAutoMinorUpgrade,
  mqCmk,
  mqLogs,
  mqNotPublic,
  athenaResultsEncrypted,
  athenaWorkgroupEnforced,
  glueCatalogEncrypted,
  glueSecurityConfigurationEncrypts,
  glueSecurityConfigurationSet,
  sagemakerCmk,
  sagemakerDomainVpcOnly,
  sagemakerModelNetworkIsolation,
  sagemakerNotebookInVpc,
  sagemakerNotebookNoDirectInternet,
  sagemakerNotebookNoRoot,
  emrAtRestEncryption,
  emrBlockPublicAccess,
  emrSecurityConfigurationSet,
  emrTransitEncryption,
  amiNotPublic,
  ec2BlockPublicSharing,
  ecsNoPrivilegedContainers,
  ecsNoHostNamespaces,
  ecsNoHostNetwork,
  ecsNonRootUser,
  ecsReadOnlyRootFs,
  ecsNoSecretsInEnv,
  ecsContainerLogging,
  ecsImageNotLatest,
  ecsEfsTransitEncryption,
  ecsNoPublicIp,
  ecsFargatePlatformLatest,
  ecsContainerInsights,
  ecsExecLogged,
  apigatewayAccessLogging,
  apigatewayExecutionLogging,
  apigatewayCacheEncrypted,
  apigatewayTracing,
  apigatewayMinTls,
  apigatewayAuthorization,
  apigatewayWaf,
  appsyncFieldLogging,
  appsyncNoApiKey,
  cognitoPasswordPolicy,
  cognitoMfa,
  cognitoThreatProtection,
  cognitoDeletionProtection,
  cognitoNoGuests,
  codebuildNoSecretsInEnv,
  codebuildNoCredentialsInSource,
  codebuildNoPrivileged,
  codebuildLogging,
  codebuildEncryption,
  codebuildNotPublic,
  codepipelineCmk,
  sfnLogging,
  sfnTracing,
  transferNoFtp,
  transferNotPublic,
  transferSecurityPolicy,
  elbTlsListeners,
  elbAccessLogs,
  elbConnectionDraining,
  elbCrossZone,
  elbDesyncMitigation,
  elbMultiAz,
  asgElbHealthCheck,
  asgMultiAz,
  asgLaunchTemplate,
  ec2DetailedMonitoring,
  route53QueryLogging,
  route53Dnssec,
  beanstalkManagedUpdates,
  beanstalkEnhancedHealth,
  beanstalkLogStreaming,
  batchNoPrivileged,
  batchNoSecretsInEnv,
  workspacesVolumesEncrypted,
  dmsNotPublic,
  dmsAutoMinorUpgrade,
  dmsEndpointTls,
  sesTlsRequired,
  networkfirewallDeletionProtection,
  networkfirewallLogging,
  networkfirewallDefaultAction,
  configRecorderComplete,
  globalacceleratorFlowLogs,
  lightsailNoPublicAdminPorts,
  bedrockAgentGuardrail,
  bedrockAgentCmk,
];
