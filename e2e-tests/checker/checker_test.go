package main

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

const histories = 50_000

// What is left out, bounded and cut must not change the answer: small random histories, right and wrong ones, are judged
// also as they are, with unknown writes that may happen at any later time.
func TestAgreesWithAPlainSearch(t *testing.T) {
	answers := map[string]int{}
	cut := 0
	for seed := int64(0); seed < histories; seed++ {
		text, plain := random(rand.New(rand.NewSource(seed)))
		h, err := read(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		v, _ := judge(h, time.Minute)
		want := map[bool]string{true: "yes", false: "no"}[porcupine.CheckOperations(register(0), plain)]
		if v.Linearizable != want {
			t.Fatalf("seed %d: %s, but a plain search says %s:\n%s", seed, v.Linearizable, want, text)
		}
		answers[want]++
		if v.Segments > 1 {
			cut++
		}
	}
	t.Logf("%d histories agree: %v, %d of them cut", histories, answers, cut)
	if answers["yes"] < histories/10 || answers["no"] < histories/10 || cut < histories/10 {
		t.Error("the histories are all of one kind")
	}
}

// Some clients, each with one operation after another. Values are read at random among those that are near.
func random(r *rand.Rand) (string, []porcupine.Operation) {
	var text strings.Builder
	var plain []porcupine.Operation
	next := int64(0)
	for client := 0; client < 1+r.Intn(3); client++ {
		now := int64(r.Intn(8))
		for i := 0; i < 1+r.Intn(3); i++ {
			l := line{Client: client, Op: "read", Call: now, Return: now + int64(r.Intn(8)), Outcome: "ok"}
			l.Outcome = []string{"ok", "ok", "ok", "ok", "unknown", "refused"}[r.Intn(6)]
			l.Value = max(0, int64(r.Intn(5))+next-3)
			if r.Intn(2) == 0 {
				next++
				l.Op, l.Value = "write", next
			}
			now = l.Return + 1 + int64(r.Intn(6))
			fmt.Fprintf(&text, `{"client":%d,"op":%q,"value":%d,"call":%d,"return":%d,"outcome":%q}`+"\n",
				l.Client, l.Op, l.Value, l.Call, l.Return, l.Outcome)
			if l.Outcome == "refused" || l.Outcome == "unknown" && l.Op == "read" {
				continue
			}
			o := porcupine.Operation{ClientId: client, Input: request{l.Op == "write", l.Value}, Call: l.Call, Output: l.Value, Return: l.Return}
			if l.Outcome == "unknown" {
				o.Return = never
			}
			plain = append(plain, o)
		}
	}
	return text.String(), plain
}

// A long history with many unknown writes is judged in a moment.
func TestUnknownWritesDoNotBlowUpTheSearch(t *testing.T) {
	var text strings.Builder
	value := int64(0)
	for i := int64(0); i < 100_000; i++ {
		value++
		outcome := "ok"
		if i%7 == 0 {
			outcome = "unknown"
		}
		fmt.Fprintf(&text, `{"client":%d,"op":"write","value":%d,"call":%d,"return":%d,"outcome":%q}`+"\n", i%5, value, i*10, i*10+25, outcome)
		if i%20 == 0 {
			fmt.Fprintf(&text, `{"client":6,"op":"read","value":%d,"call":%d,"return":%d,"outcome":"ok"}`+"\n", value, i*10+26, i*10+27)
		}
		if i%50 == 0 {
			i += 5
		}
	}
	h, err := read(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	v, _ := judge(h, time.Minute)
	t.Logf("%+v", v)
	if v.Linearizable != "yes" {
		t.Error(v.Linearizable)
	}
}
