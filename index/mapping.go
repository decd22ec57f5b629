package index

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"huizhi/kb"
	"huizhi/kb/place"
)

// The fields of a passage in the engine.
const (
	questionsField = "questions"
	bodyField      = "body"
	casesField     = "cases"
	scopeField     = "scope"
	documentField  = "document"
)

// questionsBoost is how much more a word in a question weighs than in a body.
const questionsBoost = 3

// document is a passage as the engine reads it.
type document struct {
	Questions []string `json:"questions"`
	Body      string   `json:"body"`
	Cases     string   `json:"cases"`
	Scope     []string `json:"scope"`
	Document  string   `json:"document"`
}

// document folds a passage for the engine.
func (f folder) document(p *kb.Passage) document {
	d := document{Body: f.fold(p.Text), Cases: f.fold(p.Cases), Document: string(p.Article.Document)}
	for _, q := range p.Questions {
		d.Questions = append(d.Questions, f.fold(q))
	}
	for _, name := range p.Article.Scope {
		d.Scope = append(d.Scope, string(name))
	}
	return d
}

// newEngine opens an empty engine in memory: a folder without a name.
func newEngine() (bleve.Index, error) {
	return bleve.NewUsing("", newMapping(), scorch.Name, scorch.Name, nil)
}

// newMapping says what the engine keeps: only what finding passages needs.
// Texts are shown from the corpus.
func newMapping() mapping.IndexMapping {
	passage := bleve.NewDocumentStaticMapping()
	passage.AddFieldMappingsAt(questionsField, textField(cjk.AnalyzerName))
	passage.AddFieldMappingsAt(bodyField, textField(cjk.AnalyzerName))
	passage.AddFieldMappingsAt(casesField, textField(cjk.AnalyzerName))
	passage.AddFieldMappingsAt(scopeField, textField(keyword.Name))
	passage.AddFieldMappingsAt(documentField, textField(keyword.Name))
	m := bleve.NewIndexMapping()
	m.DefaultMapping = passage
	m.ScoringModel = "bm25" // Bleve checks the name when it opens
	m.DefaultAnalyzer = cjk.AnalyzerName
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	return m
}

func textField(analyzer string) *mapping.FieldMapping {
	f := bleve.NewTextFieldMapping()
	f.Analyzer = analyzer
	f.Store, f.DocValues, f.IncludeTermVectors, f.IncludeInAll = false, false, false, false
	return f
}

// newRequest asks for passages that share words with a text, within a scope.
// Equal scores come in the order of their IDs, the same for every build.
func newRequest(text string, scope []place.Name, document kb.Document) *bleve.SearchRequest {
	questions, body, cases := match(questionsField, text), match(bodyField, text), match(casesField, text)
	questions.SetBoost(questionsBoost)
	q := bleve.NewBooleanQuery()
	q.AddMust(bleve.NewDisjunctionQuery(questions, body, cases))
	q.AddFilter(within(scope, document))
	r := bleve.NewSearchRequestOptions(q, candidates, 0, false)
	r.SortBy([]string{"-_score", "_id"})
	return r
}

func match(field, text string) *query.MatchQuery {
	q := bleve.NewMatchQuery(text)
	q.SetField(field)
	return q
}

// within asks for one of the places and, unless it is empty, for the document.
func within(scope []place.Name, document kb.Document) query.Query {
	places := bleve.NewDisjunctionQuery()
	for _, name := range scope {
		places.AddQuery(term(scopeField, string(name)))
	}
	if document == "" {
		return places
	}
	return bleve.NewConjunctionQuery(places, term(documentField, string(document)))
}

func term(field, value string) *query.TermQuery {
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	return q
}
