import { expect, test } from "vitest";
import { refusal } from "../_settings.ts";

const event = { summary: "Push messages are not delivered." };
const refused = (events: object): string => refusal({ observability: { events } });

test("events of a system's own are neither those of the log schema nor a page without a number", () => {
  expect(refused({ "push.failed": event, "payment.failed": { ...event, perFiveMinutes: 5, page: true } })).toBe(
    "no error",
  );
  expect(refused({ "login.failed": event })).toContain(
    'observability.events["login.failed"] is an event of the log schema',
  );
  expect(refused({ "push.failed": { ...event, page: true } })).toContain(
    "false, or a number in perFiveMinutes of the same event",
  );
});
