package kb_test

import (
	"fmt"
	"slices"
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

// small are hand-written corpora, one for each thing the merge has to get
// right, with the places and fields worth asking.
var small = []struct {
	name   string
	at     []place.Name
	fields []kb.Field
	texts  []string
}{
	{"four levels", []place.Name{"新会区", "江门市", "广州市", "湖南省", "全国"}, []kb.Field{kb.Fee, kb.Can, kb.Bring}, []string{
		about("全国", "{if: {service: [first, renew, damaged, lost]}, can: can, fee: 免费, bring: {户口簿: {}}}", "{if: {service: lost}, fee: 40元}"),
		about("广东省", "{if: {service: first}, can: {check: 看情况}}", "{if: {service: [renew, lost]}, bring: {原身份证: {}, 户口簿: {say: 或户籍证明}}}"),
		about("江门市", "{if: {service: renew}, fee: 10元, flatten: true, bring: {户口簿: 不用}}"),
		about("新会区", "{if: {service: renew, age: 16+}, fee: 0元, bring: {户口簿: {say: 本区要带}}}"),
	}},
	{"narrower guards", []place.Name{"江门市"}, []kb.Field{kb.Fee, kb.Time}, []string{
		about("江门市", "{if: {service: [first, renew, lost]}, fee: 甲, time: 一}", "{if: {service: [first, renew]}, fee: 乙}",
			"{if: {service: renew, age: 16+}, fee: 丙}", "{if: {service: renew, age: 16-25, household: local}, fee: 丁}",
			"{if: {service: lost, household: outside}, time: 二}", "{if: {service: lost, household: other_province}, time: 三}"),
	}},
	{"none, unknown, dropped", []place.Name{"江门市", "广东省"}, []kb.Field{kb.Fee, kb.Lead, kb.Bring, kb.Warn}, []string{
		about("全国", "{if: {service: [renew, lost]}, fee: 20元, bring: {原身份证: {}, 照片: 无}, warn: {指纹: {say: 要采}}}", "{if: {service: renew}, lead: 未知}"),
		about("广东省", "{if: {service: lost}, fee: 无, bring: {原身份证: 不用, 照片: {}}}"),
		about("江门市", "{if: {service: renew}, lead: 到期前3个月, fee: 未知, flatten: true}", "{if: {service: renew, age: <16}, bring: {原身份证: 不用}, warn: {指纹: 不用}}"),
	}},
	{"closed items", []place.Name{"江门市", "广东省"}, []kb.Field{kb.Where}, []string{
		about("广东省", "{if: {service: [first, renew]}, where: {网办: {if: {service: renew, age: 16+, household: [local, other_city]}, else: 请到窗口}, 窗口: {}, 自助机: {if: {age: 16+}, say: 要回执号, else: 未满16岁不行}}}"),
		about("江门市", "{if: {service: renew}, where: {网办: {if: {household: local}, say: 江门的, else: 只限本市}}}"),
	}},
	{"home exceptions", []place.Name{"江门市", "广州市", "广东省"}, []kb.Field{kb.Can, kb.Where}, []string{
		about("全国", "{if: {service: [first, temporary]}, can: can, where: {窗口: {}}}", "{if: {service: temporary, household: outside}, can: cannot, where: {窗口: 无}}"),
		about("广东省", "{if: {service: first, household: other_province, home: [北京市, 湖南省]}, can: cannot}", "{if: {service: first, household: other_province, home: 长沙市}, can: can}"),
		about("广州市", "{if: {service: temporary, household: outside}, can: can}", "{if: {service: temporary, household: other_city, home: [深圳市]}, can: {check: 先问}}",
			"{if: {service: temporary, home: [辽宁省, 深圳市], household: outside}, where: {窗口: {say: 先打电话}}}"),
	}},
	{"ages", []place.Name{"江门市"}, []kb.Field{kb.Who, kb.Validity, kb.Bring}, []string{
		about("全国", "{if: {service: first, age: <16}, validity: 5年}", "{if: {service: first, age: 16-25}, validity: 10年}",
			"{if: {service: first, age: 26-45}, validity: 20年}", "{if: {service: first, age: 46+}, validity: 长期}",
			"{if: {service: [first, renew]}, who: 本人}", "{if: {service: [first, renew], age: <16}, who: 监护人陪同}", "{if: {service: renew, age: 16-16}, who: 满16岁本人}", "{if: {service: first, age: 6-15}, bring: {照片: {}}}"),
	}},
	{"values that differ in a detail", []place.Name{"江门市"}, []kb.Field{kb.Fee, kb.Where, kb.Bring}, []string{
		about("全国", "{if: {service: first}, fee: {value: 甲, advice: 一}}", "{if: {service: renew}, fee: {value: 甲, advice: 二}}", "{if: {service: lost}, fee: {value: 甲, contested: [{say: 三}]}}",
			"{if: {service: first}, where: {预约: {book: 一}}, bring: {照片: {or: 丙}, 户口簿: {one_of: [丁, 戊]}}}", "{if: {service: renew}, where: {预约: {book: 二}}, bring: {照片: {unless: 丙}, 户口簿: {one_of: [丁]}}}",
			"{if: {service: lost}, where: {预约: {book: 二, url: 'https://example.org/'}}, bring: {照片: {say: 丙}, 户口簿: {}}}"),
	}},
	{"receipts by document", []place.Name{"江门市", "广东省"}, []kb.Field{kb.Can, kb.Where, kb.Validity}, []string{
		about("广东省", "{if: {service: receipt}, can: can, where: {照相馆: {}, 窗口: {}}}", "{if: {service: receipt, document: id_card}, where: {窗口: 无}, validity: 60天}",
			"{if: {service: receipt, document: [social_card, driving_licence]}, validity: 90天}", "{if: {service: receipt, document: social_card}, validity: 未知}"),
		about("江门市", "{if: {service: receipt, document: exit_entry}, can: {check: 先问}, where: {照相馆: 不用}}"),
	}},
}

// knowledge are the things a customer may have told us.
var knowledge = []kb.Conditions{
	{},
	{Service: kb.Set[kb.Service]{kb.Renew}},
	{Service: kb.Set[kb.Service]{kb.Damaged, kb.Lost, kb.Renew}, Ages: kb.From(16)},
	{Service: kb.Set[kb.Service]{kb.First, kb.Temporary}, Household: kb.Outside},
	{Ages: kb.Under(16), Household: kb.Set[kb.Household]{kb.Local}},
	{Ages: kb.Exactly(16)},
	{Ages: kb.Ages{Min: 10, Max: 16}},
	{Ages: kb.Ages{Min: 10, Max: 30}, Document: kb.Set[kb.Document]{kb.IDCard}},
	{Service: kb.Set[kb.Service]{kb.Receipt}, Document: kb.Set[kb.Document]{"social_card", "exit_entry"}},
	{Home: kb.Set[place.Name]{"长沙市"}},
	{Home: kb.Set[place.Name]{"湖南省"}, Service: kb.Set[kb.Service]{kb.First}},
	{Home: kb.Set[place.Name]{"深圳市", "北京市"}},
	{Home: kb.Set[place.Name]{"江门市"}, Ages: kb.Under(16)},
	{Home: kb.Set[place.Name]{"湖南省"}, Household: kb.Set[kb.Household]{kb.OtherProvince}},
}

func TestResolveSmall(t *testing.T) {
	for _, s := range small {
		t.Run(s.name, func(t *testing.T) {
			c := sound(t, s.texts...)
			for _, at := range s.at {
				for _, f := range s.fields {
					for _, known := range knowledge {
						checkResolve(t, c, at, f, known)
					}
				}
			}
		})
	}
}

// Values written out by hand, so that the oracle is not the only witness.
func TestResolveValues(t *testing.T) {
	renew := kb.Conditions{Service: kb.Set[kb.Service]{kb.Renew}}
	child := kb.Conditions{Service: kb.Set[kb.Service]{kb.Renew}, Ages: kb.Under(16)}
	from := func(s kb.Service, homes ...place.Name) kb.Conditions {
		return kb.Conditions{Service: kb.Set[kb.Service]{s}, Home: homes}
	}
	for _, x := range []struct {
		corpus string
		at     place.Name
		known  kb.Conditions
		f      kb.Field
		item   string
		want   string
	}{
		{"four levels", "新会区", renew, kb.Fee, "", "10元@江门市; 0元@新会区"},
		{"four levels", "新会区", child, kb.Fee, "", "10元@江门市"},
		{"four levels", "广州市", renew, kb.Fee, "", "免费@全国"},
		{"four levels", "新会区", renew, kb.Bring, "户口簿", "不用@江门市; 本区要带@新会区"},
		{"four levels", "江门市", from(kb.Lost), kb.Bring, "户口簿", "或户籍证明@广东省"},
		{"four levels", "江门市", from(kb.First), kb.Bring, "户口簿", "@全国"},
		{"four levels", "江门市", from(kb.Change), kb.Can, "", "缺@"},
		{"none, unknown, dropped", "江门市", renew, kb.Fee, "", "未知@江门市"},
		{"none, unknown, dropped", "江门市", from(kb.Lost), kb.Fee, "", "无@广东省"},
		{"none, unknown, dropped", "江门市", from(kb.Lost), kb.Lead, "", "缺@"},
		{"none, unknown, dropped", "江门市", child, kb.Warn, "指纹", "不用@江门市"},
		{"none, unknown, dropped", "江门市", from(kb.First), kb.Warn, "指纹", ""},
		{"closed items", "广东省", child, kb.Where, "网办", "不可:请到窗口@广东省"},
		{"closed items", "江门市", child, kb.Where, "网办", "江门的@江门市; 不可:只限本市@江门市"},
		{"home exceptions", "江门市", from(kb.First, "长沙市"), kb.Can, "", "can@广东省"},
		{"home exceptions", "江门市", from(kb.First, "株洲市"), kb.Can, "", "cannot@广东省"},
		{"home exceptions", "江门市", from(kb.First, "湖南省"), kb.Can, "", "cannot@广东省; can@广东省"},
		{"home exceptions", "江门市", from(kb.First, "深圳市"), kb.Can, "", "can@全国"},
		{"home exceptions", "广州市", from(kb.Temporary, "广州市"), kb.Can, "", "can@全国"},
		{"home exceptions", "广州市", from(kb.Temporary, "深圳市"), kb.Can, "", "check/先问@广州市"},
		{"ages", "江门市", kb.Conditions{Ages: kb.Ages{Min: 15, Max: 30}, Service: kb.Set[kb.Service]{kb.First}}, kb.Validity, "", "5年@全国; 10年@全国; 20年@全国"},
	} {
		i := slices.IndexFunc(small, func(s struct {
			name   string
			at     []place.Name
			fields []kb.Field
			texts  []string
		}) bool {
			return s.name == x.corpus
		})
		item, _ := sound(t, small[i].texts...).Resolve(x.at, x.known, x.f).Item(x.item)
		got := ""
		for n, g := range item.Groups {
			if n > 0 {
				got += "; "
			}
			got += fmt.Sprintf("%s@%s", brief(g.Value), g.Level)
		}
		if got != x.want {
			t.Errorf("%s: %s %s %v %s: %q, want %q", x.corpus, x.at, x.f, x.known, x.item, got, x.want)
		}
	}
}

// Items come widest place first, each place's in the order written; a single
// field is one item without a key, even where nothing is stated.
func TestResolveOrder(t *testing.T) {
	c := sound(t, about("江门市", "{if: {service: first}, bring: {领取凭证: {}, 原身份证: {say: 江门}}}"), about("全国", "{if: {service: first}, bring: {照片: {}, 户口簿: {}, 原身份证: {}}}"))
	keys := func(f kb.Field) (out []string) {
		for _, item := range c.Resolve("江门市", kb.Conditions{}, f).Items {
			out = append(out, item.Key)
		}
		return out
	}
	if got, want := keys(kb.Bring), []string{"照片", "户口簿", "原身份证", "领取凭证"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := keys(kb.Fee); !slices.Equal(got, []string{""}) || keys(kb.Warn) != nil {
		t.Errorf("fee %q, warn %q", got, keys(kb.Warn))
	}
	fee := c.Resolve("江门市", kb.Conditions{}, kb.Fee).Items[0]
	if g := fee.Groups; len(g) != 1 || g[0].Value.Kind != kb.Gap || g[0].Statement != nil || g[0].Level != "" {
		t.Errorf("%+v", fee)
	}
}

// What used to hold stays with its value, whichever situation comes first.
func TestResolveKeepsWas(t *testing.T) {
	for _, first := range []string{"local", "outside"} {
		c := sound(t, about("江门市", "{if: {service: lost, household: "+first+"}, can: cannot}", "{if: {service: first}, can: can}", "{if: {service: first, household: outside}, can: {value: can, was: {say: 要回户籍地, until: 2023-03-31}}}"))
		item := c.Resolve("江门市", kb.Conditions{Service: kb.Set[kb.Service]{kb.First}}, kb.Can).Items[0]
		if !slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return len(g.Value.Was) == 1 }) {
			t.Errorf("%s first: %+v", first, item.Groups)
		}
	}
}

