package cache

import "testing"

var (
	someTags = tags{{1}, {2}, {3}}
	older    = stamp{{1}, {2}, {3}}
	newer    = stamp{{1}, {2}, {9}}
)

func TestGenerations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		// do is what happens between a note and a look at what is valid.
		do           func(g *generations, noted moves)
		older, newer bool
	}{
		{"nothing is known: nothing is valid", func(g *generations, m moves) {}, false, false},
		{"what is learnt is valid", func(g *generations, m moves) {
			g.learn(someTags, m, older)
		}, true, false},
		{"what is forgotten is not", func(g *generations, m moves) {
			g.learn(someTags, m, older)
			g.forget(someTags[2])
		}, false, false},
		{"a reply that news have overtaken is not learnt", func(g *generations, m moves) {
			g.heard(someTags[2], newer[2])
			g.learn(someTags, m, older)
		}, false, false},
		{"of two replies of the same time that differ, neither counts", func(g *generations, m moves) {
			g.learn(someTags, m, newer)
			g.learn(someTags, m, older)
		}, false, false},
		{"nor does a third one", func(g *generations, m moves) {
			g.learn(someTags, m, newer)
			g.learn(someTags, m, older)
			g.learn(someTags, m, older)
		}, false, false},
		{"news of what is known already change nothing", func(g *generations, m moves) {
			g.learn(someTags, m, newer)
			g.heard(someTags[2], newer[2])
		}, false, true},
		{"late news of a generation that is past forget", func(g *generations, m moves) {
			g.learn(someTags, m, newer)
			g.heard(someTags[2], older[2])
		}, false, false},
		{"a reset forgets, and what was asked before it is not learnt", func(g *generations, m moves) {
			g.learn(someTags, m, older)
			g.reset()
			g.learn(someTags, m, older)
		}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := newGenerations(100)
			tt.do(g, g.note(someTags))
			if got := g.valid(someTags, older); got != tt.older {
				t.Errorf("the older stamp is valid: %v, want %v", got, tt.older)
			}
			if got := g.valid(someTags, newer); got != tt.newer {
				t.Errorf("the newer stamp is valid: %v, want %v", got, tt.newer)
			}
		})
	}
}

func TestGenerationMadeAfterAMoveIsNotOfWhatWasAskedBefore(t *testing.T) {
	t.Parallel()
	g := newGenerations(100)
	noted := g.note(someTags)
	if _, good := g.ensure(someTags, noted); !good {
		t.Error("nothing has moved")
	}
	g.forget(someTags[0])
	s, good := g.ensure(someTags, noted)
	if good {
		t.Error("the tenant has moved")
	}
	if !g.valid(someTags, s) {
		t.Error("what is asked from now on is valid under the new generations")
	}
}

func TestGenerationsAreBounded(t *testing.T) {
	t.Parallel()
	g := newGenerations(32)
	for i := range 1000 {
		g.ensure(tags{{byte(i), byte(i >> 8)}}, moves{})
	}
	if len(g.tokens) > 32 {
		t.Errorf("%d generations are kept, want at most 32", len(g.tokens))
	}
}
