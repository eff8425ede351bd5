import { expect, test } from "vitest";
import { checkWindows } from "../../components/_database-windows.ts";

test.each([
  ["02:00-03:00", "sun:03:30-sun:04:30"],
  ["02:00-03:00", "sun:03:00-sun:04:00"],
  ["23:45-00:30", "mon:00:30-mon:01:00"],
  ["12:00-12:30", "sun:23:30-mon:00:30"],
])("accepts %s beside %s", (backup, maintenance) => {
  expect(() => checkWindows("Database", backup, maintenance)).not.toThrow();
});

test.each([
  ["02:00-03:00", "sun:02:59-sun:03:59"],
  ["03:30-05:00", "tue:03:00-tue:03:31"],
  ["23:45-00:30", "mon:00:00-mon:00:30"],
  ["23:45-00:30", "sun:23:00-sun:23:50"],
  ["00:00-01:00", "sun:23:30-mon:00:30"],
])("refuses %s beside %s", (backup, maintenance) => {
  expect(() => checkWindows('Database "main"', backup, maintenance)).toThrow(
    `Database "main": backupWindow "${backup}" and maintenanceWindow "${maintenance}" overlap, which RDS refuses; move one of them.`,
  );
});

test.each(["2:00-3:00", "02:00-02:29", "24:00-01:00", "02:00 - 03:00", "02:00-02:00"])(
  "refuses the backup window %s",
  (window) => {
    expect(() => checkWindows("Database", window, "sun:03:30-sun:04:30")).toThrow(
      `backupWindow is "${window}"; allowed is`,
    );
  },
);

test.each([
  "Sun:03:30-Sun:04:30",
  "sun:03:30-04:30",
  "sun:03:30-sun:03:45",
  "sun:03:30-wed:03:30",
  "sunday:03:30-sunday:04:30",
])("refuses the maintenance window %s", (window) => {
  expect(() => checkWindows("Database", "02:00-03:00", window)).toThrow(`maintenanceWindow is "${window}"; allowed is`);
});
