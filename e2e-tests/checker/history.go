package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"sort"

	"github.com/anishathalye/porcupine"
)

// never is when an operation ends of which nobody knows whether it happened.
const never = math.MaxInt64

// line is an operation as a client tells it: one JSON object a line. Times are nanoseconds of one monotonic clock.
type line struct {
	Client  int    `json:"client"`
	Op      string `json:"op"`      // write or read
	Value   int64  `json:"value"`   // written, or read; no two writes have the same, and none 0, with which a register begins
	Call    int64  `json:"call"`    // before it was sent
	Return  int64  `json:"return"`  // after it was answered or given up
	Outcome string `json:"outcome"` // ok; refused, which is known not to have happened; unknown
}

type request struct {
	write bool
	value int64
}

// history is what the checker needs to know of what clients did.
type history struct {
	operations []porcupine.Operation // in the order of their calls; a read's Output is its value
	told       int                   // lines
	refused    int
	unknown    int
	seen       int // unknown writes whose value somebody read
}

// read takes a history in any order, and leaves out what cannot matter: what was refused never happened, and a read
// without an answer tells nothing.
func read(in io.Reader) (history, error) {
	var h history
	written := map[int64]bool{}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		h.told++
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return h, fmt.Errorf("line %d: %w", h.told, err)
		}
		if l.Op != "write" && l.Op != "read" || l.Return < l.Call {
			return h, fmt.Errorf("line %d is no operation: %s", h.told, lines.Text())
		}
		write := l.Op == "write"
		if write && (l.Value == 0 || written[l.Value]) {
			return h, fmt.Errorf("line %d: value %d is not unique", h.told, l.Value)
		}
		written[l.Value] = written[l.Value] || write
		end := l.Return
		switch l.Outcome {
		case "ok":
		case "refused":
			h.refused++
			continue
		case "unknown":
			h.unknown++
			if !write {
				continue
			}
			end = never
		default:
			return h, fmt.Errorf("line %d: outcome %q", h.told, l.Outcome)
		}
		h.operations = append(h.operations, porcupine.Operation{
			ClientId: l.Client, Input: request{write, l.Value}, Call: l.Call, Output: l.Value, Return: end})
	}
	h.bound()
	sort.SliceStable(h.operations, func(i, j int) bool { return h.operations[i].Call < h.operations[j].Call })
	return h, lines.Err()
}

// bound gives each unknown write an end, without a change to what is linearizable. It has happened before the first read
// of its value ended, for no other write has that value. A write whose value nobody read can as well come after everything
// else, where it harms nobody, so it is left out.
func (h *history) bound() {
	firstSeen := map[int64]int64{}
	for _, o := range h.operations {
		if in := o.Input.(request); !in.write {
			if end, ok := firstSeen[in.value]; !ok || o.Return < end {
				firstSeen[in.value] = o.Return
			}
		}
	}
	kept := h.operations[:0]
	for _, o := range h.operations {
		if o.Return == never {
			end, ok := firstSeen[o.Input.(request).value]
			if !ok {
				continue
			}
			h.seen++
			// A read that ended before the write began read from the future: an empty interval would hide that.
			o.Return = max(end, o.Call)
		}
		kept = append(kept, o)
	}
	h.operations = kept
}

// segment is a part of a history that can be judged by itself: the register's value at its beginning is known.
type segment struct {
	initial    int64
	operations []porcupine.Operation
}

// segments cuts after each operation that overlaps with no other: all before it come before it in every order, all
// after it after it, and it tells the value. Thus the search stays small, however long the history.
func segments(operations []porcupine.Operation) []segment {
	var all []segment
	current := segment{}
	latest := int64(math.MinInt64) // end among those before
	for i, o := range operations {
		current.operations = append(current.operations, o)
		alone := latest < o.Call && (i+1 == len(operations) || o.Return < operations[i+1].Call)
		latest = max(latest, o.Return)
		if alone {
			all = append(all, current)
			current = segment{initial: o.Input.(request).value}
		}
	}
	if len(current.operations) > 0 {
		all = append(all, current)
	}
	return all
}

// register is the model: a read gives the value of the last write.
func register(initial int64) porcupine.Model {
	return porcupine.Model{
		Init: func() interface{} { return initial },
		Step: func(state, input, output interface{}) (bool, interface{}) {
			if in := input.(request); in.write {
				return true, in.value
			}
			return output == state, state
		},
		DescribeOperation: func(input, output interface{}) string {
			if in := input.(request); in.write {
				return fmt.Sprintf("write %d", in.value)
			}
			return fmt.Sprintf("read %d", output)
		},
		DescribeState: func(state interface{}) string { return fmt.Sprint(state) },
	}
}
