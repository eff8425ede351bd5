import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "config-recorder-complete",
  title: "Record changes of every kind of resource in AWS Config.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "What is not recorded can be changed without a trace, and no Config rule sees it.",
  fix: "Leave recordingGroup.allSupported out, and set isEnabled of the recorder's status to true.",
  links: [securityHub("config"), awsDocs("What Config records", "config/latest/developerguide/select-resources.html")],
  types: ["aws:cfg/recorder:Recorder", "aws:cfg/recorderStatus:RecorderStatus"],
  check: (resource) => {
    if (resource.type === STATUS) {
      return resource.get("isEnabled").mustBe(true, "The recorder is off; set isEnabled to true");
    }
    return resource
      .get("recordingGroup", "allSupported")
      .mustNotBe(false, "Only some kinds of resources are recorded; set recordingGroup.allSupported to true");
  },
  examples: {
    pass: [
      { inputs: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } } },
      { name: "not set", inputs: { name: "default" } },
      { type: "aws:cfg/recorderStatus:RecorderStatus", inputs: { isEnabled: true } },
    ],
    fail: [
      {
        inputs: { recordingGroup: { allSupported: false, resourceTypes: ["AWS::EC2::Instance"] } },
        path: "/recordingGroup/allSupported",
        message: "Only some",
      },
      {
        type: "aws:cfg/recorderStatus:RecorderStatus",
        inputs: { isEnabled: false },
        path: "/isEnabled",
        message: "is off",
      },
    ],
    undecided: [
      { inputs: { recordingGroup: UNKNOWN }, path: "/recordingGroup" },
      { type: "aws:cfg/recorderStatus:RecorderStatus", inputs: { isEnabled: UNKNOWN }, path: "/isEnabled" },
    ],
  },
});
const STATUS = "aws:cfg/recorderStatus:RecorderStatus";