// A known home decides the household, and what contradicts itself leaves nobody.
func TestResolveImpossible(t *testing.T) {
	c := sound(t, about("全国", "{if: {service: first}, can: can}"))
	for _, known := range []kb.Conditions{
		{Home: kb.Set[place.Name]{"湖南省"}, Household: kb.Set[kb.Household]{kb.Local}},
		{Home: kb.Set[place.Name]{"江门市"}, Household: kb.Outside},
		{Service: kb.Set[kb.Service]{}},
		{Ages: kb.Ages{Min: 20, Max: 10}},
	} {
		if r := c.Resolve("江门市", known, kb.Can); len(r.Universe) > 0 {
			t.Errorf("%v: somebody in %v", known, r.Universe)
		}
	}
}

// A place nobody knows has no chain, and so nothing is stated there.
func TestResolveUnknownPlace(t *testing.T) {
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("panic: %v", p)
		}
	}()
	c := sound(t, about("全国", "{if: {service: first}, can: can, bring: {户口簿: {}}}"))
	for _, f := range []kb.Field{kb.Can, kb.Bring} {
		for _, item := range c.Resolve("没有这个市", kb.Conditions{}, f).Items {
			for _, g := range item.Groups {
				if g.Value.Kind != kb.Gap {
					t.Errorf("%s: %v", f, g.Value)
				}
			}
		}
	}
}

