import type { Property } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { defineRule, each, every, some } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { isS3Origin } from "../_cloudfront.ts";

export default defineRule({
  id: "cloudfront-alb-origin-locked",
  title: "Lock load-balancer origins with a VPC origin or a secret header that the listener checks.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Otherwise attackers skip the edge firewall by calling the origin.",
  fix: "Use a VPC origin, or send a secret header and check it in a listener rule.",
  links: [
    awsDocs("VPC origins", "AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html"),
    awsDocs(
      "Restricting access to load balancers",
      "AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution, { stack }) =>
    each(distribution.get("origins").items(), (origin) => {
      if (isS3Origin(origin) || origin.get("vpcOriginConfig").isSet) return [];
      const domain = origin.get("domainName");
      const locked = () =>
        some(origin.get("customHeaders").items(), (header) =>
          some(stack.ofType("aws:lb/listenerRule:ListenerRule"), (rule) => checksHeader(rule, header)),
        );
      if (!every([() => isLoadBalancer(distribution, domain, stack), () => !locked()], (test) => test())) return [];
      return [
        domain.fail(
          "Attackers can call the load balancer and skip the edge; use a VPC origin or a secret header that a listener rule checks",
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: { origins: [{ domainName: "internal.elb.amazonaws.com", vpcOriginConfig: { vpcOriginId: UNKNOWN } }] },
      },
      {
        inputs: {
          origins: [
            {
              domainName: "shop-1.eu-central-1.elb.amazonaws.com",
              customOriginConfig: {},
              customHeaders: [{ name: "x-origin", value: new Secret(UNKNOWN) }],
            },
          ],
        },
        stack: [
          {
            type: "aws:lb/listenerRule:ListenerRule",
            name: "rule",
            inputs: { conditions: [{ httpHeader: { httpHeaderName: "x-origin", values: [new Secret(UNKNOWN)] } }] },
          },
        ],
      },
    ],
    fail: [
      {
        inputs: { origins: [{ domainName: "shop-1.eu-central-1.elb.amazonaws.com", customOriginConfig: {} }] },
        path: "/origins/0/domainName",
        message: "skip the edge",
      },
      {
        name: "the listener asks for another header",
        inputs: {
          origins: [
            {
              domainName: "shop-1.eu-central-1.elb.amazonaws.com",
              customOriginConfig: {},
              customHeaders: [{ name: "x-origin", value: new Secret(UNKNOWN) }],
            },
          ],
        },
        stack: [
          {
            type: "aws:lb/listenerRule:ListenerRule",
            name: "rule",
            inputs: { conditions: [{ httpHeader: { httpHeaderName: "user-agent", values: ["*"] } }] },
          },
        ],
        path: "/origins/0/domainName",
        message: "skip the edge",
      },
    ],
    undecided: [
      { inputs: { origins: [{ domainName: UNKNOWN, customOriginConfig: {} }] }, path: "/origins/0/domainName" },
    ],
  },
});
/** Whether a listener rule asks for the header that an origin is sent. The value is a secret and is not compared. */
function checksHeader(rule: Resource, header: Property): boolean {
  return some(rule.get("conditions").items(), (condition) => {
    const asked = condition.get("httpHeader", "httpHeaderName").string()?.toLowerCase();
    return asked !== undefined && asked === header.get("name").string()?.toLowerCase();
  });
}

function isLoadBalancer(distribution: Resource, domain: Property, stack: Stack): boolean {
  const sources = distribution.data.propertyDependencies?.["origins"] ?? [];
  const balancers = stack.ofType("aws:lb/loadBalancer:LoadBalancer");
  if (domain.isUnknown && sources.length > 0) return balancers.some((balancer) => sources.includes(balancer.urn));
  const text = domain.string() ?? "";
  return (
    text.endsWith(".elb.amazonaws.com") || balancers.some((balancer) => balancer.outputs.get("dnsName").raw === text)
  );
}
