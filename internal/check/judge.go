package check

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
)

// answers are the ERP's during one call.
type answers struct {
	// request and status are of the last one.
	request string
	status  int
}

func (a *answers) note(e automation.Event) {
	switch e.What {
	case "request":
		path, _, _ := strings.Cut(e.URL, "?")
		a.request = e.Method + " " + path
	case "answer":
		a.status = e.Status
	}
}

// unknownPath tells the statuses of a server that does not have the path. Of a
// single thing 404 may also mean that there is no such thing.
func (a *answers) unknownPath() bool {
	switch a.status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// gone tells the errors after which asking on is of no use.
func gone(err error) bool {
	e, ok := errors.AsType[*guard.Error](err)
	return ok && (e.Reason == guard.Dial || e.Reason == guard.TLS || e.Reason == guard.Open)
}

// judge completes the finding of a function that was asked.
func (r *run) judge(found *Finding, f *erp.Info, result erp.Result) {
	notes, seen := r.target.Notes.take(), &r.seen
	switch {
	case seen.unknownPath() && (isNothing(result) || result.Err != nil):
		found.Verdict, found.Detail = Missing, fmt.Sprintf("%s answers HTTP %d", seen.request, seen.status)
		found.Advice = missingAdvice(f)
	case result.Err != nil:
		r.judgeError(found, f, result.Err)
	case len(notes) > 0:
		found.Verdict, found.Detail = Deviates, strings.Join(notes, "; ")
		found.Advice = "look at it with `balcao try " + f.Name + "`"
	default:
		r.judgeAnswer(found, result.Value)
	}
}

func missingAdvice(f *erp.Info) string {
	advice := "serve it; or, if the ERP will not have it, say so in a pack of your own: extends: and not_supported: " + f.Name
	if !f.List {
		advice = "the path is not served, or has no such thing: look at it with `balcao try " + f.Name + "`. If it is the path, " + advice
	}
	return advice
}

// isNothing is an answer in which nothing was found.
func isNothing(result erp.Result) bool {
	v := reflect.ValueOf(result.Value)
	return result.Err == nil && (!v.IsValid() || v.Kind() == reflect.Slice && v.Len() == 0)
}

func (r *run) judgeAnswer(found *Finding, value any) {
	found.Verdict = Works
	switch v := reflect.ValueOf(value); {
	case v.IsValid() && v.Type() == reflect.TypeFor[erp.PDF]():
		found.Detail = fmt.Sprintf("a PDF of %d KB", (v.Len()+1023)/1024)
	case v.IsValid() && v.Kind() == reflect.Slice:
		found.Detail = fmt.Sprintf("%d rows", v.Len())
		if v.Len() == 0 {
			found.Detail += ": its fields could not be looked at"
		}
	default:
		found.Detail = "an answer with all that it must have"
	}
	if found.Took > r.options.SlowAfter {
		found.Verdict = Slow
		found.Advice = "people wait for it: see what the ERP's side can do, such as an index or a smaller answer"
	}
}

const rightAdvice = "give the connection's user or token the right to call it, in the ERP's own settings of users; or leave the function out: not_supported"

// denials and addresses are the words in which ERPs say that a call is not
// allowed, or not from here, often with HTTP 200.
var (
	denials   = regexp.MustCompile(`(?i)permiss|n[ãa]o autorizad|acesso negado|recurso n[ãa]o dispon|sem acesso|forbidden|denied|not allowed|unauthorized`)
	addresses = regexp.MustCompile(`\bIPs?\b.*(?i:n[ãa]o (?:liberad|autorizad|permitid)|bloquead|not allowed|denied)`)
)

func (r *run) judgeError(found *Finding, f *erp.Info, err error) {
	found.Detail = operators(err)
	switch erp.KindOf(err) {
	case erp.NotFound:
		found.Verdict, found.Detail = Works, "nothing of this customer: its fields could not be looked at"
	case erp.Refused:
		words := r.tracer.Masked(erp.WordsOf(err))
		found.Verdict, found.Detail = Refused, "the ERP says: "+words
		found.Advice = "see what the ERP's words ask for"
		if denials.MatchString(words) {
			found.Stage, found.Advice = StagePermission, rightAdvice
		}
		if addresses.MatchString(words) {
			found.Stage, found.Advice = StagePermission, "let the ERP's side allow this machine's public address"
		}
		if f == erp.GetDebtClearance.Info {
			found.Verdict, found.Advice = Works, "" // a customer who owes something gets no declaration
		}
	case erp.Unauthenticated:
		found.Stage, found.Verdict, found.Advice = StagePermission, Refused, rightAdvice
	case erp.BadAnswer:
		found.Verdict, found.Advice = Deviates, "compare the answer with the documentation: `balcao try "+f.Name+"` shows it"
	case erp.Unavailable:
		found.Verdict, found.Advice = Fails, "see what the ERP's log says of it; `balcao try "+f.Name+"` shows each step"
	default:
		found.Verdict, found.Advice = Fails, "look at it with `balcao try "+f.Name+"`"
	}
}

// operators is an error without the kind and function that stand in the line
// anyway.
func operators(err error) string {
	e, ok := errors.AsType[*erp.Error](err)
	if !ok {
		return err.Error()
	}
	text := e.Detail
	if e.Step != "" {
		text = fmt.Sprintf("step %q: %s", e.Step, text)
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}
