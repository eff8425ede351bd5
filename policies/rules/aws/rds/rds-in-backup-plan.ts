import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isSelected } from "../_backup.ts";
import { isReplica } from "../_rds.ts";

export default defineRule({
  id: "rds-in-backup-plan",
  title: "Cover databases by an AWS Backup selection.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Service-level backups die with the instance or the account mistake.",
  fix: "Select the database in an aws.backup.Selection, by ARN or by a tag it carries.",
  links: [
    securityHub("rds"),
    awsDocs("Assigning resources to a backup plan", "aws-backup/latest/devguide/assigning-resources.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database, { stack }) => {
    if (isReplica(database)) return NOT_APPLICABLE;
    if (isSelected(stack, database)) return [];
    return [
      database.fail("No AWS Backup selection covers the database; add its ARN or one of its tags to a selection"),
    ];
  },
  examples: {
    pass: [
      { inputs: { engine: "postgres" }, stack: [selection({ resources: [ref("subject", "arn")] })] },
      {
        name: "by tag",
        inputs: { engine: "postgres", tags: { "data-class": "personal" } },
        stack: [selection({ selectionTags: [{ type: "STRINGEQUALS", key: "data-class", value: "personal" }] })],
      },
    ],
    fail: [
      { name: "no selection", inputs: { engine: "postgres" }, path: "", message: "No AWS Backup selection" },
      {
        name: "another database",
        inputs: { engine: "postgres" },
        stack: [selection({ resources: ["arn:aws:rds:eu-central-1:111122223333:db:other"] })],
        path: "",
        message: "No AWS Backup selection",
      },
    ],
    undecided: [{ inputs: { engine: "postgres" }, stack: [selection({ resources: UNKNOWN })], path: "/resources" }],
  },
});
function selection(inputs: Properties) {
  return { type: "aws:backup/selection:Selection", name: "selection", inputs };
}
