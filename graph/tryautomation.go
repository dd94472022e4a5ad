package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/graph/model"
)

// appliedByHand are the writes that may be sent by hand. They can do what no rule
// of the provider's is about, and no money; at worst there is a ticket too many.
// Everything else goes through its mutation, and so through the ledger.
var appliedByHand = []*erp.Info{erp.CreateLead.Info, erp.CreateTicket.Info}

// throughMutation says which mutation sends what is not sent by hand.
var throughMutation = map[*erp.Info]string{
	erp.SettleBoleto.Info: "settleBoleto", erp.CreateOrder.Info: "createOrder", erp.CreateOrderForExistingCustomer.Info: "createOrder",
	erp.UnlockOnTrust.Info: "unlockOnTrust", erp.UpdateCustomer.Info: "updateCustomer",
}

// tryAutomation runs a function by hand and shows what it does.
func tryAutomation(ctx context.Context, in model.TryAutomationInput) (*model.TryAutomationPayload, error) {
	req := requestOf(ctx)
	payload := &model.TryAutomationPayload{Trace: []*model.TraceEvent{}, UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	if _, err := deskOf(req); err != nil {
		return nil, err
	}
	f, input, wrong := tried(req, in)
	if wrong != nil {
		payload.UserErrors = append(payload.UserErrors, wrong)
		return payload, nil
	}
	done, err := req.turns.try.take()
	if err != nil {
		return nil, err
	}
	defer done()
	trial := newTrial(!in.Apply, req.Principal.Client.ExternalLinks)
	result := trial.run(ctx, req, f, input)
	trial.show(req, result, payload)
	audit(ctx, "automation tried", "function", f.Name, "applied", in.Apply && f.Effect == erp.Write, "outcome", string(*payload.Outcome))
	return payload, nil
}

// tried is the function and its input, or what is wrong with them.
func tried(req *Request, in model.TryAutomationInput) (*erp.Info, erp.Input, *model.UserError) {
	f := erp.Function(in.Function)
	if f == nil {
		return nil, nil, notFoundError(req, "function")
	}
	if in.Apply && f.Effect == erp.Write && !slices.Contains(appliedByHand, f) {
		return nil, nil, &model.UserError{
			Code: model.UserErrorCodeNotAllowed, Field: []string{"apply"},
			Message: pick(req.Language, "Isto só é enviado por "+throughMutation[f]+", que respeita as regras do provedor e nunca envia duas vezes.",
				"This is sent by "+throughMutation[f]+" only, which keeps to the provider's rules and never sends twice."),
		}
	}
	input, err := automation.ParseInput(f, in.Input)
	if wrong, ok := errors.AsType[*automation.InputError](err); ok {
		return nil, nil, inputError(req, wrong)
	}
	return f, input, nil
}

func inputError(req *Request, wrong *automation.InputError) *model.UserError {
	e := &model.UserError{
		Code: model.UserErrorCodeInvalid, Field: append([]string{"input"}, wrong.Path...),
		Message: pick(req.Language, "Valor inválido: "+wrong.Problem+".", "This value is wrong: "+wrong.Problem+"."),
	}
	if wrong.Missing {
		e.Code, e.Message = model.UserErrorCodeRequired, pick(req.Language, "Falta este valor.", "This value is missing.")
	}
	return e
}

// mostEvents and mostBytes bound what is kept of a trial.
const mostEvents, mostBytes = 200, 256 << 10

// trial is one run by hand.
type trial struct {
	tracer *automation.Tracer
	began  time.Time
	took   time.Duration

	// mu guards what follows: a log-in that the run has begun and no longer waits
	// for still tells of itself.
	mu     sync.Mutex
	over   bool
	links  linkMask
	events []*model.TraceEvent
	bytes  int
	cut    bool
}

func newTrial(stops, showsLinks bool) *trial {
	t := &trial{events: []*model.TraceEvent{}, links: linkMask{off: showsLinks, seen: map[string]bool{}}}
	t.tracer = &automation.Tracer{Event: t.note, StopBeforeEffect: stops}
	return t
}

// run asks the ERP past cache and ledger. What changes something runs to its end
// even if nobody waits for it any more, and what is kept of its person is old then.
func (t *trial) run(ctx context.Context, req *Request, f *erp.Info, in erp.Input) erp.Result {
	desk := &req.Tenant.Desk
	t.began = time.Now()
	if f.Effect == erp.Write && !t.tracer.StopBeforeEffect {
		ctx = context.WithoutCancel(ctx)
		defer desk.Cache.Invalidate(ctx, in.Subject())
	}
	ctx, cancel := context.WithTimeout(automation.WithTracer(ctx, t.tracer), req.deskTime)
	defer cancel()
	result := desk.Connection.Do(ctx, erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
	t.took = time.Since(t.began)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	return result
}

func (t *trial) note(e automation.Event) {
	size := len(e.Text) + len(e.URL)
	for _, line := range e.Header {
		size += len(line)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over || len(t.events) == mostEvents || t.bytes+size > mostBytes {
		t.cut = t.cut || !t.over
		return
	}
	t.bytes += size
	shown := &model.TraceEvent{
		Kind: model.TraceEventKind(schemaWord(e.What)), AfterMs: millis(time.Since(t.began)), Unit: e.Unit, Step: orNil(e.Step), Place: orNil(e.Place),
		Method: orNil(e.Method), URL: orNil(t.links.request(e.URL)), Headers: t.links.lines(e.Header), Text: orNil(t.links.text(e.Text)),
	}
	if e.Status != 0 {
		shown.Status = &e.Status
	}
	t.events = append(t.events, shown)
}

func (t *trial) show(req *Request, r erp.Result, payload *model.TryAutomationPayload) {
	outcome := runOutcome(automation.OutcomeOf(r.Err))
	words := trialWords[outcome]
	message := pick(req.Language, words[0], words[1])
	if said := erp.WordsOf(r.Err); said != "" {
		message += " " + pick(req.Language, "O ERP diz: ", "The ERP says: ") + t.tracer.Masked(said)
	}
	payload.Outcome, payload.Message, payload.Incomplete, payload.DurationMs = &outcome, &message, r.Incomplete, millis(t.took)
	payload.Trace, payload.TraceCut = t.events, t.cut
	if r.Err != nil && outcome != model.RunOutcomeStopped {
		masked := t.tracer.Masked(r.Err.Error())
		payload.Error = &masked
	}
	payload.Output = t.output(r.Value)
}

// output is an answer by the contract's names, masked as the trace is.
func (t *trial) output(v any) any {
	if file, ok := v.(erp.PDF); ok {
		return map[string]any{"pdf": fmt.Sprintf("%d bytes", len(file))}
	}
	if v == nil {
		return nil
	}
	text, err := json.Marshal(automation.ByName(v))
	if err != nil {
		return nil
	}
	masked := t.links.text(t.tracer.Masked(string(text)))
	if !json.Valid([]byte(masked)) {
		return masked
	}
	return json.RawMessage(masked)
}

// trialWords say in Portuguese and English what a trial came to, and what to do.
var trialWords = map[model.RunOutcome][2]string{
	model.RunOutcomeOk:              {"Funcionou.", "It works."},
	model.RunOutcomeStopped:         {"Parou antes do primeiro passo que altera algo; nada foi enviado.", "It stopped before the first step that changes something; nothing was sent."},
	model.RunOutcomeNotFound:        {"O ERP não tem isto, ou a automação não o encontrou na resposta.", "The ERP has no such thing, or the automation did not find it in the answer."},
	model.RunOutcomeRefused:         {"O ERP recusou.", "The ERP refused."},
	model.RunOutcomeNotDone:         {"O ERP aceitou e nada mudou: verifique no ERP.", "The ERP said yes and nothing changed: look into the ERP."},
	model.RunOutcomeInvalidInput:    {"Um valor não pode ser enviado a este ERP; nada foi enviado.", "A value cannot be sent to this ERP; nothing was sent."},
	model.RunOutcomeUnauthenticated: {"O ERP não aceita o acesso: verifique usuário, senha ou token e suas permissões.", "The ERP does not let the connection in: check its user, password or token, and their rights."},
	model.RunOutcomeUnavailable:     {"O ERP não respondeu: use connectionCheck para saber em que ponto.", "The ERP did not answer: connectionCheck tells where the way ends."},
	model.RunOutcomeBadAnswer:       {"O ERP respondeu algo que a automação não entende: compare com a documentação do ERP.", "The ERP answered something that the automation does not know: compare with the ERP's documentation."},
	model.RunOutcomeNotSupported:    {"Esta conexão não tem a função.", "This connection does not have the function."},
	model.RunOutcomeMaybeSent:       {"Pode ter chegado ao ERP: verifique lá antes de repetir.", "It may have reached the ERP: look there before you repeat it."},
	model.RunOutcomeInternal:        {"Falha do Balcão; o log tem os detalhes.", "A fault of Balcão; the log has it."},
}
