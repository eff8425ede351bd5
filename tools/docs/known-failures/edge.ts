import { type Area, code, known, proven, rule, setting, tested } from "./_entry.ts";

const CURRENT_TLS = "listens on 443 only, with current TLS, and answers 404 of itself";

export const edge: Area = {
  title: "The way in",
  failures: [
    known(
      "A listener made without a TLS policy gets one of 2016, with protocols and ciphers that nobody should offer any more.",
      [code("components/_ingress-balancer.ts", "sslPolicy: TLS_POLICY"), rule("alb-tls-policy-modern")],
      tested("ingress", CURRENT_TLS),
    ),
    known(
      "An Ingress object of Auto Mode can set no attribute of a listener, so that answers of the load balancer itself lack HSTS and name its software.",
      [
        code("components/_ingress-balancer.ts", "routingHttpResponseServerEnabled: false"),
        rule("alb-hsts-header"),
        rule("alb-server-header-removed"),
      ],
      tested("ingress", CURRENT_TLS),
    ),
    known(
      "A load balancer that a controller in the cluster makes is known to no program: nothing can stand before it at the same deployment, and it stays when the cluster goes.",
      [
        code("components/_ingress-balancer.ts", "new aws.lb.LoadBalancer"),
        code("components/namespace.ts", '"services.loadbalancers": "0"'),
      ],
      [
        ...tested("ingress", "waits for the cluster with nothing but the bindings and what they feed"),
        ...tested("namespace", "bounds resources and leaves load balancers to the platform"),
      ],
    ),
    known(
      "The security group that CloudFront makes for its VPC origins exists only after the first of them, too late to be admitted by name.",
      [code("components/_ingress-balancer.ts", "CLOUDFRONT_PREFIX_LIST"), rule("cloudfront-alb-origin-locked")],
      tested("ingress", "is reached by CloudFront's addresses alone, and reaches the pods' ports alone"),
    ),
    known(
      "A VPC origin is refused in a VPC without an internet gateway, although no packet of it passes there, and reaches nothing while the load balancer has no listener.",
      [
        code("components/_network-tiers.ts", "new aws.ec2.InternetGateway"),
        code("components/ingress.ts", "vpcOrigin(name, balancer, [listener, ...rules]"),
      ],
      [
        ...tested(
          "network",
          "lead from each private zone to the NAT gateway of the same zone, and from public to the internet",
        ),
        ...tested(
          "ingress",
          "is CloudFront's by a VPC origin that speaks TLS 1.2 only, once the listener and the rules are there",
        ),
      ],
    ),
    known(
      "Auto Mode registers pods only in target groups that carry its cluster's name, and by a binding of its own API group that names the type of targets.",
      [
        code("components/ingress.ts", '"eks:eks-cluster-name": args.clusterName'),
        code("components/ingress.ts", 'apiVersion: "eks.amazonaws.com/v1"'),
      ],
      tested("ingress", "lets Auto Mode register pods, by the tag that its role asks for"),
    ),
    known(
      "A web ACL counts no fewer than ten requests, in no less than a minute, roughly and late: as an exact limit it lets attackers through and turns customers away.",
      [
        code("components/_web-acl-checks.ts", "WAF cannot count fewer than 10 requests"),
        setting("limits.<name>.cacheUser"),
      ],
      [
        ...tested(
          "web-acl",
          "fewer requests than WAF counts",
          "walls floods off by path with 429 and the time to wait",
        ),
        ...proven("stacks/settings/caches", "refuses a limit with a user that keeps none"),
      ],
    ),
    known(
      "An application that takes the wrong entry of X-Forwarded-For for the client limits everybody at once, or whatever address an attacker writes there.",
      [
        code("components/_ingress-args.ts", "export function clientIpDepth"),
        code("components/_ingress-balancer.ts", 'xffHeaderProcessingMode: "append"'),
        code("stacks/platform/facts.ts", 'case "client-ip-depth"'),
        rule("lb-xff-append"),
      ],
      [
        ...proven("stacks/platform", "workloads learn which address of X-Forwarded-For to trust"),
        ...tested(
          "ingress",
          "is CloudFront's by a VPC origin that speaks TLS 1.2 only, once the listener and the rules are there",
          "is public only by name, under a web ACL of its own",
        ),
      ],
    ),
    known(
      "ingress-nginx gets no more fixes, and its annotations are a way to run configuration of one's own in it.",
      [rule("k8s-ingress-no-snippets"), rule("k8s-ingress-nginx-safe-annotations")],
      proven("policies/rules", "fails example %s"),
    ),
    known(
      "Two routes that claim one host decide by their order who gets the other's requests.",
      [code("components/_ingress-args.ts", "function checkOwners")],
      [
        ...tested(
          "ingress",
          "a host of two services",
          "leaves the priorities of others alone when a service comes or goes",
        ),
        ...proven("stacks/settings/edge", "refuses a host that two parts answer for"),
      ],
    ),
  ],
};
