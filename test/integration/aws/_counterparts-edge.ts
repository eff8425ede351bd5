import type { Json } from "./_models.ts";
import type { Counterpart } from "./_vendor-shape.ts";

/** Counterparts of what a visitor meets. */
export const edge: Readonly<Record<string, Counterpart>> = {
  "aws:acm/certificate:Certificate": {
    model: "AWS::CertificateManager::Certificate",
    shape: ({ options, ...rest }) => ({ ...rest, ...options }),
  },
  "aws:cloudfront/cachePolicy:CachePolicy": {
    model: "AWS::CloudFront::CachePolicy",
    below: "cachePolicyConfig",
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": {
    model: "AWS::CloudFront::OriginRequestPolicy",
    below: "originRequestPolicyConfig",
    shape: ({ headersConfig, ...rest }) => ({
      name: "generated",
      ...rest,
      headersConfig: { ...headersConfig, ...(headersConfig.headers && { headers: headersConfig.headers.items }) },
    }),
  },
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": {
    model: "AWS::CloudFront::ResponseHeadersPolicy",
    below: "responseHeadersPolicyConfig",
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": {
    model: "AWS::CloudFront::OriginAccessControl",
    below: "originAccessControlConfig",
    shape: (inputs) => ({ name: "generated", ...inputs }),
  },
  "aws:cloudfront/monitoringSubscription:MonitoringSubscription": { model: "AWS::CloudFront::MonitoringSubscription" },
  "aws:cloudfront/vpcOrigin:VpcOrigin": {
    model: "AWS::CloudFront::VpcOrigin",
    shape: ({ vpcOriginEndpointConfig: { originSslProtocols, ...config }, ...rest }) => ({
      ...rest,
      vpcOriginEndpointConfig: { ...config, originSslProtocols: originSslProtocols.items },
    }),
  },
  "aws:cloudfront/function:Function": {
    model: "AWS::CloudFront::Function",
    shape: ({ code, comment, runtime, publish, ...rest }) => ({
      name: "generated",
      ...rest,
      autoPublish: publish,
      functionCode: code,
      functionConfig: { comment, runtime },
    }),
  },
  "aws:cloudfront/distribution:Distribution": {
    model: "AWS::CloudFront::Distribution",
    own: ["distributionConfig.waitForDeployment"],
    shape: ({ tags, orderedCacheBehaviors, isIpv6Enabled, ...config }) => ({
      tags,
      distributionConfig: {
        ...config,
        ipv6Enabled: isIpv6Enabled,
        ...(orderedCacheBehaviors && { cacheBehaviors: orderedCacheBehaviors }),
      },
    }),
    rename: {
      "distributionConfig.origins.originId": "Id",
      "distributionConfig.origins.customHeaders": "OriginCustomHeaders",
      "distributionConfig.origins.customHeaders.name": "HeaderName",
      "distributionConfig.origins.customHeaders.value": "HeaderValue",
    },
  },
  "aws:lb/listener:Listener": {
    model: "AWS::ElasticLoadBalancingV2::Listener",
    own: [
      "routingHttpResponseServerEnabled",
      "routingHttpResponseStrictTransportSecurityHeaderValue",
      "routingHttpResponseXContentTypeOptionsHeaderValue",
    ],
    rename: { "defaultActions.fixedResponse": "FixedResponseConfig" },
    shape: ({ certificateArn, ...rest }) => ({
      ...rest,
      ...(certificateArn && { certificates: [{ certificateArn }] }),
    }),
  },
  "aws:lb/listenerRule:ListenerRule": {
    model: "AWS::ElasticLoadBalancingV2::ListenerRule",
    shape: ({ conditions, ...rest }) => ({
      ...rest,
      conditions: conditions.flatMap((condition: Json) =>
        Object.entries(condition).map(([field, config]) => ({
          field: field === "hostHeader" ? "host-header" : "path-pattern",
          [`${field}Config`]: config,
        })),
      ),
    }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    model: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    own: [
      "accessLogs",
      "connectionLogs",
      "desyncMitigationMode",
      "dropInvalidHeaderFields",
      "enableDeletionProtection",
      "enableHttp2",
      "enableWafFailOpen",
      "enableXffClientPort",
      "idleTimeout",
      "preserveHostHeader",
      "xffHeaderProcessingMode",
      "clientKeepAlive",
      "enableTlsVersionAndCipherSuiteHeaders",
    ],
    rename: { loadBalancerType: "Type" },
    shape: ({ internal, ...rest }) => ({ ...rest, scheme: internal === true ? "internal" : "internet-facing" }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    model: "AWS::ElasticLoadBalancingV2::TargetGroup",
    own: ["namePrefix", "deregistrationDelay", "loadBalancingAlgorithmType", "slowStart", "stickiness"],
    shape: ({ healthCheck: check, ...rest }) => ({
      ...rest,
      healthCheckEnabled: check.enabled,
      healthCheckIntervalSeconds: check.interval,
      healthCheckPath: check.path,
      healthCheckPort: check.port,
      healthCheckProtocol: check.protocol,
      healthCheckTimeoutSeconds: check.timeout,
      healthyThresholdCount: check.healthyThreshold,
      unhealthyThresholdCount: check.unhealthyThreshold,
      matcher: { httpCode: check.matcher },
    }),
  },
  "aws:route53/record:Record": {
    model: "AWS::Route53::RecordSet",
    own: ["allowOverwrite"],
    rename: {
      zoneId: "HostedZoneId",
      records: "ResourceRecords",
      aliases: "AliasTarget",
      "aliases.name": "DNSName",
      "aliases.zoneId": "HostedZoneId",
    },
  },
  "aws:wafv2/webAcl:WebAcl": {
    model: "AWS::WAFv2::WebACL",
    shape: ({ associationConfig, ...rest }) => ({
      ...rest,
      ...(associationConfig && {
        associationConfig: { requestBody: { CLOUDFRONT: associationConfig.requestBodies[0].cloudfront } },
      }),
    }),
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": { model: "AWS::WAFv2::LoggingConfiguration" },
};
