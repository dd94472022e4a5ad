package graph

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/association"
)

// associated keeps a request's associations by kind: a page of records asks for
// the local codes of each of them.
type associated struct {
	mu    sync.Mutex
	kinds map[association.Kind]map[string][]string
}

// localCodes are the codes of front ends that stand for a record of the ERP.
func localCodes(ctx context.Context, kind association.Kind, code string) ([]string, error) {
	req := requestOf(ctx)
	req.associated.mu.Lock()
	defer req.associated.mu.Unlock()
	if byCode, known := req.associated.kinds[kind]; known {
		return orEmpty(byCode[code]), nil
	}
	all, err := req.Tenant.Associations.List(ctx, req.Tenant.ID, kind)
	if err != nil {
		return nil, err
	}
	byCode := map[string][]string{}
	for _, a := range all {
		byCode[a.Code] = append(byCode[a.Code], a.LocalCode)
	}
	if req.associated.kinds == nil {
		req.associated.kinds = map[association.Kind]map[string][]string{}
	}
	req.associated.kinds[kind] = byCode
	return orEmpty(byCode[code]), nil
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// associate ties a local code to a record of the ERP's list. Where the ERP has
// no such list, any code is taken: an admin knows it from elsewhere.
func associate(ctx context.Context, in model.AssociateInput) (*model.AssociatePayload, error) {
	req := requestOf(ctx)
	payload := &model.AssociatePayload{UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	if !isCode(in.LocalCode) {
		payload.UserErrors = append(payload.UserErrors, codeError(req, "localCode"))
	}
	if !isCode(in.Code) {
		payload.UserErrors = append(payload.UserErrors, codeError(req, "code"))
	}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	record, ok, err := recordOf(ctx, in.Kind, in.Code)
	if err != nil {
		return nil, err
	}
	if !ok {
		payload.UserErrors = append(payload.UserErrors, notFoundError(req, "code"))
		return payload, nil
	}
	made := newAssociation(req, in.Kind, in.LocalCode, record)
	if err := req.Tenant.Associations.Put(ctx, req.Tenant.ID, made); err != nil {
		return nil, err
	}
	payload.Association = &made
	return payload, nil
}

func recordOf(ctx context.Context, kind association.Kind, code string) (association.Record, bool, error) {
	records, err := association.Records(ctx, requestOf(ctx).Loader, kind)
	if erp.IsKind(err, erp.NotSupported) {
		return association.Record{Code: code, Name: code}, true, nil
	}
	for _, r := range records {
		if r.Code == code {
			return r, true, err
		}
	}
	return association.Record{}, false, err
}

func newAssociation(req *Request, kind association.Kind, localCode string, r association.Record) association.Association {
	return association.Association{Kind: kind, LocalCode: localCode, Code: r.Code, Name: r.Name, UpdatedAt: req.Now.In(req.Tenant.Zone)}
}

// isCode tells whether a code can be typed, shown and told from others.
func isCode(code string) bool {
	if code == "" || utf8.RuneCountInString(code) > association.LongestCode {
		return false
	}
	for _, r := range code {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return code[0] != ' ' && code[len(code)-1] != ' '
}

func codeError(req *Request, field ...string) *model.UserError {
	return &model.UserError{
		Code: model.UserErrorCodeInvalid, Field: field,
		Message: pick(req.Language, "O código deve ter de 1 a 64 caracteres visíveis.", "A code has 1 to 64 visible characters."),
	}
}

func dissociate(ctx context.Context, in model.DissociateInput) (*model.DissociatePayload, error) {
	req := requestOf(ctx)
	payload := &model.DissociatePayload{LocalCode: &in.LocalCode, UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	return payload, req.Tenant.Associations.Delete(ctx, req.Tenant.ID, in.Kind, in.LocalCode)
}

// importAssociations makes local records of the ERP's list.
func importAssociations(ctx context.Context, in model.ImportAssociationsInput) (*model.ImportAssociationsPayload, error) {
	req := requestOf(ctx)
	payload := &model.ImportAssociationsPayload{
		Associations: []*association.Association{}, UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID,
	}
	records, err := association.Records(ctx, req.Loader, in.Kind)
	if err != nil {
		return nil, err
	}
	records, missing := chosen(records, in.Codes)
	if len(missing) > 0 {
		payload.UserErrors = append(payload.UserErrors, missingCodes(req, missing))
		return payload, nil
	}
	added, err := req.Tenant.Associations.Add(ctx, req.Tenant.ID, association.Own(in.Kind, records, req.Now.In(req.Tenant.Zone)))
	for i := range added {
		payload.Associations = append(payload.Associations, &added[i])
	}
	return payload, err
}

// chosen picks the records with these codes, all of them if none are named, and
// says which codes there are not.
func chosen(records []association.Record, codes []string) (picked []association.Record, missing []string) {
	if codes == nil {
		return records, nil
	}
	left := map[string]bool{}
	for _, code := range codes {
		left[code] = true
	}
	for _, r := range records {
		if left[r.Code] {
			picked = append(picked, r)
			delete(left, r.Code)
		}
	}
	for _, code := range codes {
		if left[code] {
			missing = append(missing, code)
			delete(left, code)
		}
	}
	return picked, missing
}

func missingCodes(req *Request, missing []string) *model.UserError {
	list := strings.Join(missing, ", ")
	return &model.UserError{
		Code: model.UserErrorCodeNotFound, Field: []string{"codes"},
		Message: pick(req.Language, "O sistema do provedor não tem: "+list+".", "The provider's system does not have: "+list+"."),
	}
}

// settingChoices lists what a setting of the connection can be set to.
func settingChoices(ctx context.Context, setting string) ([]*erp.Choice, error) {
	audit(ctx, "choices looked at", "setting", setting)
	all, err := requestOf(ctx).Tenant.Choices(ctx, setting)
	return pointers(all), err
}

// associations gives a page of what is tied, by local code.
func associations(ctx context.Context, kind association.Kind, first int, cursor *string) (*model.AssociationConnection, error) {
	req := requestOf(ctx)
	l := listing[association.Association]{
		scope: []string{"associations", string(kind)},
		place: func(a *association.Association) place { return place{a.LocalCode} },
		order: slices.Compare[place],
	}
	after, err := l.after(req, first, cursor)
	if err != nil {
		return nil, err
	}
	all, err := req.Tenant.Associations.List(ctx, req.Tenant.ID, kind)
	if err != nil {
		return nil, err
	}
	p := l.cut(req, pointers(all), after, first)
	for _, a := range p.nodes {
		a.UpdatedAt = a.UpdatedAt.In(req.Tenant.Zone)
	}
	return &model.AssociationConnection{
		Edges: edges(p, func(cursor string, node *association.Association) *model.AssociationEdge {
			return &model.AssociationEdge{Cursor: cursor, Node: node}
		}),
		Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
	}, nil
}
