package graph

import (
	"context"
	"strings"
	"time"

	"balcao/graph/model"
	"balcao/internal/br"
	"balcao/internal/check"
)

// connectionCheck goes through the ERP and tells what was found, also if there
// was no time for all of it.
func connectionCheck(ctx context.Context, document *br.Document) (*model.ConnectionCheck, error) {
	req := requestOf(ctx)
	desk, err := deskOf(req)
	if err != nil {
		return nil, err
	}
	done, err := req.turns.check.take()
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, req.deskTime)
	defer cancel()
	shown := &model.ConnectionCheck{Node: desk.Node, Findings: []*model.ConnectionFinding{}}
	o := check.Options{Tell: func(f check.Finding) { shown.Findings = append(shown.Findings, findingShown(f)) }}
	if document != nil {
		o.Document = *document
	}
	began := time.Now()
	shown.Sound, err = desk.Check(ctx, o)
	shown.Complete, shown.DurationMs = ctx.Err() == nil, millis(time.Since(began))
	audit(ctx, "connection checked", "sound", shown.Sound, "complete", shown.Complete, "of_a_customer", document != nil)
	return shown, err
}

// schemaWord is a stage or verdict of a check in the schema's words: "not asked"
// is NOT_ASKED.
func schemaWord(word string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(word))
}

// inSchema says what the command's advice says in words of the schema.
var inSchema = strings.NewReplacer("--document", "`document`")

func findingShown(f check.Finding) *model.ConnectionFinding {
	shown := &model.ConnectionFinding{
		Stage: model.CheckStage(schemaWord(f.Stage)), What: f.What, Verdict: model.CheckVerdict(schemaWord(string(f.Verdict))),
		Detail: orNil(inSchema.Replace(f.Detail)), Advice: orNil(inSchema.Replace(f.Advice)),
	}
	if f.Took > 0 {
		took := millis(f.Took)
		shown.DurationMs = &took
	}
	return shown
}
