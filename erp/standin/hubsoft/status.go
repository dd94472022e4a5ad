package hubsoft

import "balcao/internal/br"

// The status_prefixo values that are held: hubsoft.md, "blocked ones".
const (
	enabled          = "servico_habilitado"
	suspendedForDebt = "suspenso_debito"
	partlySuspended  = "suspenso_parcialmente"
	cancelled        = "cancelado"
)

// statusWords are servicos[].status. Not documented; chosen.
var statusWords = map[string]string{
	enabled:          "Serviço Habilitado",
	suspendedForDebt: "Suspenso por Débito",
	partlySuspended:  "Suspenso Parcialmente",
	cancelled:        "Cancelado",
}

func (s *service) suspended() bool {
	return s.prefix == suspendedForDebt || s.prefix == partlySuspended
}

// statusOn is status_prefixo on a day: a release on trust makes a blocked
// service work until its last day. Not documented; chosen.
func (s *service) statusOn(today br.Date) string {
	if s.suspended() && !s.trust.until.Before(today) && !s.trust.until.IsZero() {
		return enabled
	}
	return s.prefix
}
