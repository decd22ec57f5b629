package main

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/webchat"
)

// metrics is the figures of a desk that runs. Labels are words of ours, never what
// somebody wrote, nor who.
type metrics struct {
	registry *prometheus.Registry
	turns    *prometheus.CounterVec
	answers  *prometheus.CounterVec
	misses   prometheus.Counter
	calls    *prometheus.CounterVec
	alerts   prometheus.Counter
	requests *prometheus.CounterVec
}

func newMetrics(tally func() answer.Tally) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		turns:    counters("huizhi_turns_total", "Turns of conversations, by the event that was stepped.", "event"),
		answers:  counters("huizhi_answers_total", "Answers, by kind and by how sure they were.", "kind", "band"),
		misses:   prometheus.NewCounter(prometheus.CounterOpts{Name: "huizhi_misses_total", Help: "Questions that nothing answered."}),
		calls:    counters("huizhi_sends_total", "Calls of Telegram, by what was done and what came of it.", "call", "outcome"),
		alerts:   prometheus.NewCounter(prometheus.CounterOpts{Name: "huizhi_alerts_total", Help: "Alerts, told or not."}),
		requests: counters("huizhi_web_requests_total", "Requests of the web page, by what was asked and what came of it.", "path", "status"),
	}
	m.registry.MustRegister(m.turns, m.answers, m.misses, m.calls, m.alerts, m.requests, modelFigures{tally},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// watch adds what is looked at when somebody asks. A channel that does not run is nil.
func (m *metrics) watch(b *bot.Bot, t *telegram.Telegram, w *webchat.Web) {
	gauge := func(name, help string, labels prometheus.Labels, f func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, f))
	}
	for what, count := range map[string]func(bot.Load) int{
		"chats":      func(l bot.Load) int { return l.Chats },
		"events":     func(l bot.Load) int { return l.Events },
		"tasks":      func(l bot.Load) int { return l.Tasks },
		"deliveries": func(l bot.Load) int { return l.Deliveries },
	} {
		gauge("huizhi_queue", "What is left to do.", prometheus.Labels{"what": what}, func() float64 { return float64(count(b.Load())) })
	}
	gauge("huizhi_queue_age_seconds", "How long a chat has been without any progress, at most.", nil,
		func() float64 { return b.Load().Oldest.Seconds() })
	if w != nil {
		gauge("huizhi_web_streams", "Pages that listen.", nil, func() float64 { return float64(w.Listening()) })
	}
	if t == nil {
		return
	}
	gauge("huizhi_telegram_last_heard_timestamp_seconds", "When Telegram was last heard of.", nil,
		func() float64 { return float64(t.Status().Last.Unix()) })
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// called counts a call of Telegram.
func (m *metrics) called(what, outcome string) { m.calls.WithLabelValues(what, outcome).Inc() }

// asked counts the requests of a handler when they are done. What nobody serves has no
// path: it is not ours.
func (m *metrics) asked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &replied{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(n, r)
		m.requests.WithLabelValues(r.Pattern, strconv.Itoa(n.status)).Inc()
	})
}

// replied remembers the status of a reply.
type replied struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (n *replied) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (n *replied) Unwrap() http.ResponseWriter { return n.ResponseWriter }

// stepped counts a turn.
func (m *metrics) stepped(kind string) { m.turns.WithLabelValues(kind).Inc() }

// traced counts an answer.
func (m *metrics) traced(t answer.Trace) {
	kind, band := t.Told()
	m.answers.WithLabelValues(string(kind), string(band)).Inc()
	if kind == answer.KindUnknown {
		m.misses.Inc()
	}
}

// modelFigures is what a language model did, as the answerer counts it.
type modelFigures struct{ tally func() answer.Tally }

var (
	modelCalls     = prometheus.NewDesc("huizhi_model_calls_total", "Calls of the language model, by what for.", []string{"purpose"}, nil)
	modelFallbacks = prometheus.NewDesc("huizhi_model_fallbacks_total", "Readings and wordings that were not used, by reason.", []string{"reason"}, nil)
	modelChanges   = prometheus.NewDesc("huizhi_model_changes_total", "Replies that a model changed: by what it read, by its words.", []string{"purpose"}, nil)
	modelSeconds   = prometheus.NewDesc("huizhi_model_seconds_total", "Seconds that calls of the language model took, by what for.", []string{"purpose"}, nil)
	modelTokens    = prometheus.NewDesc("huizhi_model_tokens_total", "Tokens, in and out.", []string{"way"}, nil)
)

// Describe names the figures.
func (modelFigures) Describe(out chan<- *prometheus.Desc) {
	out <- modelCalls
	out <- modelFallbacks
	out <- modelChanges
	out <- modelSeconds
	out <- modelTokens
}

// Collect gives them as they are now.
func (m modelFigures) Collect(out chan<- prometheus.Metric) {
	t := m.tally()
	add := func(d *prometheus.Desc, v float64, label string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, label)
	}
	count := func(d *prometheus.Desc, n int, label string) { add(d, float64(n), label) }
	for purpose, n := range t.Calls {
		count(modelCalls, n, string(purpose))
	}
	for purpose, took := range t.Spent {
		add(modelSeconds, took.Seconds(), string(purpose))
	}
	count(modelChanges, t.Reread, string(answer.ToRead))
	count(modelChanges, t.Worded, string(answer.ToWord))
	for why, n := range t.Fallbacks {
		count(modelFallbacks, n, string(why))
	}
	count(modelTokens, t.In, "in")
	count(modelTokens, t.Out, "out")
}
