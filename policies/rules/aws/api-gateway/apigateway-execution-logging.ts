import { defineRule, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isOfSameStage } from "./_stages.ts";

const METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings";

export default defineRule({
  id: "apigateway-execution-logging",
  title: "Log the execution of REST APIs, at least errors.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Without it nobody can say why the gateway refused or failed a request.",
  fix: "Add aws.apigateway.MethodSettings for the stage with methodPath */* and loggingLevel ERROR or INFO.",
  links: [
    securityHub("apigateway"),
    awsDocs("Logging of REST APIs", "apigateway/latest/developerguide/set-up-logging.html"),
  ],
  types: ["aws:apigateway/stage:Stage"],
  check: (stage, { stack }) => {
    const logged = some(stack.ofType(METHOD_SETTINGS), (settings) =>
      every(
        [
          () => settings.get("methodPath").string() === "*/*",
          () => isOfSameStage(settings, stage, stack),
          () => ["ERROR", "INFO"].includes(settings.get("settings", "loggingLevel").string() ?? ""),
        ],
        (test) => test(),
      ),
    );
    return logged
      ? []
      : [stage.fail("The execution of the API is not logged; add MethodSettings for */* with a loggingLevel")];
  },
  examples: {
    pass: [
      {
        inputs: { restApi: "a1b2c3", stageName: "prod" },
        stack: [methodSettings({ methodPath: "*/*", settings: { loggingLevel: "ERROR" } })],
      },
    ],
    fail: [
      { name: "no settings", inputs: { restApi: "a1b2c3", stageName: "prod" }, path: "", message: "not logged" },
      {
        name: "off",
        inputs: { restApi: "a1b2c3", stageName: "prod" },
        stack: [methodSettings({ methodPath: "*/*", settings: { loggingLevel: "OFF" } })],
        path: "",
        message: "not logged",
      },
      {
        name: "another stage",
        inputs: { restApi: "a1b2c3", stageName: "test" },
        stack: [methodSettings({ methodPath: "*/*", settings: { loggingLevel: "ERROR" } })],
        path: "",
        message: "not logged",
      },
    ],
    undecided: [
      {
        inputs: { restApi: "a1b2c3", stageName: "prod" },
        stack: [methodSettings({ methodPath: "*/*", settings: { loggingLevel: UNKNOWN } })],
        path: "/settings/loggingLevel",
      },
    ],
  },
});

function methodSettings(inputs: Properties) {
  return { type: METHOD_SETTINGS, name: "all", inputs: { restApi: "a1b2c3", stageName: "prod", ...inputs } };
}
