package guard

import (
	"cmp"
	"time"
)

// Limits bound what a connection asks of its ERP. A zero field means "as said
// elsewhere": the operator's limits go before the pack's, those before
// [DefaultLimits].
type Limits struct {
	// AtOnce is how many requests are under way at the same time.
	AtOnce int
	// PerMinute is how many requests may start in any minute; 0 for no limit.
	PerMinute int
	// Timeout bounds one request, from the first dialled packet to the last
	// byte of the answer.
	Timeout time.Duration
	// AnswerSize is the largest answer taken, in bytes, after decompression.
	AnswerSize int64
}

// DefaultLimits hold where neither the operator nor the pack says otherwise.
var DefaultLimits = Limits{AtOnce: 4, Timeout: 10 * time.Second, AnswerSize: MaxAnswer}

// MaxAnswer is the largest answer that is ever taken, whatever a pack says.
const MaxAnswer = 16 << 20

func (l Limits) or(other Limits) Limits {
	return Limits{
		AtOnce:     cmp.Or(l.AtOnce, other.AtOnce),
		PerMinute:  cmp.Or(l.PerMinute, other.PerMinute),
		Timeout:    cmp.Or(l.Timeout, other.Timeout),
		AnswerSize: min(cmp.Or(l.AnswerSize, other.AnswerSize, MaxAnswer), MaxAnswer),
	}
}
