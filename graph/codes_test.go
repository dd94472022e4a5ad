package graph_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"balcao/graph"
)

var update = flag.Bool("update", false, "write docs/errors.md anew")

const errorsHead = `# Error codes

Every error of the GraphQL endpoint has ` + "`extensions.code`" + ` and ` + "`extensions.requestId`" + `; the operator finds the rest in the log under
that id. ` + "`message`" + ` may be shown to people: in Portuguese, or in English if ` + "`Accept-Language`" + ` asks for it, unless the code is one
for developers. What a sender can mend in a mutation's input comes as ` + "`userErrors`" + ` in its payload instead, and what has become of a
payment or lead as its ` + "`state`" + ` and ` + "`reason`" + `; both are described in [schema.graphqls](../schema.graphqls).

This list is made from ` + "`graph/codes.go`" + `.

| code | retry | meaning |
| --- | --- | --- |
`

func TestErrorCodesAreDocumented(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(errorsHead)
	for _, c := range graph.Codes {
		retry := "no"
		if c.Retry {
			retry = "yes"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Code, retry, c.Meaning)
	}
	const path = "../docs/errors.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != b.String() {
		t.Errorf("%s is not current; run go test ./graph -update", path)
	}
}
