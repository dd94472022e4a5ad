// Package harness starts real processes for the end-to-end tests: Balcão's own
// binary (built once, with the race detector), the sandbox ERP, Redis. Each
// ends with the test that started it. Nothing here knows Balcão's code: what the
// tests see is what a front end or an operator sees.
package harness
