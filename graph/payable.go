package graph

import (
	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
)

// notPayable says why an invoice cannot be paid here and now; nil if it can.
func notPayable(req *Request, i *erp.Invoice) *model.NotPayableReason {
	reason := model.NotPayableReasonNoPaymentCode
	switch {
	case i.Status == erp.Paid:
		reason = model.NotPayableReasonPaid
	case i.Status == erp.Cancelled:
		reason = model.NotPayableReasonCancelled
	case i.Status == erp.PendingConfirmation:
		reason = model.NotPayableReasonPendingConfirmation
	case i.DigitableLine == nil && i.PixCode == nil:
		// as it is
	case !req.Tenant.Charging.Take(i, br.DateOf(req.Now.In(req.Tenant.Zone))):
		reason = model.NotPayableReasonChargingRule
	default:
		return nil
	}
	return &reason
}
