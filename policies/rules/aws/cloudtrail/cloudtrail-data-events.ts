import type { Property } from "../../../property.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-data-events",
  title: "Record object-level read and write events of sensitive buckets and invocations of sensitive functions.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Management events do not show data access.",
  fix: "Add a selector for data events of S3 objects and Lambda functions.",
  links: [
    securityHub("cloudtrail"),
    awsDocs("Logging data events", "awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) => {
    const recorded = anyOf(
      () =>
        DIRECTIONS.every((direction) =>
          some(trail.get("eventSelectors").items(), (selector) => records(selector, direction)),
        ),
      () => some(trail.get("advancedEventSelectors").items(), selectsData),
    );
    return recorded
      ? []
      : [
          trail
            .get("advancedEventSelectors")
            .fail("Reads and writes of objects are not recorded; add a selector for data events"),
        ];
  },
  examples: {
    pass: [
      {
        name: "a selector for each direction",
        inputs: {
          eventSelectors: ["ReadOnly", "WriteOnly"].map((readWriteType) => ({
            readWriteType,
            dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
          })),
        },
      },
      {
        inputs: {
          eventSelectors: [
            { readWriteType: "All", dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] },
          ],
        },
      },
      {
        inputs: {
          advancedEventSelectors: [
            {
              fieldSelectors: [
                { field: "eventCategory", equals: ["Data"] },
                { field: "resources.type", equals: ["AWS::S3::Object"] },
              ],
            },
          ],
        },
      },
    ],
    fail: [
      { name: "not set", inputs: { s3BucketName: UNKNOWN }, path: "/advancedEventSelectors", message: "not recorded" },
      {
        inputs: { eventSelectors: [{ includeManagementEvents: true }] },
        path: "/advancedEventSelectors",
        message: "not recorded",
      },
      {
        name: "reads only",
        inputs: {
          eventSelectors: [
            { readWriteType: "ReadOnly", dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] },
          ],
        },
        path: "/advancedEventSelectors",
        message: "not recorded",
      },
    ],
    undecided: [
      { inputs: { eventSelectors: UNKNOWN }, path: "/eventSelectors" },
      { inputs: { eventSelectors: [{ readWriteType: UNKNOWN }] }, path: "/eventSelectors/0/readWriteType" },
    ],
  },
});
const DIRECTIONS = ["ReadOnly", "WriteOnly"] as const;

/** Whether a basic selector records data events in one direction; without a direction it records both. */
function records(selector: Property, direction: string): boolean {
  const type = selector.get("readWriteType").string() ?? "All";
  return (type === "All" || type === direction) && selector.get("dataResources").items().length > 0;
}

function selectsData(selector: Property): boolean {
  return some(
    selector.get("fieldSelectors").items(),
    (field) => field.get("field").string() === "eventCategory" && field.get("equals").strings().includes("Data"),
  );
}
