// Package record makes examples of runs against a real ERP. What an ERP answered
// is scrubbed (package scrub), and then the pack runs once more against the
// scrubbed answers: the requests and the result of an example come from that run.
// So they fit together, and nothing of a person can have come through them.
//
// Start reading at [Recording.Finish].
package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/scrub"
)

// Recording collects runs of one connection. The same person is the same one in
// all its examples. It is not safe for concurrent use.
type Recording struct {
	pack     *automation.Pack
	settings map[string]string
	takes    []*Take
}

// New begins a recording of a connection's pack and settings.
func New(pack *automation.Pack, settings map[string]string) *Recording {
	return &Recording{pack: pack, settings: settings}
}

// Take is one recorded run.
type Take struct {
	Function *erp.Info
	// Name is what the example is to be called: "list_invoices/recorded".
	Name string
	// Input is what the function was given, Now the run's clock.
	Input erp.Input
	Now   time.Time

	answers []automation.Recorded
	ended   erp.Result
}

// Begin begins a run; the connection must be a fresh one, with a log-in of its
// own and the clock standing at now. [Take.Answered] belongs into its tracer.
func (r *Recording) Begin(f *erp.Info, name string, in erp.Input, now time.Time) *Take {
	t := &Take{Function: f, Name: f.Name + "/" + name, Input: in, Now: now}
	r.takes = append(r.takes, t)
	return t
}

// Answered hears an answer.
func (t *Take) Answered(a automation.Recorded) { t.answers = append(t.answers, a) }

// Ended hears how the run ended.
func (t *Take) Ended(r erp.Result) { t.ended = r }

// Made is an example that was made of a take.
type Made struct {
	Name string
	// Files are the example's, by their path in the pack's folder; nil if it
	// cannot be shared.
	Files map[string][]byte
	// Problem is why the example does not play, nil if it does.
	Problem error
}

// Finish makes the examples, in the order of the takes, and gives the texts in
// them that were left as they are, for a person to look at.
func (r *Recording) Finish(ctx context.Context) (examples []Made, kept []string) {
	s := scrub.New()
	settings := r.standIns(s)
	for _, t := range r.takes {
		t.learn(s)
	}
	for _, t := range r.takes {
		examples = append(examples, t.make(ctx, s, r.pack, settings))
	}
	return examples, s.Kept()
}

// standIns are what the examples have for settings. The scrubber learns the real
// ones.
func (r *Recording) standIns(s *scrub.Scrubber) map[string]string {
	settings := map[string]string{}
	addresses := 0
	for _, setting := range r.pack.Settings {
		text, there := r.settings[setting.Name]
		switch {
		case !there || text == "":
		case setting.Type == automation.SettingURL:
			addresses++
			settings[setting.Name] = standInAddress(s, text, addresses)
		case setting.Type == automation.SettingSecret:
			s.LearnAs(scrub.Secret, text)
			settings[setting.Name] = "secret-of-" + setting.Name
		case setting.Type == automation.SettingText:
			s.Learn(map[string]any{setting.Name: text})
			settings[setting.Name] = text
		default:
			settings[setting.Name] = text
		}
	}
	for _, setting := range r.pack.Settings { // once all is learned
		if text := settings[setting.Name]; setting.Type == automation.SettingText && text != "" {
			settings[setting.Name], _ = s.Value(map[string]any{setting.Name: text}).(map[string]any)[setting.Name].(string)
		}
	}
	return settings
}

func standInAddress(s *scrub.Scrubber, text string, n int) string {
	host := "erp.example"
	if n > 1 {
		host = fmt.Sprintf("erp%d.example", n)
	}
	if u, err := url.Parse(text); err == nil && u.Hostname() != "" {
		s.Host(u.Host, host)
		s.Host(u.Hostname(), host)
	}
	return "https://" + host
}

// input is the function's input by contract names, without what was left empty.
func (t *Take) input() any {
	input, _ := automation.ByName(t.Input).(map[string]any)
	maps.DeleteFunc(input, func(_ string, v any) bool { return v == "" })
	return input
}

// isNobodys is true for lists of which no row is a person's.
func (t *Take) isNobodys() bool {
	return t.Function.In == erp.ListProducts.In && t.Function != erp.ListResellers.Info
}

func (t *Take) learn(s *scrub.Scrubber) {
	s.Catalogue(t.isNobodys())
	input := t.input()
	s.Learn(input)
	if named, _ := input.(map[string]any); named != nil {
		reference, _ := named["reference"].(string)
		s.Ours(reference)
	}
	s.Learn(automation.ByName(t.ended.Value))
	for _, a := range t.answers {
		if a.Login {
			learnTokens(s, a.JSON)
			learnTokens(s, a.Text)
		}
		s.Learn(a.JSON)
		s.Learn(a.Text)
		for name, text := range a.Headers {
			s.Learn(map[string]any{name: text})
		}
	}
}

