package automation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strconv"
	"strings"
)

// extended finds the folder of the pack that this one extends; nil if it
// extends none, or none that there is.
func (l *loader) extended(own []*packFile) (string, fs.FS) {
	root := treeOf(own)
	if root == nil || root.find("extends") == nil {
		return "", nil
	}
	said := root.find("extends").node
	name, version, ok := strings.Cut(strings.TrimSpace(said.text), " ")
	if !ok || !isVersion(version) {
		l.report(ruleExtends, said.span, "extends names a pack and the version that this folder was written for", "write it so: extends: ixc 1.4")
		return "", nil
	}
	if l.base != nil {
		if folder, found := l.base(name); found {
			l.pack.Extends = &Extends{Pack: name, Version: version}
			return name, folder
		}
	}
	said.span.length = len(name)
	l.report(ruleExtends, said.span, "there is no pack "+quoted(name), "")
	return "", nil
}

// leftOut is true for a function that the folder says its ERP does not have,
// though the pack has it, and for its examples.
func leftOut(own []*packFile, f *packFile) bool {
	root := treeOf(own)
	if root == nil {
		return false
	}
	lacks := root.find("not_supported")
	if lacks == nil || lacks.node.kind != yamlMapping {
		return false
	}
	switch f.kind {
	case functionFile:
		return lacks.node.find(f.unitName) != nil
	case exampleFile:
		function := f.exampleOf()
		return function != "" && lacks.node.find(function) != nil
	}
	return false
}

// exampleOf is the function that an example calls, empty if it names none.
func (f *packFile) exampleOf() string {
	if f.tree == nil || f.tree.kind != yamlMapping {
		return ""
	}
	if m := f.tree.find("function"); m != nil {
		return m.node.text
	}
	return ""
}

func treeOf(files []*packFile) *yamlNode {
	for _, f := range files {
		if f.kind == packFileKind && f.tree != nil && f.tree.kind == yamlMapping {
			return f.tree
		}
	}
	return nil
}

// packTree is pack.yaml, laid over that of the pack it extends. It is nil if
// there is none to go on with.
func (l *loader) packTree() *yamlNode {
	var trees []*yamlNode
	found := false
	for _, f := range l.files {
		if f.kind != packFileKind {
			continue
		}
		found = true
		if f.tree == nil {
			return nil
		}
		trees = append(trees, f.tree)
	}
	switch {
	case !found:
		l.report(ruleNoPackFile, span{file: &sourceFile{name: l.name + "/pack.yaml"}}, "a pack needs this file", "it says how the ERP is reached: settings, hosts, answers, formats")
		return nil
	case len(trees) == 1:
		return trees[0]
	}
	own, base := trees[0], trees[1]
	l.checkBase(own, base)
	return overlay(own, base)
}

// checkBase warns of a pack that has gone on since the folder was written.
func (l *loader) checkBase(own, base *yamlNode) {
	said := own.find("extends").node
	if chained := base.find("extends"); chained != nil {
		l.report(ruleExtends, said.span, "this pack extends another one itself", "name that one, "+quoted(chained.node.text))
	}
	now := "1.0"
	if v := base.find("version"); v != nil {
		now = v.node.text
	}
	if written := l.pack.Extends.Version; compareVersions(now, written) > 0 {
		l.warn(ruleNewerBase, said.span, "the pack is at version "+now+" now, and this folder was written for "+written,
			"look at what changed, then write: extends: "+l.pack.Extends.Pack+" "+now)
	}
}

// mergedByEntry are the keys of pack.yaml whose entries are merged, mergedDeep
// those whose entries' own keys are too: a folder writes only what differs.
var (
	mergedByEntry = map[string]bool{"formats": true, "tables": true, "limits": true, "not_supported": true}
	mergedDeep    = map[string]bool{"settings": true, "hosts": true}
)

// overlay lays a provider's pack.yaml over the pack's.
func overlay(own, base *yamlNode) *yamlNode {
	merged := *own
	merged.members = nil
	for _, m := range base.members {
		over := own.find(m.name)
		if over == nil {
			over = m
		} else {
			over = overlayMember(over, m)
		}
		merged.members = append(merged.members, over)
	}
	for _, m := range own.members {
		if base.find(m.name) == nil {
			merged.members = append(merged.members, m)
		}
	}
	return &merged
}

func overlayMember(own, base *yamlMember) *yamlMember {
	node := own.node
	switch {
	case own.name == "answers" && own.node.kind == yamlSequence && base.node.kind == yamlSequence:
		joined := *own.node
		joined.items = append(append([]*yamlNode{}, own.node.items...), base.node.items...)
		node = &joined
	case own.node.kind != yamlMapping || base.node.kind != yamlMapping:
	case mergedByEntry[own.name]:
		node = overlayEntries(own.node, base.node, false)
	case mergedDeep[own.name]:
		node = overlayEntries(own.node, base.node, true)
	}
	return &yamlMember{name: own.name, key: own.key, node: node}
}

func overlayEntries(own, base *yamlNode, deep bool) *yamlNode {
	merged := *own
	merged.members = nil
	for _, m := range base.members {
		over := own.find(m.name)
		switch {
		case over == nil:
			over = m
		case deep && over.node.kind == yamlMapping && m.node.kind == yamlMapping:
			over = &yamlMember{name: over.name, key: over.key, node: overlayEntries(over.node, m.node, false)}
		}
		merged.members = append(merged.members, over)
	}
	for _, m := range own.members {
		if base.find(m.name) == nil {
			merged.members = append(merged.members, m)
		}
	}
	return &merged
}

// isVersion is true for numbers with dots: "1.4".
func isVersion(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if _, err := strconv.ParseUint(part, 10, 31); err != nil {
			return false
		}
	}
	return true
}

// compareVersions compares number by number: 1.10 is newer than 1.9.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if c := cmp.Compare(versionPart(as, i), versionPart(bs, i)); c != 0 {
			return c
		}
	}
	return 0
}

func versionPart(parts []string, i int) uint64 {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.ParseUint(parts[i], 10, 31)
	return n
}

// fingerprint hashes every file that the pack was made of.
func (l *loader) fingerprint() string {
	h := sha256.New()
	for _, f := range l.files {
		for _, piece := range [][]byte{[]byte(f.source.name), f.data} {
			h.Write([]byte(strconv.Itoa(len(piece)) + ":"))
			h.Write(piece)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
