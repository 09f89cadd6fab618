// Command checker says whether the history of a register is linearizable: whether every operation can be thought to have
// happened at one instant between its call and its return, so that each read gives the value of the last write.
//
//	checker [-html FILE] [-timeout 60s] HISTORY
//
// HISTORY has a JSON object a line (type line). Prints one JSON object (type verdict). Exits with 0 if the history is
// linearizable, 1 if not, 2 if it cannot be read, 3 if the time did not suffice to tell. FILE then shows where it breaks first.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

type verdict struct {
	Linearizable string `json:"linearizable"` // yes, no or undecided
	Told         int    `json:"told"`         // lines of the history
	Operations   int    `json:"operations"`   // of them, those that were judged
	Refused      int    `json:"refused"`
	Unknown      int    `json:"unknown"`
	Seen         int    `json:"seen"`     // unknown writes whose value was read
	Segments     int    `json:"segments"` // parts that were judged by themselves
	Longest      int    `json:"longest"`  // operations in the longest of them
	Broken       []part `json:"broken"`   // those that are not linearizable
}

type part struct {
	From       int64 `json:"from"` // nanoseconds, as in the history
	To         int64 `json:"to"`
	Operations int   `json:"operations"`
}

func main() {
	html := flag.String("html", "", "file for a picture of the first part that is not linearizable")
	timeout := flag.Duration("timeout", time.Minute, "for all of the search")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	h, err := open(flag.Arg(0))
	fail(err)
	v, first := judge(h, *timeout)
	if first != nil && *html != "" {
		fail(picture(*first, *html))
	}
	fail(json.NewEncoder(os.Stdout).Encode(v))
	os.Exit(map[string]int{"yes": 0, "no": 1, "undecided": 3}[v.Linearizable])
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "checker:", err)
		os.Exit(2)
	}
}

func open(path string) (history, error) {
	file, err := os.Open(path)
	if err != nil {
		return history{}, err
	}
	defer file.Close()
	return read(file)
}

// judge also gives the first part that is not linearizable, if there is one.
func judge(h history, timeout time.Duration) (verdict, *segment) {
	parts := segments(h.operations)
	v := verdict{Linearizable: "yes", Told: h.told, Operations: len(h.operations), Refused: h.refused, Unknown: h.unknown,
		Seen: h.seen, Segments: len(parts), Broken: []part{}}
	end := time.Now().Add(timeout)
	var first *segment
	undecided := false
	for i, s := range parts {
		v.Longest = max(v.Longest, len(s.operations))
		// 0 would mean for ever
		switch porcupine.CheckOperationsTimeout(register(s.initial), s.operations, max(time.Until(end), time.Millisecond)) {
		case porcupine.Illegal:
			v.Broken = append(v.Broken, s.part())
			if first == nil {
				first = &parts[i]
			}
		case porcupine.Unknown:
			undecided = true
		}
	}
	if undecided {
		v.Linearizable = "undecided"
	}
	if first != nil {
		v.Linearizable = "no"
	}
	return v, first
}

func (s segment) part() part {
	p := part{From: s.operations[0].Call, Operations: len(s.operations)}
	for _, o := range s.operations {
		p.To = max(p.To, o.Return)
	}
	return p
}

func picture(s segment, path string) error {
	model := register(s.initial)
	_, info := porcupine.CheckOperationsVerbose(model, s.operations, time.Minute)
	return porcupine.VisualizePath(model, info, path)
}
