import type { Sim, Simulator } from "./sim.ts";

function loadBalancer(sim: Sim) {
  const name = sim.name();
  const kind = sim.text("loadBalancerType") === "network" ? "net" : "app";
  const suffix = `${kind}/${name ?? "lb"}/${sim.hex("arn", 16)}`;
  const arn = sim.arn("elasticloadbalancing", `loadbalancer/${suffix}`);
  return {
    id: arn,
    arn,
    arnSuffix: suffix,
    name,
    dnsName: `${sim.input("internal") === true ? "internal-" : ""}${name ?? "lb"}-${sim.hex("dns", 10)}.${sim.region}.elb.${sim.dnsSuffix}`,
    zoneId: `Z${sim.capitals("zone", 13)}`,
  };
}

function targetGroup(sim: Sim) {
  const suffix = `targetgroup/${sim.name() ?? "group"}/${sim.hex("arn", 16)}`;
  const arn = sim.arn("elasticloadbalancing", suffix);
  return { id: arn, arn, arnSuffix: suffix, name: sim.name() };
}

function listener(sim: Sim) {
  const arn = sim.arn("elasticloadbalancing", `listener/app/lb/${sim.hex("lb", 16)}/${sim.hex("arn", 16)}`);
  return { id: arn, arn };
}

function listenerRule(sim: Sim) {
  const arn = sim.arn(
    "elasticloadbalancing",
    `listener-rule/app/lb/${sim.hex("lb", 16)}/${sim.hex("listener", 16)}/${sim.hex("arn", 16)}`,
  );
  return { id: arn, arn };
}

/** CloudFront's own objects: fourteen capitals and digits, and an ARN without a region. */
function cloudfront(arnType: string | undefined, more?: Simulator): Simulator {
  return (sim) => {
    const id = `E${sim.capitals("id", 13)}`;
    return {
      id,
      etag: `E${sim.capitals("etag", 13)}`,
      ...(arnType !== undefined && { arn: sim.arn("cloudfront", `${arnType}/${id}`, { region: "" }) }),
      ...more?.(sim),
    };
  };
}

/** The record that proves one name of a certificate. */
function validation(sim: Sim, domainName: string) {
  const base = domainName.replace(/^\*\./, "");
  return {
    domainName,
    resourceRecordName: `_${sim.hex(`name ${base}`, 32)}.${base}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${sim.hex(`value ${base}`, 32)}.acm-validations.aws.`,
  };
}

function certificateNames(sim: Sim): string[] | undefined {
  const main = sim.text("domainName");
  const others = sim.input("subjectAlternativeNames") ?? [];
  if (main === undefined || !Array.isArray(others)) return undefined;
  const names = [main, ...others];
  return names.every((name) => typeof name === "string") ? [...new Set(names)] : undefined;
}

export const edge: Readonly<Record<string, Simulator>> = {
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:alb/targetGroup:TargetGroup": targetGroup,
  "aws:lb/listener:Listener": listener,
  "aws:alb/listener:Listener": listener,
  "aws:lb/listenerRule:ListenerRule": listenerRule,
  "aws:alb/listenerRule:ListenerRule": listenerRule,
  "aws:acm/certificate:Certificate": (sim) => {
    const arn = sim.arn("acm", `certificate/${sim.uuid("arn")}`);
    return { id: arn, arn, domainValidationOptions: certificateNames(sim)?.map((name) => validation(sim, name)) };
  },
  "aws:acm/certificateValidation:CertificateValidation": (sim) => ({ id: sim.text("certificateArn") }),
  "aws:route53/zone:Zone": (sim) => {
    const id = `Z${sim.capitals("id", 20)}`;
    return {
      id,
      zoneId: id,
      arn: `arn:${sim.partition}:route53:::hostedzone/${id}`,
      nameServers: [1, 2, 3, 4].map((server) => `ns-${server}-${sim.hex(`server ${server}`, 7)}.awsdns.net`),
    };
  },
  "aws:route53/record:Record": (sim) => ({
    id: `${sim.text("zoneId") ?? "zone"}_${sim.text("name") ?? "name"}_${sim.text("type") ?? "type"}_${sim.hex("id", 7)}`,
    // Route 53 answers without the dot that a validation record is given with.
    fqdn: sim.text("name")?.replace(/\.$/, ""),
  }),
  "aws:cloudfront/distribution:Distribution": cloudfront("distribution", (sim) => ({
    domainName: `d${sim.hex("domain", 13)}.cloudfront.net`,
    hostedZoneId: `Z${sim.capitals("zone", 13)}`,
    callerReference: sim.hex("caller", 20),
  })),
  "aws:cloudfront/originAccessControl:OriginAccessControl": cloudfront("origin-access-control", (sim) => ({
    name: sim.name(),
  })),
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": cloudfront(undefined, (sim) => ({
    iamArn: sim.arn("iam", `user/CloudFront Origin Access Identity ${sim.hex("iam", 13)}`, {
      region: "",
      account: "cloudfront",
    }),
    cloudfrontAccessIdentityPath: `origin-access-identity/cloudfront/E${sim.capitals("id", 13)}`,
  })),
  "aws:cloudfront/cachePolicy:CachePolicy": (sim) => ({ id: sim.uuid("id"), name: sim.name() }),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": (sim) => ({ id: sim.uuid("id"), name: sim.name() }),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (sim) => ({ id: sim.uuid("id"), name: sim.name() }),
  "aws:cloudfront/publicKey:PublicKey": (sim) => ({ id: `K${sim.capitals("id", 13)}`, name: sim.name() }),
  "aws:cloudfront/keyGroup:KeyGroup": (sim) => ({ id: sim.uuid("id") }),
  "aws:cloudfront/function:Function": (sim) => ({
    id: sim.name(),
    name: sim.name(),
    arn: sim.arn("cloudfront", `function/${sim.name() ?? sim.hex("arn", 12)}`, { region: "" }),
  }),
  "aws:cloudfront/vpcOrigin:VpcOrigin": (sim) => ({
    id: `vo_${sim.hex("id", 22)}`,
    arn: sim.arn("cloudfront", `vpcorigin/vo_${sim.hex("id", 22)}`, { region: "" }),
  }),
  "aws:wafv2/webAcl:WebAcl": (sim) => {
    const scope = sim.text("scope") === "CLOUDFRONT" ? "global" : "regional";
    return {
      id: sim.uuid("id"),
      name: sim.name(),
      arn: sim.arn("wafv2", `${scope}/webacl/${sim.name() ?? "acl"}/${sim.uuid("id")}`),
      capacity: 100,
    };
  },
  "aws:wafv2/ipSet:IpSet": (sim) => ({
    id: sim.uuid("id"),
    name: sim.name(),
    arn: sim.arn(
      "wafv2",
      `${sim.text("scope") === "CLOUDFRONT" ? "global" : "regional"}/ipset/${sim.name() ?? "set"}/${sim.uuid("id")}`,
    ),
  }),
  "aws:apigatewayv2/api:Api": (sim) => ({
    id: sim.hex("id", 10),
    name: sim.name(),
    arn: `arn:${sim.partition}:apigateway:${sim.region}::/apis/${sim.hex("id", 10)}`,
    apiEndpoint: `https://${sim.hex("id", 10)}.execute-api.${sim.region}.${sim.dnsSuffix}`,
    executionArn: sim.arn("execute-api", sim.hex("id", 10)),
  }),
};
