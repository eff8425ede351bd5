import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sqs-redrive-allow-list",
  title: "List the source queues that may use a dead-letter queue.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Any queue of the account may otherwise dump into it. Whether a queue without such a policy takes dead letters, one resource does not tell.",
  fix: "Set redrivePermission to byQueue and list the queues in sourceQueueArns.",
  links: [awsDocs("Dead-letter queues", "AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html")],
  types: ["aws:sqs/queue:Queue", "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"],
  check: (queue) => {
    const policy = queue.get("redriveAllowPolicy");
    if (!policy.isSet || policy.raw === "") return NOT_APPLICABLE;
    const permission = policy.json().get("redrivePermission");
    return ["byQueue", "denyAll"].includes(permission.string() ?? "")
      ? []
      : [policy.fail("Any queue of the account may dump into this one; set redrivePermission to byQueue")];
  },
  examples: {
    pass: [
      {
        inputs: {
          redriveAllowPolicy: JSON.stringify({
            redrivePermission: "byQueue",
            sourceQueueArns: ["arn:aws:sqs:eu-central-1:111122223333:jobs"],
          }),
        },
      },
    ],
    fail: [
      {
        inputs: { redriveAllowPolicy: JSON.stringify({ redrivePermission: "allowAll" }) },
        path: "/redriveAllowPolicy",
        message: "may dump",
      },
      {
        type: "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
        inputs: { redriveAllowPolicy: "{}" },
        path: "/redriveAllowPolicy",
        message: "may dump",
      },
    ],
    undecided: [{ inputs: { redriveAllowPolicy: UNKNOWN }, path: "/redriveAllowPolicy" }],
  },
});
