import type { Fields } from './log.ts'

const NAMESPACE = 'ChatGateway'

/**
 * Fields that make a log line a figure of CloudWatch's as well (embedded metric format), by nobody's asking.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metric(name: string, value = 1): Fields {
  const directive = { Namespace: NAMESPACE, Dimensions: [['service']], Metrics: [{ Name: name, Unit: 'Count' }] }
  return { service: 'chat-gateway', [name]: value, _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] } }
}
