import { NOT_APPLICABLE, all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";
import { knownText, listenerProtocol } from "../_listeners.ts";

const SNIFFING = "routingHttpResponseXContentTypeOptionsHeaderValue";
const FRAMES = "routingHttpResponseXFrameOptionsHeaderValue";

export default defineRule({
  id: "alb-browser-security-headers",
  title: "Add content-type-options and frame-options headers on listeners that serve browsers directly.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "They are cheap and apply to every target.",
  fix: "Set the two headers on the listener to nosniff and DENY.",
  links: [awsDocs("Header modification", "elasticloadbalancing/latest/application/header-modification.html")],
  types: ["aws:lb/listener:Listener"],
  check: (listener) => {
    if (listenerProtocol(listener) !== "HTTPS") return NOT_APPLICABLE;
    return all(
      () => listener.get(SNIFFING).mustBe("nosniff", `Browsers guess the type of answers; set ${SNIFFING} to nosniff`),
      () => {
        const frames = listener.get(FRAMES);
        return ["DENY", "SAMEORIGIN"].includes(frames.string() ?? "")
          ? []
          : [frames.fail(`Other sites may frame the pages; set ${FRAMES} to DENY`)];
      },
    );
  },
  remediate: (listener) =>
    knownText(listener, "protocol") === "HTTPS"
      ? [...whenUnset(listener, SNIFFING, "nosniff"), ...whenUnset(listener, FRAMES, "DENY")]
      : [],
  examples: {
    pass: [{ inputs: { protocol: "HTTPS", [SNIFFING]: "nosniff", [FRAMES]: "DENY" } }],
    fail: [
      { name: "not set", inputs: { protocol: "HTTPS" }, path: `/${SNIFFING}`, message: "guess the type" },
      {
        inputs: { protocol: "HTTPS", [SNIFFING]: "nosniff", [FRAMES]: "ALLOWALL" },
        path: `/${FRAMES}`,
        message: "may frame",
      },
    ],
    undecided: [
      { inputs: { protocol: "HTTPS", [SNIFFING]: UNKNOWN, [FRAMES]: "DENY" }, path: `/${SNIFFING}` },
      { inputs: { protocol: "HTTPS", [SNIFFING]: "nosniff", [FRAMES]: UNKNOWN }, path: `/${FRAMES}` },
    ],
  },
});
