package ixc

import (
	"cmp"
	"encoding/json"
	"slices"

	"balcao/erp/standin"
)

// lacks reports whether a form cannot be processed: a required field is missing
// or empty, or there is no way to reach the person. It is answered with the red box (ixc.md, Transport facts, "errors").
func (t *table) lacks(f form) bool {
	return !f.has(t.required...) || len(t.reach) > 0 && !slices.ContainsFunc(t.reach, func(name string) bool { return f[name] != "" })
}

// differs reports whether a new record is not as new ones must be: a prospect
// with status N, say. What another value does is not documented; chosen: the
// red box.
func (t *table) differs(f form) bool {
	for name, want := range t.fixed {
		if f[name] != want {
			return true
		}
	}
	return false
}

// fill puts what was sent into a row. Columns that were not sent become empty
// (ixc.md, Functions, "edit customer": blank the omitted fields); those that are
// dropped stay as they are, and members that are no columns are ignored, both
// without a word (ixc.md, quirk 2).
func (s *Server) fill(t *table, row *record, f form) bool {
	for _, c := range t.columns {
		if s.quirks.drops(t, c.name) {
			continue
		}
		value := c.kind.empty()
		if sent, ok := f[c.name]; ok {
			if value, ok = c.kind.stored(sent); !ok {
				return false
			}
		}
		row.set(c.name, value)
	}
	return true
}

// insert makes a row (ixc.md, Transport facts, "write").
func (s *Server) insert(t *table, f form) verdict {
	row := t.blank(t.next.peek())
	if t.lacks(f) || t.differs(f) || !s.fill(t, row, f) {
		return no(redBox())
	}
	if reply := s.checkReferences(t, f); reply != nil {
		return no(*reply)
	}
	return verdict{s.inserted(t.answeredID(row.get("id"))), func() {
		t.next.take()
		s.complete(t, row)
		t.rows = append(t.rows, row)
	}}
}

// answeredID is an insert's id: a string or a number (ixc.md, Transport facts,
// "types": "id":"643", "id":2). Which resource answers which is not documented.
func (t *table) answeredID(id string) any {
	if t.numericID {
		return json.Number(id)
	}
	return id
}

// edit replaces a row: the whole record must be sent (ixc.md, Functions, "edit
// customer"; quirk 2). A body without what the form requires gives the red box,
// one without other fields blanks them.
func (s *Server) edit(t *table, id string, f form) verdict {
	row := t.find(id)
	if row == nil { // not documented; chosen: a refusal
		return no(refused("Registro não encontrado!"))
	}
	edited := slices.Clone(*row)
	if t.lacks(f) || !s.fill(t, &edited, f) {
		return no(redBox())
	}
	return verdict{s.changed("edit", id), func() { *row = edited }}
}

func (s *Server) delete(t *table, id string) verdict {
	if t.find(id) == nil { // not documented; chosen: a refusal
		return no(refused("Registro não encontrado!"))
	}
	return verdict{s.changed("delete", id), func() { t.remove(id) }}
}

// checkReferences: who is named must be there. Not documented; chosen: a
// refusal, as a database with foreign keys gives.
func (s *Server) checkReferences(t *table, f form) *standin.Reply {
	if !slices.Contains(t.required, "id_cliente") {
		return nil
	}
	if s.person(f["id_cliente"]) == nil {
		reply := refused("Cliente não encontrado!")
		return &reply
	}
	return nil
}

// person is a customer or a prospect.
func (s *Server) person(id string) *record {
	return cmp.Or(s.tables["cliente"].find(id), s.tables["crm_canditados"].find(id))
}

// complete fills in what the install gives itself.
func (s *Server) complete(t *table, row *record) {
	switch t.name {
	case "su_ticket": // ixc.md, Functions, "create support ticket": the protocol is in the record
		if row.get("protocolo") == "" {
			row.set("protocolo", s.nextProtocol())
		}
		row.set("data_criacao", s.moment())
	case "fn_areceber": // not documented; chosen: a new title is open
		row.setAll("status", "A", "liberado", "S", "valor_aberto", row.get("valor"), "data_emissao", s.today().String())
	}
}

// insertEntry is a row of the books for an insert. Its key is the text that
// tells it from others: the caller's own number where the form has one.
func (s *Server) insertEntry(t *table, f form) standin.Entry {
	return standin.Entry{Kind: t.kind, Document: s.documentOf(f["id_cliente"], f["cnpj_cpf"]),
		Key: cmp.Or(f["external_id"], f["obs"], f["menssagem"], f["mensagem"], f["descricao"])}
}

func (s *Server) editEntry(t *table, id string) standin.Entry {
	document := ""
	if t.name == "cliente" {
		document = s.documentOf(id, "")
	}
	return standin.Entry{Kind: "cadastro", Document: document, Key: t.name + " " + id}
}
