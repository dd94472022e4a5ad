// Package reconcile compares, once a day and for every tenant, the payments that
// the ledger has confirmed the day before with what the ERP shows of them now: a
// payment that was taken back, or an invoice that was paid at the bank as well,
// is seen the next morning and not when the customer complains.
//
// It changes nothing but the audit trail. Start reading at [Reconciler.Day];
// compare.go has the rules.
package reconcile
