/** Name of the composite alarm that pages, in each region. The pager's subscription filters by it. */
export function pagingAlarmName(prefix: string): string {
  return `${prefix}-paging`;
}

/** Start of the names of what pages in Prometheus, by which the pager's subscription lets it through. */
export function prometheusPagePrefix(prefix: string): string {
  return `${prefix}-prometheus-page-`;
}
