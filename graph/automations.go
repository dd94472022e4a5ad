package graph

import (
	"context"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/graph/model"
)

// automations shows the connection as it stands now.
func automations(ctx context.Context) *model.Automations {
	req := requestOf(ctx)
	audit(ctx, "automations looked at")
	desk := &req.Tenant.Desk
	if desk.Connection == nil {
		return switchedOff(req)
	}
	at := desk.Connection.Inspect()
	shown := &model.Automations{
		Node: desk.Node, Since: desk.Runs.Since().In(req.Tenant.Zone), Pack: packShown(at.Pack()), Settings: []*model.ConnectionSetting{},
	}
	for _, s := range at.Pack().Settings {
		shown.Settings = append(shown.Settings, settingShown(at, s))
	}
	for _, f := range erp.Functions {
		shown.Functions = append(shown.Functions, automationShown(req, at, f))
	}
	if s := desk.Runs.Of(automation.SessionRun); s != nil {
		shown.LastLogIn = runShown(req, &s.Last)
	}
	return shown
}

// switchedOff shows a connection that is never called.
func switchedOff(req *Request) *model.Automations {
	shown := &model.Automations{Node: req.Tenant.Desk.Node, Since: req.Now.In(req.Tenant.Zone), Settings: []*model.ConnectionSetting{}}
	for _, f := range erp.Functions {
		_, why := req.Tenant.Supports(f)
		shown.Functions = append(shown.Functions, &model.Automation{
			Function: f.Name, Effect: effectOf(f.Effect), Reason: &why, MissingSettings: []string{}, Steps: []*model.AutomationStep{}, Counts: []*model.OutcomeCount{},
		})
	}
	return shown
}

func packShown(p *automation.Pack) *model.AutomationPack {
	shown := &model.AutomationPack{Name: p.Name, Title: p.Title, Version: p.Version, Language: p.Language, Fingerprint: p.Fingerprint}
	if e := p.Extends; e != nil {
		shown.Extends = orNil(strings.TrimSpace(e.Pack + " " + e.Version))
	}
	return shown
}

func settingShown(at automation.Inspection, s *automation.Setting) *model.ConnectionSetting {
	return &model.ConnectionSetting{
		Name: s.Name, Label: s.Label, Type: model.SettingType(strings.ToUpper(string(s.Type))), Example: orNil(s.Example),
		Optional: s.Optional, Filled: at.Filled(s), Value: orNil(at.Value(s)), Options: orEmpty(s.Choices), HasChoices: s.Pick != "",
	}
}

func automationShown(req *Request, at automation.Inspection, f *erp.Info) *model.Automation {
	shown := &model.Automation{
		Function: f.Name, Effect: effectOf(f.Effect), MissingSettings: orEmpty(at.Missing(f)), Steps: []*model.AutomationStep{}, Counts: []*model.OutcomeCount{},
	}
	var why string
	if shown.Supported, why = at.Supports(f); !shown.Supported {
		shown.Reason = &why
	}
	if u := at.Unit(f); u != nil {
		shown.About, shown.Source, shown.Confidence, shown.Tested = orNil(u.About), orNil(u.Source), orNil(u.Confidence), orNil(u.Tested)
		shown.Steps = stepsShown(u)
		if u.Function != f {
			shown.MadeOf = &u.Name
		}
	}
	if s := req.Tenant.Desk.Runs.Of(f.Name); s != nil {
		shown.LastRun, shown.Counts = runShown(req, &s.Last), countsShown(s)
	}
	return shown
}

func countsShown(s *automation.Summary) []*model.OutcomeCount {
	list := []*model.OutcomeCount{}
	for _, o := range model.AllRunOutcome {
		if n := s.Counts[automation.Outcome(strings.ToLower(string(o)))]; n > 0 {
			list = append(list, &model.OutcomeCount{Outcome: o, Count: int(n)})
		}
	}
	return list
}

// stepsShown are a unit's steps and, behind those that call, the steps of what
// is called; each unit once.
func stepsShown(u *automation.Unit) []*model.AutomationStep {
	list := []*model.AutomationStep{}
	var seen []*automation.Unit
	var walk func(*automation.Unit)
	walk = func(u *automation.Unit) {
		if slices.Contains(seen, u) {
			return
		}
		seen = append(seen, u)
		for _, s := range u.Steps {
			list = append(list, stepShown(u, s))
			if s.Call != nil {
				walk(s.Call.Unit)
			}
		}
	}
	walk(u)
	return list
}

func stepShown(u *automation.Unit, s *automation.Step) *model.AutomationStep {
	shown := &model.AutomationStep{
		Unit: u.Name, Name: s.Name, Kind: model.StepKindValue, Effect: model.EffectRead, Optional: s.Optional, Place: s.Pos.String(),
	}
	if s.Effect == erp.Write {
		shown.Effect = model.EffectWrite
	}
	switch {
	case s.Request != nil:
		path := s.Request.Path.String()
		shown.Kind, shown.Method, shown.Path = model.StepKindRequest, &s.Request.Method, &path
	case s.Call != nil:
		shown.Kind, shown.Calls = model.StepKindCall, &s.Call.Unit.Name
	case s.Fail != nil:
		shown.Kind = model.StepKindFail
	case s.Download != nil:
		shown.Kind = model.StepKindDownload
	}
	return shown
}
