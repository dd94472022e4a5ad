package automation_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

const smallPack = `pack: acme
title: Acme
language: 1
settings:
  url: {label: Address, type: url}
  token: {label: Token, type: secret}
  user: {label: User}
  account: {label: Account}
  unused: {label: Nothing}
hosts:
  api: {url: $(settings.url), headers: {Authorization: Bearer $(session.key)}}
  door: {url: $(settings.url)}
session:
  steps:
    login: {host: door, post: /login, json: {user: $(settings.user), token: $(settings.token)}}
  output: {key: login.key}
`

const sendPart = `input: {reference: text}
steps:
  sent:
    effect: write
    post: /leads
    json: {referencia: $(input.reference), conta: $(settings.account)}
output: sent
`

const leadFunction = `steps:
  known: {get: /people, optional: true}
  other: {value: 1}
  lead:
    if: known == null
    call: send
    with: {reference: $(input.reference)}
output:
  remote_id: first_of(lead.id, other)
`

func packFiles(pairs ...string) fstest.MapFS {
	folder := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		folder[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return folder
}

func mustLoad(t *testing.T, folder fs.FS, base func(string) (fs.FS, bool)) *automation.Pack {
	t.Helper()
	pack, problems := automation.Load(folder, "acme", base)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return pack
}

// TestWhatCallsBring follows effect, settings and session through a call.
func TestWhatCallsBring(t *testing.T) {
	t.Parallel()
	pack := mustLoad(t, packFiles("pack.yaml", smallPack, "parts/send.yaml", sendPart, "create_lead.yaml", leadFunction), nil)
	unit := pack.Functions["create_lead"]
	if unit.Effect != erp.Write || unit.Step("lead").Effect != erp.Write || unit.Step("known").Effect != erp.Read {
		t.Errorf("effects: %s, %s, %s", unit.Effect, unit.Step("lead").Effect, unit.Step("known").Effect)
	}
	if want := []string{"account", "token", "url", "user"}; !slices.Equal(unit.Needs, want) || !unit.NeedsSession {
		t.Errorf("needs %v, session %t; want %v and the session", unit.Needs, unit.NeedsSession, want)
	}
	if uses := unit.Step("lead").Uses; !slices.Equal(uses, []string{"known"}) {
		t.Errorf("the call uses %v", uses)
	}
	if !pack.Host("api").NeedsSession || pack.Host("door").NeedsSession {
		t.Error("which host carries the session is wrong")
	}
}

// TestExtends lays a provider's folder over a pack.
func TestExtends(t *testing.T) {
	t.Parallel()
	own := `extends: base 1.10
settings:
  branch: {default: "7"}
hosts:
  api: {timeout: 30s}
answers:
  - unavailable: status == 418
tables:
  how_paid: {PIX: Pix}
limits: {at_once: 1}
`
	pack := mustLoad(t, packFiles("pack.yaml", own, "get_boleto_pdf.yaml", "about: ours\nsteps:\n  file: {get: /ours}\noutput: {pdf: file}\n"), basePack)
	if d := pack.Setting("branch").Default; d == nil || *d != "7" || pack.Setting("branch").Label != "Branch" {
		t.Error("the setting is not the pack's with our default")
	}
	if h := pack.Host("api"); h.Timeout != 30*time.Second || len(h.Query) != 1 {
		t.Errorf("the host is not the pack's with our timeout: %v", h)
	}
	if len(pack.Rules) != 2 || pack.Rules[0].Verdict != automation.Unavailable {
		t.Error("our rule does not come first")
	}
	if len(pack.Tables["how_paid"]) != 1 || len(pack.Tables["kinds"]) != 1 {
		t.Errorf("tables are merged by entry: %v", pack.Tables)
	}
	if pack.Limits.AtOnce != 1 || pack.Limits.Timeout != 20*time.Second {
		t.Errorf("limits: %+v", pack.Limits)
	}
	if pack.Functions["get_boleto_pdf"].About != "ours" || pack.Extends.Pack != "base" || pack.Name != "base" {
		t.Error("a file of the same name stands in for the pack's")
	}
}

// TestFingerprint changes with every byte of every file.
func TestFingerprint(t *testing.T) {
	t.Parallel()
	first := mustLoad(t, packFiles("pack.yaml", smallPack, "parts/send.yaml", sendPart), nil).Fingerprint
	again := mustLoad(t, packFiles("pack.yaml", smallPack, "parts/send.yaml", sendPart), nil).Fingerprint
	other := mustLoad(t, packFiles("pack.yaml", smallPack, "parts/send.yaml", sendPart+"# x\n"), nil).Fingerprint
	if first != again || first == other {
		t.Errorf("fingerprints %s, %s, %s", first, again, other)
	}
}

// TestBrokenFileIsToldOnce: what a file would have defined is not missed
// elsewhere.
func TestBrokenFileIsToldOnce(t *testing.T) {
	t.Parallel()
	_, problems := automation.Load(packFiles("pack.yaml", smallPack, "parts/send.yaml", "steps: [\n", "create_lead.yaml", leadFunction), "acme", nil)
	errs := problems.Errors()
	if len(errs) != 1 || !strings.HasPrefix(errs.Error(), "acme/parts/send.yaml:") {
		t.Errorf("got:\n%s", errs)
	}
}

// TestManyMistakes prints the first of very many, sorted by place.
func TestManyMistakes(t *testing.T) {
	t.Parallel()
	_, problems := automation.Load(packFiles("pack.yaml", smallPack, "parts/send.yaml", sendPart+strings.Repeat("wrong: 1\nstep: 2\n", 40)), "acme", nil)
	text := problems.Errors().Error()
	if !strings.HasSuffix(text, "more") || strings.Count(text, "\n") > 300 {
		t.Errorf("got:\n%s", text)
	}
	for i := 1; i < len(problems); i++ {
		if a, b := problems[i-1].Pos, problems[i].Pos; a.File == b.File && a.Line > b.Line {
			t.Fatalf("line %d is told before line %d", a.Line, b.Line)
		}
	}
}
