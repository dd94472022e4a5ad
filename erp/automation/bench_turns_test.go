package automation

import (
	"runtime"
	"slices"
	"syscall"
	"time"
)

// turns is the processor's time that one run of something took, in microseconds,
// in each turn, the collection of its garbage included. It is not the clock's:
// what other processes do meanwhile is no part of it.
type turns []float64

// take measures a turn of so many runs. What was left to collect before is none
// of its time.
func (t *turns) take(runs int, run func()) {
	runtime.GC()
	begun := processorTime()
	for range runs {
		run()
	}
	took := processorTime() - begun
	*t = append(*t, float64(took.Nanoseconds())/1000/float64(runs))
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func (t turns) median() float64 {
	sorted := slices.Sorted(slices.Values(t))
	return sorted[len(sorted)/2]
}

// times is the median of the turns' ratios: a turn and the floor's beside it saw
// the machine in the same state.
func (t turns) times(floor turns) float64 {
	ratios := make(turns, len(t))
	for i := range t {
		ratios[i] = t[i] / floor[i]
	}
	return ratios.median()
}
