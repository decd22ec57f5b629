package place

import (
	"fmt"
	"strings"
	"testing"
)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// describe writes mentions as "江门市; 湖南省=Home; 吉林省|吉林市". A "~" marks an
// abbreviation, a "*" that a photo was made there; Here is left out.
func describe(mentions []Mention) string {
	var parts []string
	for _, m := range mentions {
		var names []string
		for _, n := range m.Places {
			names = append(names, string(n))
		}
		s := strings.Join(names, "|")
		if m.Abbreviation {
			s = "~" + s
		}
		if m.Made {
			s += "*"
		}
		if m.Role != Here {
			s += fmt.Sprint("=", m.Role)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

type findCase struct{ text, want string }

func checkFind(t *testing.T, cases []findCase) {
	t.Helper()
	g := load(t)
	for _, c := range cases {
		if got := describe(g.Find(c.text)); got != c.want {
			t.Errorf("Find(%q)\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestFindNames(t *testing.T) {
	checkFind(t, []findCase{
		{"", ""},
		{"身份证照片有什么要求", ""},
		{"外地人在江门怎么办理身份证", "江门市"},
		{"广东省身份证", "广东省"},
		{"延边办身份证", "延边朝鲜族自治州"},
		{"恩施州", "恩施土家族苗族自治州"},
		{"鹏城办证", "深圳市"},
		{"羊城通能用吗", ""},
		{"广洲怎么办", "广州市"},
		{"在株州办", "株洲市"},
		{"东菀和深训哪个快", "东莞市; 深圳市"},
		{"仙桃办身份证", "仙桃市"},
		{"虎门怎么办身份证", "东莞市"},
		{"义乌能办吗", "金华市"},
		{"重庆可以在外面拍身份证照片吗", "重庆市"},
		{"全国都能办吗", ""},
		{"新会区", "新会区"},
		{"新会怎么办", "新会区"},
		{"顺德能给外省人办身份证吗", "顺德区"},
	})
}

func TestFindMerges(t *testing.T) {
	checkFind(t, []findCase{
		{"广东省江门市新会区", "新会区"},
		{"广东 江门", "江门市"},
		{"广东省汕尾市城区", "汕尾市城区"},
		{"东莞长安", "东莞市"},
		{"东莞市长安镇", "东莞市"},
		{"长安镇", ""},
		{"辽宁朝阳", "朝阳市"},
		{"北京朝阳", "北京市"},
		{"江西南昌", "南昌市"},
		{"吉林省吉林市", "吉林市"},
		{"吉林吉林", "吉林市"},
		{"海南海口", "海口市"},
		{"深圳南山", "南山区"},
		{"江门蓬江", "蓬江区"},
		{"天津和平区", "天津市"},
		{"河源和平", "和平县"},
		{"东北沈阳", "沈阳市"},
		{"深圳北京户口", "深圳市; 北京市=Home"},
		{"深圳广东户口", "深圳市; 广东省=Home"},
		{"广东suzhou", "广东省; 苏州市|宿州市"},
		{"江苏suzhou", "苏州市"},
		{"广东SZ", "~深圳市"},
	})
}

func TestFindAmbiguous(t *testing.T) {
	checkFind(t, []findCase{
		{"吉林", "吉林省|吉林市"},
		{"海南", "海南省|海南藏族自治州"},
		{"朝阳怎么办", "北京市|朝阳市|长春市"},
		{"朝阳区怎么办", "北京市|长春市"},
		{"中山区", "大连市|中山市"},
		{"鼓楼区", "南京市|徐州市|福州市|开封市"},
		{"西湖区", "杭州市|南昌市"},
		{"南山区办证", "鹤岗市|深圳市"},
		{"白云区办证", "广州市|贵阳市"},
		{"龙华", "深圳市|海口市"},
		{"长安办证", "石家庄市|东莞市|西安市"},
		{"宝山", "双鸭山市|上海市"},
		{"通州办身份证", "北京市|南通市"},
		{"潮汕", "汕头市|潮州市|揭阳市"},
		{"和平区", "天津市|沈阳市"},
		{"在和平办", "天津市|沈阳市|河源市"},
	})
}

func TestFindNotPlaces(t *testing.T) {
	checkFind(t, []findCase{
		{"中山路的照相馆", ""},
		{"中山大学", ""},
		{"中山装", ""},
		{"孙中山", ""},
		{"南京路", ""},
		{"北京西路", ""},
		{"深圳大道", ""},
		{"白云南路", ""},
		{"深圳路过", "深圳市"},
		{"深圳街上", "深圳市"},
		{"在新兴镇办证", ""},
		{"在城关镇办", ""},
		{"云浮市新兴镇", "新兴县"},
		{"湖南乡下", "湖南省"},
		{"新会计能办吗", ""},
		{"粤居码怎么用", ""},
		{"在粤居码上办", ""},
		{"粤省事办居住证", ""},
		{"鄂汇拍", ""},
		{"惠户政", ""},
		{"i莞家怎么预约", ""},
		{"光明正大", ""},
		{"要高清的高要求", ""},
		{"清新一点的照片", ""},
		{"和平年代", ""},
		{"新兴行业", ""},
		{"进化州", ""},
		{"优惠来了", ""},
		{"港澳通行证有效期多久", ""},
		{"港澳台居民居住证", ""},
		{"来往台湾通行证", ""},
		{"台胞证", ""},
		{"京东能拍吗", ""},
		{"京津冀", ""},
		{"城区怎么办", ""},
		{"在城区怎么办", ""},
		{"长江门户网站", ""},
		{"生日照相", ""},
		{"节日照片", ""},
		{"普通化妆可以吗", ""},
		{"省内江门办", "江门市"},
		{"一定西安办吗", "西安市"},
		{"高中山东读的", "山东省"},
		{"马上海口办", "海口市"},
		{"推广东莞", "东莞市"},
		{"经济南方", ""},
		{"双重庆祝", ""},
		{"阿里云", ""},
		{"会说广东话", ""},
		{"在深圳光明办", "光明区"},
		{"光明区办证", "光明区"},
		{"在高明办证", "高明区"},
		{"现在高明的办法", ""},
	})
}

func TestFindSingleCharacters(t *testing.T) {
	checkFind(t, []findCase{
		{"深户到期换证", "深圳市=Home"},
		{"莞户", "东莞市=Home"},
		{"我们住过石河子,户口在乌鲁木齐", "石河子市=From; 乌鲁木齐市=Home"},
		{"以前在惠州待过,现在人在东莞", "惠州市=From; 东莞市"},
		{"湘籍人员", "湖南省=Home"},
		{"在深怎么办", "深圳市"},
		{"来莞打工", "东莞市"},
		{"在粤办证", "广东省"},
		{"在深处", ""},
		{"新来的", ""},
		{"到江边", ""},
		{"回川了", "四川省"},
		{"黑户怎么办", ""},
	})
}

func TestFindLatin(t *testing.T) {
	checkFind(t, []findCase{
		{"jiangmen", "江门市"},
		{"Guangzhou id card", "广州市"},
		{"ZHUHAI怎么办", "珠海市"},
		{"foshanshi", "佛山市"},
		{"guangdongsheng", "广东省"},
		{"suzhou", "苏州市|宿州市"},
		{"fuzhou", "福州市|抚州市"},
		{"taizhou", "泰州市|台州市"},
		{"shanxi", "山西省|陕西省"},
		{"shaanxi", "陕西省"},
		{"yichun", "伊春市|宜春市"},
		{"in Xi'an now", "西安市"},
		{"wo xian zai foshan", "佛山市"},
		{"waidiren zai foshan bu shenfenzheng", "佛山市"},
		{"shenzhen.jpg", ""},
		{"my-zhuhai@qq.com", ""},
		{"SZ怎么办", "~朔州市|苏州市|宿州市|随州市|深圳市"},
		{"sz这边怎么办", "~朔州市|苏州市|宿州市|随州市|深圳市"},
		{"sz", ""},
		{"ID OK QQ VX PS KB", ""},
		{"500KB DG1", ""},
		{"DG人在ZS", "~东莞市=Home; ~舟山市|中山市"},
	})
}

func TestFindOffsets(t *testing.T) {
	const text = "在广东省 江门市新会区办"
	got := load(t).Find(text)
	if len(got) != 1 || text[got[0].Start:got[0].End] != "广东省 江门市新会区" {
		t.Errorf("got %+v", got)
	}
}
