package ixc

import (
	"cmp"
	"slices"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// Resources that release a blocked contract (ixc.md, Functions, "trust unlock").
const (
	trustUnlock      = "desbloqueio_confianca"
	temporaryRelease = "cliente_contrato_btn_lib_temp_24722"
	manualRelease    = "cliente_contrato_15464"
)

// The company's rules: a contract is released on trust for three days, and not
// again within thirty. Page: "Company rules decide (days, number of titles,
// interval)"; the figures are chosen.
const (
	trustDays     = 3
	trustInterval = 30
)

func unlock(s *Server, f form) (standin.Entry, func() verdict) {
	return s.releaseEntry(f["id"]), func() verdict { return s.unlock(f["id"]) }
}

func (s *Server) releaseEntry(contract string) standin.Entry {
	s.lock.Lock()
	row := s.tables["cliente_contrato"].find(contract)
	s.lock.Unlock()
	entry := standin.Entry{Kind: "desbloqueio", Invoice: contract}
	if row != nil {
		entry.Document = s.documentOf(row.get("id_cliente"), "")
	}
	return entry
}

// unlock releases on trust. The contract's id is sent as id and not as
// id_contrato: without it the red box.
func (s *Server) unlock(id string) verdict {
	if id == "" {
		return no(redBox())
	}
	row := s.tables["cliente_contrato"].find(id)
	if row == nil { // not documented; chosen: a refusal
		return no(refused("Contrato não encontrado!"))
	}
	if why := s.refusalOfTrust(*row); why != "" {
		return no(refused(why))
	}
	until := s.today().AddDays(trustDays)
	return verdict{done("Contrato desbloqueado em confiança até " + printed(until) + "!"), func() {
		row.setAll("status_internet", "A", "desbloqueio_confianca_ativo", "S", "dt_ult_des_bloq_conf", s.today().String())
	}}
}

// blockedStates: manually, automatically, overdue (ixc.md, Functions, "blocked ones").
var blockedStates = []string{"CM", "CA", "FA"}

// refusalOfTrust is why a contract is not released, with dates in it (ixc.md,
// Functions, "trust unlock": the refusal message carries dates; the words are
// not documented), and empty for one that is. P inherits the company's S.
func (s *Server) refusalOfTrust(contract record) string {
	last, _ := br.ParseDate(contract.get("dt_ult_des_bloq_conf"))
	next := last.AddDays(trustInterval)
	switch {
	case contract.get("status") != "A" || !slices.Contains(blockedStates, contract.get("status_internet")) && contract.get("desbloqueio_confianca_ativo") != "S":
		return "Contrato não está bloqueado em " + printed(s.today()) + "!"
	case contract.get("restricao_auto_desbloqueio") == "S" || contract.get("desbloqueio_confianca") == "N":
		since := cmp.Or(contract.get("dt_ult_bloq_auto"), noDay)
		blocked, _ := br.ParseDate(since)
		return "Desbloqueio de confiança não permitido para este contrato!<br />Bloqueado em " + printed(blocked) + "."
	case !last.IsZero() && next.After(s.today()):
		return "Desbloqueio de confiança já utilizado em " + printed(last) + "!<br />Novo desbloqueio permitido a partir de " + printed(next) + "."
	}
	return ""
}

// release is a button that releases without rules. One names the contract get_id,
// and one SDK sends id (ixc.md, Functions, "trust unlock"). Its words are not documented.
func release(names ...string) func(*Server, form) (standin.Entry, func() verdict) {
	return func(s *Server, f form) (standin.Entry, func() verdict) {
		id := ""
		for _, name := range names {
			id = cmp.Or(id, f[name])
		}
		return s.releaseEntry(id), func() verdict { return s.release(id) }
	}
}

func (s *Server) release(id string) verdict {
	if id == "" {
		return no(redBox())
	}
	row := s.tables["cliente_contrato"].find(id)
	if row == nil {
		return no(refused("Contrato não encontrado!"))
	}
	return verdict{done("Contrato liberado com sucesso!"), func() { row.set("status_internet", "A") }}
}
