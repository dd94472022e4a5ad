package loader

//go:generate go tool dataloaden ResultLoader balcao/graph/loader.question balcao/graph/loader.answer
