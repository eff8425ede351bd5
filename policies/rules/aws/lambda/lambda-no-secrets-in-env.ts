import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { judgeVariable } from "../_environment.ts";
import { awsDocs } from "../_links.ts";

const SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/database-AbCdEf";

export default defineRule({
  id: "lambda-no-secrets-in-env",
  title: "Keep credentials out of function environment variables.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "They show up in the console, the state and in crash reports.",
  fix: "Pass the ARN of a secret and read the secret at run time.",
  links: [awsDocs("Environment variables of functions", "lambda/latest/dg/configuration-envvars.html")],
  types: ["aws:lambda/function:Function"],
  check: (fn) =>
    each(fn.get("environment", "variables").entries(), ([name, value]) =>
      judgeVariable(name, value, "pass the ARN of a secret"),
    ),
  examples: {
    pass: [
      { inputs: { environment: { variables: { TABLE: "orders", DATABASE_SECRET_ARN: SECRET_ARN } } } },
      {
        name: "a computed identifier",
        inputs: { environment: { variables: { CLUSTER: ref("cluster", "arn") } } },
        stack: [{ type: "aws:rds/cluster:Cluster", name: "cluster", inputs: {} }],
      },
      { inputs: {} },
    ],
    fail: [
      {
        inputs: { environment: { variables: { DATABASE_PASSWORD: "not-a-real-password" } } },
        path: "/environment/variables/DATABASE_PASSWORD",
        message: "looks like a secret",
      },
      {
        inputs: { environment: { variables: { ENDPOINT: "amqps://shop:not-a-real-password@queue" } } },
        path: "/environment/variables/ENDPOINT",
        message: "a URL with a password",
      },
    ],
    undecided: [
      { inputs: { environment: { variables: { ENDPOINT: UNKNOWN } } }, path: "/environment/variables/ENDPOINT" },
      { inputs: { environment: UNKNOWN }, path: "/environment" },
    ],
  },
});
