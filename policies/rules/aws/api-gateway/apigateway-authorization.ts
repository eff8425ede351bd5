import { ref } from "../../../examples.ts";
import type { Resource, Stack } from "../../../resource.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "apigateway-authorization",
  title: "Ask who calls before a method or a route of an API answers.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Without authorisation the whole internet calls what is behind it.",
  fix: "Set authorization, or authorizationType of a route, to AWS_IAM, JWT, CUSTOM or COGNITO_USER_POOLS.",
  links: [
    securityHub("apigateway"),
    awsDocs("Access to REST APIs", "apigateway/latest/developerguide/apigateway-control-access-to-api.html"),
    awsDocs("Access to HTTP APIs", "apigateway/latest/developerguide/http-api-access-control.html"),
  ],
  types: ["aws:apigateway/method:Method", "aws:apigatewayv2/route:Route"],
  check: (operation, { stack }) => {
    const isRoute = operation.type === ROUTE;
    if (isRoute ? !asksOnRoute(operation, stack) : operation.get("httpMethod").string() === "OPTIONS") {
      return [];
    }
    const type = operation.get(isRoute ? "authorizationType" : "authorization");
    // Whoever has a key has been given it.
    const known = anyOf(
      () => (type.string() ?? "NONE") !== "NONE",
      () => operation.get("apiKeyRequired").boolean() === true,
    );
    return known ? [] : [type.fail(`Anybody may call it; set ${String(type.key)} to one that asks who calls`)];
  },
  examples: {
    pass: [
      { inputs: { httpMethod: "GET", authorization: "AWS_IAM" } },
      {
        name: "a preflight request, which has no credentials",
        inputs: { httpMethod: "OPTIONS", authorization: "NONE" },
      },
      { type: "aws:apigatewayv2/route:Route", inputs: { routeKey: "GET /orders", authorizationType: "JWT" } },
      {
        name: "a WebSocket, which asks when it connects",
        type: "aws:apigatewayv2/route:Route",
        inputs: { routeKey: "$default", apiId: ref("sockets") },
        stack: [{ type: "aws:apigatewayv2/api:Api", name: "sockets", inputs: { protocolType: "WEBSOCKET" } }],
      },
      {
        name: "a message of a WebSocket",
        type: "aws:apigatewayv2/route:Route",
        inputs: { routeKey: "sendMessage", authorizationType: "NONE" },
      },
    ],
    fail: [
      { inputs: { httpMethod: "GET", authorization: "NONE" }, path: "/authorization", message: "Anybody may call" },
      {
        name: "not set",
        type: "aws:apigatewayv2/route:Route",
        inputs: { routeKey: "$default", apiId: "a1b2c3" },
        path: "/authorizationType",
        message: "Anybody may call",
      },
      {
        type: "aws:apigatewayv2/route:Route",
        inputs: { routeKey: "$connect", authorizationType: "NONE" },
        path: "/authorizationType",
        message: "Anybody may call",
      },
    ],
    undecided: [
      { inputs: { httpMethod: "GET", authorization: UNKNOWN }, path: "/authorization" },
      { inputs: { httpMethod: UNKNOWN, authorization: "NONE" }, path: "/httpMethod" },
      { type: "aws:apigatewayv2/route:Route", inputs: { routeKey: UNKNOWN }, path: "/routeKey" },
    ],
  },
});
const ROUTE = "aws:apigatewayv2/route:Route";

/** Whether a route is one at which somebody can be asked who he is: each of HTTP, of a WebSocket that which connects. */
function asksOnRoute(route: Resource, stack: Stack): boolean {
  const key = route.get("routeKey").string() ?? "";
  if (key === "$default") {
    return !some(
      stack.referents(route, route.get("apiId"), "aws:apigatewayv2/api:Api"),
      (api) => api.get("protocolType").string() === "WEBSOCKET",
    );
  }
  return key === "$connect" || (key.includes(" ") && !key.startsWith("OPTIONS "));
}
