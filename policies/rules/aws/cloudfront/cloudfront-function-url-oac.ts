import { ref } from "../../../examples.ts";
import { type Property, Undecided } from "../../../property.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

const DOMAIN = "abcdefg.lambda-url.eu-central-1.on.aws";

export default defineRule({
  id: "cloudfront-function-url-oac",
  title: "Front Lambda function URLs with an origin access control and IAM authentication.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "A public function URL bypasses the edge and the firewall.",
  fix: "Set originAccessControlId to a control of type lambda, and authorizationType of the function URL to AWS_IAM.",
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "Restricting access to a function URL",
      "AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution, { stack }) =>
    each(distribution.get("origins").items(), (origin) => {
      const domain = origin.get("domainName");
      const urls = stack.ofType(FUNCTION_URL).filter((url) => isDomainOf(distribution, domain, url));
      if (urls.length === 0 && !isFunctionDomain(distribution, domain)) return [];
      return all(
        () => judgeControl(distribution, origin, stack),
        () =>
          each(urls, (url) =>
            url.get("authorizationType").string() === "AWS_IAM"
              ? []
              : [
                  domain.fail(
                    "The function URL behind the origin takes any caller; set its authorizationType to AWS_IAM",
                  ),
                ],
          ),
      );
    }),
  examples: {
    pass: [
      {
        inputs: { origins: [{ domainName: DOMAIN, originAccessControlId: ref("oac") }] },
        stack: [control("lambda"), functionUrl("AWS_IAM")],
      },
      { name: "another origin", inputs: { origins: [{ domainName: "shop.example" }] } },
    ],
    fail: [
      {
        inputs: { origins: [{ domainName: "shop.example" }, { domainName: DOMAIN }] },
        path: "/origins/1/originAccessControlId",
        message: "does not sign",
      },
      {
        name: "a control for buckets",
        inputs: { origins: [{ domainName: DOMAIN, originAccessControlId: ref("oac") }] },
        stack: [control("s3")],
        path: "/origins/0/originAccessControlId",
        message: "not for functions",
      },
      {
        name: "a public function URL",
        inputs: { origins: [{ domainName: DOMAIN, originAccessControlId: "E0123" }] },
        stack: [functionUrl("NONE")],
        path: "/origins/0/domainName",
        message: "takes any caller",
      },
    ],
    undecided: [
      { inputs: { origins: [{ domainName: UNKNOWN }] }, path: "/origins/0/domainName" },
      {
        inputs: { origins: [{ domainName: DOMAIN, originAccessControlId: UNKNOWN }] },
        path: "/origins/0/originAccessControlId",
      },
      {
        inputs: { origins: [{ domainName: DOMAIN, originAccessControlId: "E0123" }] },
        stack: [functionUrl(UNKNOWN)],
        path: "/authorizationType",
      },
    ],
  },
});
const FUNCTION_URL = "aws:lambda/functionUrl:FunctionUrl";
const CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl";

/** Whether a domain name is the one of a function URL of the stack. The text only joins the two. */
function isDomainOf(distribution: Resource, domain: Property, url: Resource): boolean {
  if (domain.isUnknown) {
    const sources = distribution.data.propertyDependencies?.["origins"] ?? [];
    return sources.includes(url.urn) && isFunctionDomain(distribution, domain);
  }
  const known = url.outputs.get("functionUrl").raw;
  if (typeof known === "string") return /^https:\/\/([^/]+)/.exec(known)?.[1] === domain.raw;
  if (!isFunctionDomain(distribution, domain) || url.get("authorizationType").raw === "AWS_IAM") return false;
  throw new Undecided(domain, "may be the one of a function URL that takes any caller");
}

/** Whether an origin is a function URL by its name. One that is not known may be, unless it comes from other resources. */
function isFunctionDomain(distribution: Resource, domain: Property): boolean {
  const sources = distribution.data.propertyDependencies?.["origins"] ?? [];
  if (domain.isUnknown && sources.length > 0 && !sources.some((urn) => urn.includes(FUNCTION_URL))) return false;
  return (domain.string() ?? "").includes(".lambda-url.");
}

function judgeControl(distribution: Resource, origin: Property, stack: Stack): Issue[] {
  const id = origin.get("originAccessControlId");
  if (!isGiven(distribution, id)) {
    return [id.fail("CloudFront does not sign its requests to the function URL; set originAccessControlId")];
  }
  return each(stack.referents(distribution, id, CONTROL), (control) =>
    control.get("originAccessControlOriginType").string() === "lambda"
      ? []
      : [id.fail("The origin access control is not for functions; set its originAccessControlOriginType to lambda")],
  );
}

function control(originAccessControlOriginType: string) {
  return {
    type: "aws:cloudfront/originAccessControl:OriginAccessControl",
    name: "oac",
    inputs: { originAccessControlOriginType },
  };
}
function functionUrl(authorizationType: Value) {
  const outputs = { functionUrl: `https://${DOMAIN}/` };
  return { type: "aws:lambda/functionUrl:FunctionUrl", name: "url", inputs: { authorizationType }, outputs };
}
