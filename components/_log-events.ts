/**
 * Events that every application names alike in `event` of its log lines, because filters, alarms and charts count them.
 * What else an application logs, it names as it likes.
 */
export const LOG_EVENTS = {
  "login.succeeded": "Somebody logged in.",
  "login.failed": "A password or a second factor was wrong, or the account is locked or unknown.",
  logout: "Somebody ended their session.",
  "otp.sent": "A one-time password was sent, by text message or e-mail, at our cost.",
  "otp.failed": "A one-time password was wrong or too old.",
  "otp.locked": "Somebody used up their tries of one-time passwords and is locked out for a time.",
  "token.reused": "A refresh token came a second time: one of the two who hold it stole it.",
  "session.revoked": "A session was ended by somebody else than its owner: an administrator, or a change of password.",
  "access.denied": "Somebody who is logged in asked for what they may not (403).",
  "rate.limited": "The application turned somebody away for asking too often (429).",
  "privilege.changed": "Somebody's rights were widened or narrowed.",
  "credential.changed": "Somebody's password, second factor, telephone number or e-mail address was changed.",
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;
