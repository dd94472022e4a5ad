package automation

import "balcao/erp/automation/value"

// Vocabulary names everything that a pack can write, each as "area/name": keys,
// words, functions, operators and formats. Each has a test of that name and a
// mutant that the test notices.
func Vocabulary() []string {
	var names []string
	for _, k := range Keys() {
		names = append(names, k.Place+"/"+k.Name)
	}
	for _, w := range Words() {
		names = append(names, w.Area+"/"+w.Name)
	}
	for area, infos := range map[string][]value.Info{
		"function": value.Functions(), "operator": value.Operators(), "money": value.MoneyFormats(),
		"layout": value.DateLayouts(), "rounding": value.Roundings(),
	} {
		for _, i := range infos {
			names = append(names, area+"/"+i.Name)
		}
	}
	return names
}