// Whoever is local to a city that an exception names is that exception: no
// other home is left for them.
func TestResolveExceptionAtHome(t *testing.T) {
	c := sound(t, about("全国", "{if: {service: first}, can: can, where: {窗口: {}}}", "{if: {service: first, home: [深圳市, 北京市]}, can: cannot}"))
	local := kb.Conditions{Household: kb.Set[kb.Household]{kb.Local}}
	for _, at := range []place.Name{"深圳市", "北京市"} {
		checkResolve(t, c, at, kb.Can, local)
		checkResolve(t, c, at, kb.Can, kb.Conditions{})
	}
	c = sound(t, about("全国", "{if: {service: first}, can: can}", "{if: {service: first, home: 广东省}, can: cannot}", "{if: {service: first, home: 深圳市}, can: {check: 先问}}"))
	checkResolve(t, c, "深圳市", kb.Can, kb.Conditions{})
}

// A city without a prefecture above it lies in its province like any other.
func TestResolveCountyCityHome(t *testing.T) {
	c := sound(t, about("广东省", "{if: {service: first}, can: can}", "{if: {service: first, home: 湖北省}, can: cannot}"))
	checkResolve(t, c, "江门市", kb.Can, kb.Conditions{Home: kb.Set[place.Name]{"仙桃市"}})
}

