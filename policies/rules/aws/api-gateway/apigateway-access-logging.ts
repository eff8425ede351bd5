import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "apigateway-access-logging",
  title: "Log the requests that reach an API.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "They are the request record of the API.",
  fix: "Set accessLogSettings with the ARN of a log group and a format.",
  links: [
    securityHub("apigateway"),
    awsDocs("Logging of REST APIs", "apigateway/latest/developerguide/set-up-logging.html"),
  ],
  types: ["aws:apigateway/stage:Stage", "aws:apigatewayv2/stage:Stage"],
  check: (stage) => {
    const target = stage.get("accessLogSettings", "destinationArn");
    return isGiven(stage, target)
      ? []
      : [target.fail("Requests are not logged; set accessLogSettings with the ARN of a log group")];
  },
  examples: {
    pass: [
      {
        inputs: {
          accessLogSettings: {
            destinationArn: "arn:aws:logs:eu-central-1:111122223333:log-group:api",
            format: "$context.requestId",
          },
        },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { stageName: "prod" },
        path: "/accessLogSettings/destinationArn",
        message: "not logged",
      },
      {
        type: "aws:apigatewayv2/stage:Stage",
        inputs: { name: "prod" },
        path: "/accessLogSettings/destinationArn",
        message: "not logged",
      },
    ],
    undecided: [
      { inputs: { accessLogSettings: UNKNOWN }, path: "/accessLogSettings" },
      { inputs: { accessLogSettings: { destinationArn: UNKNOWN } }, path: "/accessLogSettings/destinationArn" },
    ],
  },
});
