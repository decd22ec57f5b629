// Package place knows the divisions of China and finds them in what people write.
//
// A [Gazetteer] is read once with [Load] and never changes. It answers two kinds of
// question. About a place: which chain of places it lies in, which city it gets its ID
// cards from, which province it is part of. About a text: which places it names, and what
// it says about each of them (see [Mention] and [Role]).
//
// A place is known by its full name, such as "江门市" or "广东省"; the country is "全国".
// Full names are unique. What people write is not: "苏州" is one city, "suzhou" is two, and
// "朝阳" is a city and two districts elsewhere. A mention with several candidates is
// ambiguous and somebody has to ask, because sending a person to the wrong city is the
// worst mistake the product can make. For the same reason a name that is more likely part
// of another word ("中山路", "新会计", "长江门户") is no mention at all.
//
// The data are three small tables, divisions.csv, localities.csv and slugs.csv; their first
// lines say where they come from and what the columns mean.
package place

// Level is the rank of a place, widest first.
type Level uint8

// The levels. A municipality such as 重庆市 is a Province that is also its own city.
const (
	Country Level = iota
	Province
	City
	County
)

// Name is the full name of a place, for example "江门市" or "广东省".
type Name string

// Nation is the whole country, the outermost place of every chain.
const Nation Name = "全国"

// Place is one administrative division.
type Place struct {
	Code   string // six digits of GB/T 2260; "000000" for the country
	Name   Name   // "江门市"
	Short  string // "江门"
	Pinyin string // "jiangmen"; empty for counties that have a city above them
	Level  Level
	Parent Name // the next wider place; empty for the country

	// Municipality is true for 北京市, 天津市, 上海市 and 重庆市.
	Municipality bool
}
