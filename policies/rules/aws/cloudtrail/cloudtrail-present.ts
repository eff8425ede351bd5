import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-present",
  title: "Run at least one trail that records management events in the account baseline stack.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Without it nobody can tell who did what.",
  fix: "Add an aws.cloudtrail.Trail that records management events of all regions.",
  links: [
    securityHub("cloudtrail"),
    awsDocs("Creating a trail", "awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html"),
  ],
  types: [
    "aws:cloudtrail/trail:Trail",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    "aws:guardduty/detector:Detector",
  ],
  check: (resource, { stack }) => {
    // A stack that sets up an account is known by what exists once an account; any other needs no trail.
    const trails = stack.ofType("aws:cloudtrail/trail:Trail");
    if (some(trails, recordsManagement)) return [];
    return [resource.fail("No trail of the stack records management events; add an aws.cloudtrail.Trail that does")];
  },
  examples: {
    pass: [
      { inputs: { s3BucketName: UNKNOWN } },
      {
        inputs: { advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }] },
      },
      {
        type: "aws:guardduty/detector:Detector",
        inputs: {},
        stack: [{ type: "aws:cloudtrail/trail:Trail", name: "trail", inputs: {} }],
      },
    ],
    fail: [
      { name: "no trail", type: "aws:guardduty/detector:Detector", inputs: {}, path: "", message: "No trail" },
      { inputs: { eventSelectors: [{ includeManagementEvents: false }] }, path: "", message: "No trail" },
    ],
    undecided: [
      {
        inputs: { eventSelectors: [{ includeManagementEvents: UNKNOWN }] },
        path: "/eventSelectors/0/includeManagementEvents",
      },
      { inputs: { advancedEventSelectors: UNKNOWN }, path: "/advancedEventSelectors" },
    ],
  },
});
/** A trail records management events unless its selectors say otherwise. */
function recordsManagement(trail: Resource): boolean {
  const advanced = trail.get("advancedEventSelectors").items();
  if (advanced.length > 0) return some(advanced, selectsManagement);
  const selectors = trail.get("eventSelectors").items();
  return (
    selectors.length === 0 || some(selectors, (selector) => selector.get("includeManagementEvents").boolean() !== false)
  );
}

function selectsManagement(selector: Property): boolean {
  return some(
    selector.get("fieldSelectors").items(),
    (field) => field.get("field").string() === "eventCategory" && field.get("equals").strings().includes("Management"),
  );
}
