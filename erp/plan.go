package erp

import "balcao/internal/br"

// PlanStatus is what stands of a customer's plan.
type PlanStatus string

const (
	// PlanActive: in use.
	PlanActive PlanStatus = "ACTIVE"
	// PlanBlocked: cut off because something is owed.
	PlanBlocked PlanStatus = "BLOCKED"
	// PlanSuspended: paused, at the customer's wish.
	PlanSuspended PlanStatus = "SUSPENDED"
	// PlanPending: sold, and not yet installed.
	PlanPending PlanStatus = "PENDING"
	// PlanCancelled: ended.
	PlanCancelled PlanStatus = "CANCELLED"
)

// Words are the words a pack may use for the status.
func (PlanStatus) Words() []string {
	return []string{string(PlanActive), string(PlanBlocked), string(PlanSuspended), string(PlanPending), string(PlanCancelled)}
}

// Plan (plano) is what a customer has contracted.
type Plan struct {
	// Document is the CPF or CNPJ that was asked for; filled in by the engine.
	Document br.Document `erp:"document" json:"document"`
	// ContractID is the contract's code in the ERP: a trust unlock is for it.
	ContractID string     `erp:"contract_id,required" json:"contractId"`
	Name       string     `erp:"name,required" json:"name"`
	Status     PlanStatus `erp:"status,required" json:"status"`
	// Price is what it costs a month.
	Price *Money `erp:"price" json:"price,omitempty"`
	// Speed is the ERP's word for how fast it is: "500 Mbps".
	Speed *string `erp:"speed" json:"speed,omitempty"`
	// Address is where the plan is installed.
	Address *Address `erp:"address" json:"address,omitempty"`
	// TrustUnlock tells whether a trust unlock is possible now; nil where the
	// ERP says so only when asked for one.
	TrustUnlock *bool `erp:"trust_unlock" json:"trustUnlock,omitempty"`
}

// Owner implements [Owned].
func (p *Plan) Owner() *br.Document { return &p.Document }

// UnlockInput asks for the trust unlock of a blocked contract.
type UnlockInput struct {
	Document   br.Document `erp:"document,required"`
	ContractID string      `erp:"contract_id,required"`
	// Reference is our own reference of the request, the same on every attempt.
	Reference string `erp:"reference,required"`
}

// Subject is the customer.
func (in UnlockInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in UnlockInput) Key() string { return key(string(in.Document), in.ContractID, in.Reference) }

// TrustUnlock (desbloqueio de confiança) is what an ERP answers to the request
// for one.
type TrustUnlock struct {
	Granted bool `erp:"granted,required" json:"granted"`
	// Until is the last day of the release.
	Until *br.Date `erp:"until" json:"until,omitempty"`
	// Reason are the ERP's words, for the customer.
	Reason *string `erp:"reason" json:"reason,omitempty"`
}
