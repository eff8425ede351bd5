import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "acm-dns-validation",
  title: "Validate by DNS and avoid imported certificates.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Only DNS-validated managed certificates renew unattended.",
  fix: "Set validationMethod to DNS and add the record that ACM asks for.",
  links: [awsDocs("DNS validation", "acm/latest/userguide/dns-validation.html")],
  types: ["aws:acm/certificate:Certificate"],
  check: (certificate) =>
    all(
      () =>
        each(["certificateBody", "privateKey"], (key) =>
          certificate.get(key).isSet
            ? [
                certificate
                  .get(key)
                  .fail("The certificate is imported and not renewed; request one with DNS validation"),
              ]
            : [],
        ),
      () => {
        const method = certificate.get("validationMethod");
        if (["certificateBody", "certificateAuthorityArn"].some((key) => certificate.get(key).raw !== undefined))
          return [];
        return method.mustBe("DNS", "The certificate does not renew unattended; set validationMethod to DNS");
      },
    ),
  examples: {
    pass: [{ inputs: { domainName: "shop.example", validationMethod: "DNS" } }],
    fail: [
      { name: "not set", inputs: { domainName: "shop.example" }, path: "/validationMethod", message: "unattended" },
      {
        inputs: { domainName: "shop.example", validationMethod: "EMAIL" },
        path: "/validationMethod",
        message: "unattended",
      },
      {
        name: "imported",
        inputs: { certificateBody: "-----BEGIN CERTIFICATE-----" },
        path: "/certificateBody",
        message: "is imported",
      },
    ],
    undecided: [{ inputs: { domainName: "shop.example", validationMethod: UNKNOWN }, path: "/validationMethod" }],
  },
});
