/** Name of the composite alarm that pages, in each region. The pager's subscription filters by it. */
export function pagingAlarmName(prefix: string): string {
  return `${prefix}-paging`;
}