// leastToken is how long a text of a log-in's answer is, at least, that is taken
// for a token; ERPs do not always name it.
const leastToken = 12

func learnTokens(s *scrub.Scrubber, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			learnTokens(s, member)
		}
	case []any:
		for _, item := range v {
			learnTokens(s, item)
		}
	case string:
		if len(v) >= leastToken && !strings.ContainsAny(v, " \t\n") && !isInstant(v) {
			s.LearnAs(scrub.Secret, v)
		}
	}
}

// isInstant keeps the end of a session readable.
func isInstant(text string) bool {
	return len(text) >= 10 && strings.Count(text[:10], "-") == 2 || strings.Count(text, "/") == 2
}

func (t *Take) make(ctx context.Context, s *scrub.Scrubber, pack *automation.Pack, settings map[string]string) Made {
	s.Catalogue(t.isNobodys())
	example := &automation.Example{
		Name: t.Name, Function: t.Function.Name, Now: t.Now, Settings: settings, Input: s.Value(t.input()),
		About: fmt.Sprintf("Recorded on %s; everybody in it is made up.", t.Now.Format(time.DateOnly)),
	}
	var lost error
	for _, a := range t.answers {
		answer := scrubbed(s, a)
		lost = cmp.Or(lost, lostPapers(a.ExampleAnswer, answer))
		example.Exchanges = append(example.Exchanges, &automation.Exchange{Answer: answer})
	}
	made := Made{Name: t.Name, Problem: errors.Join(lost, automation.Rehearse(ctx, pack, example), t.otherEnd(s, example))}
	if made.Problem == nil {
		made.Problem = automation.RunExample(ctx, pack, example)
	}
	files, err := example.Files()
	if err != nil {
		made.Problem = err
		return made
	}
	if leaks := leaksIn(s, example); len(leaks) > 0 {
		made.Problem = fmt.Errorf("it still holds %s, so it is not written; please report this", strings.Join(leaks, " and "))
		return made
	}
	made.Files = files
	return made
}

// otherEnd is how an example ends otherwise than the run did, if it does. It then
// gets the run's own output, so that whoever mends it sees where it should lead.
func (t *Take) otherEnd(s *scrub.Scrubber, e *automation.Example) error {
	if t.ended.Err != nil || e.Error == nil {
		return nil
	}
	err := fmt.Errorf("the ERP's answers led to an output, and as they are written down to %s", e.Error.Kind)
	e.Error, e.Output, e.HasOutput = nil, s.Value(automation.ByName(t.ended.Value)), true
	return err
}

// scrubbed is an answer without the people in it. A file is another one.
func scrubbed(s *scrub.Scrubber, a automation.Recorded) automation.ExampleAnswer {
	answer := automation.ExampleAnswer{Status: a.Status, HasJSON: a.HasJSON, JSON: s.Value(a.JSON), Text: s.Text(a.Text)}
	if strings.HasPrefix(strings.TrimSpace(a.Text), "%PDF") || a.File != nil {
		answer.Text = scrub.FakePDF
	}
	for name, text := range a.Headers {
		if answer.Headers == nil {
			answer.Headers = map[string]string{}
		}
		answer.Headers[name], _ = s.Value(map[string]any{name: text}).(map[string]any)[name].(string)
	}
	return answer
}

// lostPapers is why an answer is not what it was: a boleto or PIX code that read as
// one does so no more.
func lostPapers(before, after automation.ExampleAnswer) error {
	if after.Text == scrub.FakePDF {
		return nil
	}
	if lost := papersOf(before) - papersOf(after); lost > 0 {
		return fmt.Errorf("%d of its boletos or PIX codes are none any more; please report this", lost)
	}
	return nil
}

func papersOf(a automation.ExampleAnswer) int {
	var b strings.Builder
	texts(&b, a.JSON)
	texts(&b, a.Text)
	return scrub.Papers(b.String())
}

// leaksIn looks for originals in all that an example says; its keys are the ERP's
// and ours.
func leaksIn(s *scrub.Scrubber, e *automation.Example) []string {
	var b strings.Builder
	texts(&b, e.Input)
	texts(&b, e.Output)
	for _, x := range e.Exchanges {
		b.WriteString(x.Path + "\n" + x.Answer.Text + "\n")
		for _, v := range []any{x.JSON, x.Answer.JSON, x.Query, x.Form, x.Headers} {
			texts(&b, v)
		}
		if x.Text != nil {
			b.WriteString(*x.Text + "\n")
		}
		for _, text := range x.Answer.Headers {
			b.WriteString(text + "\n")
		}
	}
	return s.Leaks(b.String())
}

// texts writes the texts and numbers of a tree, a line each.
func texts(b *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			texts(b, member)
		}
	case []any:
		for _, item := range v {
			texts(b, item)
		}
	case nil:
	default:
		fmt.Fprintln(b, v)
	}
}
