import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "route53-dnssec",
  title: "Sign public zones with DNSSEC.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Without signatures a resolver believes forged answers.",
  fix: "Add an aws.route53.HostedZoneDnsSec for the zone, and its DS record at the registrar.",
  links: [awsDocs("DNSSEC signing", "Route53/latest/DeveloperGuide/dns-configuring-dnssec.html")],
  types: ["aws:route53/zone:Zone"],
  check: (zone, { stack }) => {
    // A private zone is asked from within networks alone.
    if (zone.get("vpcs").items().length > 0) return [];
    const found = some(
      stack.candidates(zone, "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "hostedZoneId"),
      (companion) =>
        every(
          [
            () => stack.refersTo(companion, companion.get("hostedZoneId"), zone),
            () => companion.get("signingStatus").string() !== "NOT_SIGNING",
          ],
          (test) => test(),
        ),
    );
    return found ? [] : [zone.fail("Answers of the zone are not signed; add an aws.route53.HostedZoneDnsSec")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "example.com" },
        stack: [
          {
            type: "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
            name: "companion",
            inputs: { hostedZoneId: ref("subject"), signingStatus: "SIGNING" },
          },
        ],
      },
      { name: "a private zone", inputs: { vpcs: [{ vpcId: "vpc-1" }] } },
    ],
    fail: [
      { name: "none", inputs: { name: "example.com" }, path: "", message: "Answers of the zone" },
      {
        name: "switched off",
        inputs: { name: "example.com" },
        stack: [
          {
            type: "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
            name: "companion",
            inputs: { hostedZoneId: ref("subject"), signingStatus: "NOT_SIGNING" },
          },
        ],
        path: "",
        message: "not signed",
      },
    ],
    undecided: [
      {
        inputs: { name: "example.com" },
        stack: [
          {
            type: "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
            name: "companion",
            inputs: { hostedZoneId: UNKNOWN },
          },
        ],
        path: "/hostedZoneId",
      },
      { inputs: { vpcs: UNKNOWN }, path: "/vpcs" },
    ],
  },
});
