package reconcile

import (
	"slices"
	"testing"

	"balcao/erp"
)

const e2e = "E1234567820261124120012345678901"

// paid makes a payment of the ERP's; negative amounts are not told, and an empty
// reference is none.
func paid(reference string, amount erp.Money) erp.Payment {
	p := erp.Payment{}
	if reference != "" {
		p.Reference = &reference
	}
	if amount >= 0 {
		p.Amount = &amount
	}
	return p
}

// invoice makes one of R$ 100,00.
func invoice(status erp.InvoiceStatus, open erp.Money, payments ...erp.Payment) *erp.Invoice {
	return &erp.Invoice{ID: "7", Status: status, OriginalAmount: 10000, CurrentAmount: 10000, OpenAmount: open, Payments: payments}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	ours := claim{references: []string{e2e}, amount: 10000, named: true}
	unnamed := claim{references: []string{e2e}, amount: 10000}
	part := claim{references: []string{e2e}, amount: 4000, named: true}
	late := claim{references: []string{e2e}, amount: 10300, named: true}
	other := claim{references: []string{"TEF-1"}, amount: 6000, named: true}
	none := []Kind(nil)
	for name, tc := range map[string]struct {
		claim    claim
		siblings []claim
		invoice  *erp.Invoice
		want     []Kind
	}{
		"as it should be":                         {ours, nil, invoice(erp.Paid, 0, paid(e2e, 10000)), none},
		"inside a longer text":                    {ours, nil, invoice(erp.Paid, 0, paid("PIX "+e2e, 10000)), none},
		"no amounts told":                         {ours, nil, invoice(erp.Paid, 0, paid(e2e, -1)), none},
		"no payments told":                        {unnamed, nil, invoice(erp.Paid, 0), none},
		"no references told":                      {unnamed, nil, invoice(erp.Paid, 0, paid("", 10000)), none},
		"entered by a person under another name":  {unnamed, nil, invoice(erp.Paid, 0, paid("caixa 3", 10000)), none},
		"interest is booked apart":                {late, nil, invoice(erp.Paid, 0, paid(e2e, 10000), paid("", 300)), none},
		"a part, the rest at the bank":            {part, nil, invoice(erp.Paid, 0, paid("BANCO", 6000), paid(e2e, 4000)), none},
		"a part, the rest is open":                {part, nil, invoice(erp.PartiallyPaid, 6000, paid(e2e, 4000)), none},
		"two parts of ours":                       {part, []claim{other}, invoice(erp.Paid, 0, paid("TEF-1", 6000), paid(e2e, 4000)), none},
		"two parts of ours, none named":           {claim{amount: 4000}, []claim{{amount: 6000}}, invoice(erp.Paid, 0, paid("", 6000), paid("", 4000)), none},
		"cancelled":                               {ours, nil, invoice(erp.Cancelled, 0, paid(e2e, 10000)), []Kind{Cancelled}},
		"taken back":                              {ours, nil, invoice(erp.Overdue, 10000), []Kind{OpenAgain, Missing}},
		"taken back, no payments were ever told":  {unnamed, nil, invoice(erp.Open, 10000), []Kind{OpenAgain}},
		"a part taken back":                       {part, nil, invoice(erp.PartiallyPaid, 4000, paid("TEF-1", 6000)), []Kind{Missing}},
		"ours was replaced":                       {ours, nil, invoice(erp.Paid, 0, paid("BANCO", 10000)), []Kind{Missing}},
		"named no more":                           {ours, nil, invoice(erp.Paid, 0, paid("", 10000)), []Kind{Missing}},
		"none of its amount":                      {unnamed, nil, invoice(erp.Paid, 0, paid("caixa 3", 9000)), []Kind{Missing}},
		"another amount":                          {ours, nil, invoice(erp.PartiallyPaid, 1000, paid(e2e, 9000)), []Kind{Amount}},
		"paid at the bank as well":                {ours, nil, invoice(erp.Paid, 0, paid(e2e, 10000), paid("BANCO", 10000)), []Kind{SecondPayment}},
		"paid at the bank as well, no references": {unnamed, nil, invoice(erp.Paid, 0, paid("", 10000), paid("", 10000)), []Kind{SecondPayment}},
		"a part, and all at the bank":             {part, nil, invoice(erp.Paid, 0, paid(e2e, 4000), paid("BANCO", 10000)), []Kind{SecondPayment}},
		"a second one without an amount":          {ours, nil, invoice(erp.Paid, 0, paid(e2e, 10000), paid("BANCO", -1)), []Kind{SecondPayment}},
		"booked twice":                            {ours, nil, invoice(erp.Paid, 0, paid(e2e, 10000), paid(e2e, 10000)), []Kind{Amount}},
		"the longer reference is another":         {ours, nil, invoice(erp.Paid, 0, paid(e2e+"9", 10000)), []Kind{Missing}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := compare(tc.claim, tc.siblings, tc.invoice); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