// The real articles, at every place that states something and some that do not.
func TestResolveReal(t *testing.T) {
	c := ours()
	all := map[kb.Field][]*kb.Statement{}
	for _, a := range c.Articles() {
		for _, s := range a.Statements {
			all[s.Field] = append(all[s.Field], s)
		}
	}
	for _, at := range append(stating(c), "新会区", "云浮市", "湖南省", "西藏自治区") {
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			for _, f := range kb.Fields {
				for _, known := range []kb.Conditions{
					{Service: kb.Set[kb.Service]{kb.First, kb.Renew, kb.Damaged, kb.Lost, kb.Change, kb.Temporary}, Document: kb.Set[kb.Document]{kb.IDCard}},
					{Service: kb.Set[kb.Service]{kb.Receipt}},
				} {
					w := newWorld(c, at, f, known)
					w.ages = edges(all[f])
					checkPeople(t, c, w, f, known)
				}
			}
		})
	}
}

// Every year from 1 to 60, where the most is stated.
func TestResolveRealYears(t *testing.T) {
	for _, at := range []place.Name{"江门市", "深圳市", "广州市"} {
		for _, f := range kb.Fields {
			t.Run(fmt.Sprint(at, f), func(t *testing.T) {
				t.Parallel()
				checkResolve(t, ours(), at, f, kb.Conditions{Service: kb.Set[kb.Service]{kb.First, kb.Lost, kb.Temporary}, Document: kb.Set[kb.Document]{kb.IDCard}})
			})
		}
	}
}

// stating lists the places some article is about.
func stating(c *kb.Corpus) []place.Name {
	var out []place.Name
	for _, a := range c.Articles() {
		out = append(out, a.Scope...)
	}
	return sorted(out)
}

// Somebody may name a home twice, or a county and its city: it counts once.
func TestResolveHomeTwice(t *testing.T) {
	c := sound(t, about("全国", "{if: {service: first}, can: can}"), about("江门市", "{if: {service: first, home: [北京市]}, can: {check: 先问}}"))
	known := kb.Conditions{Service: kb.Set[kb.Service]{kb.First}, Home: kb.Set[place.Name]{"湖南省", "湖南省"}}
	r := c.Resolve("江门市", known, kb.Can)
	if len(r.Universe) != 1 {
		t.Errorf("%d situations, want 1: %v", len(r.Universe), r.Universe)
	}
	for _, item := range r.Items {
		for _, g := range item.Groups {
			if when := r.When(g); len(when) != 1 {
				t.Errorf("%v is described by %v", g.Value, when)
			}
		}
	}
}
