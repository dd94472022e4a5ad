package sandbox

import (
	"net/http"
	"slices"
)

// productView, resellerView, dueDateView and originView are the lists that
// orders draw on.
type (
	productView struct {
		Code  string `json:"codigo"`
		Name  string `json:"nome"`
		Price string `json:"preco"`
		Speed string `json:"velocidade"`
	}
	resellerView struct {
		Code   string  `json:"code"`
		Name   string  `json:"name"`
		Taxvat *string `json:"taxvat"`
		Email  *string `json:"email"`
	}
	dueDateView struct {
		Code string `json:"code"`
		Name string `json:"name"`
	}
	originView struct {
		Code        string `json:"code"`
		Description string `json:"description"`
	}
)

func text(s string) *string { return &s }

var (
	resellers = []resellerView{
		{"R01", "Loja do Centro", text("11222333000181"), text("loja.centro@example.com")},
		{"R02", "Conceição D'Ávila Representações", text("39053344705"), text("conceicao@example.com")},
		{"R03", "Venda interna", nil, nil},
	}
	origins = []originView{
		{"1", "Site"}, {"2", "Indicação de amigo"}, {"3", "Panfleto & carro de som"}, {"4", "Totem da loja"},
	}
)

func (s *Sandbox) listProducts(*http.Request) reply {
	views := make([]productView, len(plans))
	for i, p := range plans {
		views[i] = productView{p.code, p.name, reais(p.price), p.speed}
	}
	return jsonReply(http.StatusOK, views)
}

func (s *Sandbox) listResellers(*http.Request) reply { return jsonReply(http.StatusOK, resellers) }

func (s *Sandbox) listDueDates(*http.Request) reply { return jsonReply(http.StatusOK, dueDates()) }

func (s *Sandbox) listOrigins(*http.Request) reply { return jsonReply(http.StatusOK, origins) }

func dueDates() []dueDateView {
	views := make([]dueDateView, len(dueDays))
	for i, day := range dueDays {
		views[i] = dueDateView{Code: twoDigits(day), Name: "Dia " + twoDigits(day)}
	}
	return views
}

// The codes that an order may carry.
func isProduct(code string) bool {
	return slices.ContainsFunc(plans, func(p plan) bool { return p.code == code })
}

func isReseller(code string) bool {
	return slices.ContainsFunc(resellers, func(r resellerView) bool { return r.Code == code })
}

func isDueDate(code string) bool {
	return slices.ContainsFunc(dueDates(), func(d dueDateView) bool { return d.Code == code })
}

func isOrigin(code string) bool {
	return slices.ContainsFunc(origins, func(o originView) bool { return o.Code == code })
}
