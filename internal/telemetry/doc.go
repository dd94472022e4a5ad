// Package telemetry is what operators see: log lines, metrics, health. None of
// it holds personal data. Code elsewhere takes care not to log any; the log
// handler here is the last net ([Mask]).
//
// Start reading at [Middleware], which every request passes.
package telemetry
