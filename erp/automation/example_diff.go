package automation

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// Difference is a place at which what came out is not what an example says. Want
// and Got are values as [FlowOf] writes them; Want is empty where nothing is
// listed, Got where nothing came.
type Difference struct{ Path, Want, Got string }

func (d Difference) Error() string {
	switch {
	case d.Want == "":
		return fmt.Sprintf("%s: got %s, and nothing is listed", d.Path, d.Got)
	case d.Got == "":
		return fmt.Sprintf("%s: want %s, and it is not there", d.Path, d.Want)
	}
	return fmt.Sprintf("%s: want %s, got %s", d.Path, d.Want, d.Got)
}

// differences are the places at which two values differ. Texts and numbers that
// are written alike are equal: YAML's 15 is "15".
func differences(path string, want, got any) []Difference {
	switch want := want.(type) {
	case map[string]any:
		if object, ok := got.(map[string]any); ok {
			return objectDifferences(path, want, object)
		}
	case []any:
		if items, ok := got.([]any); ok {
			return listDifferences(path, want, items)
		}
	default:
		if reflect.DeepEqual(want, got) || want != nil && got != nil && fmt.Sprint(want) == fmt.Sprint(got) {
			return nil
		}
	}
	return []Difference{{Path: path, Want: FlowOf(want), Got: FlowOf(got)}}
}

func objectDifferences(path string, want, got map[string]any) []Difference {
	names := map[string]bool{}
	for name := range want {
		names[name] = true
	}
	for name, v := range got {
		names[name] = names[name] || v != nil
	}
	var found []Difference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		place := path + "." + name
		w, listed := want[name]
		g, there := got[name]
		switch {
		case !listed && g != nil:
			found = append(found, Difference{Path: place, Got: FlowOf(g)})
		case w != nil && (!there || g == nil):
			found = append(found, Difference{Path: place, Want: FlowOf(w)})
		case listed:
			found = append(found, differences(place, w, g)...)
		}
	}
	return found
}

func listDifferences(path string, want, got []any) []Difference {
	var found []Difference
	for i := range max(len(want), len(got)) {
		place := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case i >= len(got):
			found = append(found, Difference{Path: place, Want: FlowOf(want[i])})
		case i >= len(want):
			found = append(found, Difference{Path: place, Got: FlowOf(got[i])})
		default:
			found = append(found, differences(place, want[i], got[i])...)
		}
	}
	return found
}
