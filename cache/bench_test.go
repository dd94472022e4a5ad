package cache_test

import (
	"context"
	"fmt"
	"testing"

	"balcao/erp"
)

// twelve is a year of invoices, as a level of a query brings for each customer.
func twelve(fn *erp.Info, in erp.Input) erp.Result {
	one := plain(fn, in).Value.([]erp.Invoice)[0]
	var list []erp.Invoice
	for i := range 12 {
		one.ID = fmt.Sprint(i)
		one.DigitableLine, one.Barcode = text("23793381286000000010201000048602191230000010000"), text("23791912300000100003381260000000010100004860")
		list = append(list, one)
	}
	return erp.Result{Value: list}
}

func BenchmarkWarmLevelOf50(b *testing.B) {
	next := newERP()
	next.answer = twelve
	n := newNode(b, next, nodeOptions{})
	level := documents(50)
	erp.ListInvoices.CallMany(context.Background(), n, level)
	b.ReportAllocs()
	for b.Loop() {
		erp.ListInvoices.CallMany(context.Background(), n, level)
	}
	wantCalls(b, next, "list_invoices", 1)
}

func BenchmarkRedisLevelOf50(b *testing.B) {
	server, next := startRedis(b), newERP()
	next.answer = twelve
	n := newNode(b, next, nodeOptions{redis: server.url()})
	level := documents(50)
	erp.ListInvoices.CallMany(context.Background(), n, level)
	n.filled(b, server.client(), 50)
	b.ReportAllocs()
	for b.Loop() {
		n.store.ForgetNear()
		erp.ListInvoices.CallMany(context.Background(), n, level)
	}
	wantCalls(b, next, "list_invoices", 1)
}

func BenchmarkColdLevelOf50WithRedis(b *testing.B) {
	server, next := startRedis(b), newERP()
	next.answer = twelve
	n := newNode(b, next, nodeOptions{redis: server.url()})
	level := documents(50)
	b.ReportAllocs()
	for b.Loop() {
		n.Clear(context.Background())
		erp.ListInvoices.CallMany(context.Background(), n, level)
	}
}
