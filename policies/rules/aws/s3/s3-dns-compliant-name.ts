import { defineRule } from "../../../rule.ts";
import { UNKNOWN, isSimulatedText } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-dns-compliant-name",
  title: "Name buckets without dots or upper-case letters.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A dotted name breaks the TLS host check of the bucket endpoint.",
  fix: "Name the bucket in lower case without dots. A new name is a new bucket.",
  links: [awsDocs("Bucket naming rules", "AmazonS3/latest/userguide/bucketnamingrules.html")],
  types: ["aws:s3/bucket:Bucket"],
  check: (bucket) => {
    const name = bucket.get("bucket");
    // A placeholder stands for a name that the provider or another resource makes.
    if (typeof name.raw === "string" && isSimulatedText(name.raw)) return [];
    return /[.A-Z_]/.test(name.string() ?? "")
      ? [name.fail("The bucket's name breaks the check of its TLS certificate; use lower case, digits and hyphens")]
      : [];
  },
  examples: {
    pass: [{ inputs: { bucket: "shop-uploads-2" } }, { name: "not set", inputs: {} }],
    fail: [
      { inputs: { bucket: "media.shop.example" }, path: "/bucket", message: "TLS certificate" },
      { inputs: { bucket: "ShopUploads" }, path: "/bucket", message: "TLS certificate" },
    ],
    undecided: [{ inputs: { bucket: UNKNOWN }, path: "/bucket" }],
  },
});
