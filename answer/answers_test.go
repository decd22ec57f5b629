package answer

import (
	"slices"
	"strings"
	"testing"

	"huizhi/kb/place"
)

// spoken is a conversation with the built-in articles, and its last reply.
type spoken struct {
	turns  string // separated by " / "
	kind   Kind
	place  place.Name
	has    []string // in this order
	hasNot []string
}

func (s spoken) check(t *testing.T, a *Answerer) {
	t.Helper()
	got := talk(t, a, strings.Split(s.turns, " / ")...)
	if got.Kind != s.kind || got.Place != s.place {
		t.Errorf("%s: %s for %q, want %s for %q\n%s", s.turns, got.Kind, got.Place, s.kind, s.place, got.Text)
	}
	says(t, s.turns, got.Text, s.has, s.hasNot)
}

func TestAnswers(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for name, list := range map[string][]spoken{
		"a fee that is not taken": {
			{"首次办证交的20块怎么付", KindAnswer, "", []string{"不是的。", "免费"}, []string{"40元"}},
			{"第一次办身份证那20元可以刷卡吗", KindAnswer, "", []string{"免费"}, nil},
			{"深圳首次办证多少钱", KindAnswer, "深圳市", []string{"免费"}, []string{"不是的。"}},
		},
		"where receipts are not taken": {
			{"杭州办身份证要照片回执吗", KindAnswer, "杭州市", []string{"要看情况。", "现场拍"}, []string{"价格", "60元"}},
			{"深圳办身份证照片回执多少钱", KindAnswer, "深圳市", []string{"60元"}, nil},
		},
		"fingerprints": {
			{"深圳给5岁娃第一次办身份证,必须按指纹吗", KindAnswer, "深圳市", []string{"未满6岁", "自愿"}, []string{"满6岁：要"}},
			{"深圳给7岁娃第一次办身份证,必须按指纹吗", KindAnswer, "深圳市", []string{"满6岁：要现场采指纹"}, []string{"自愿"}},
			{"换身份证要按指纹吗", KindAnswer, "", []string{"要。"}, []string{"未满6岁"}},
			{"深圳采不到指纹怎么办", KindAnswer, "深圳市", []string{"窗口"}, []string{"满6岁：要现场采指纹", "自愿采"}},
			{"深圳换证要按指纹吗要多少钱", KindAnswer, "深圳市", []string{"20元"}, nil},
		},
		"the field 办证城市": {
			{"办证城市填了顺德可以不", KindAnswer, "佛山市", []string{"填佛山市：顺德区属于它。"}, nil},
			{"办证城市填广东省行不行", KindAnswer, "", []string{"不可以填广东省", "地级市"}, nil},
			{"下单时办证城市填深圳对吗", KindAnswer, "深圳市", []string{"地级市"}, []string{"首次申领"}},
			{"办证城市填深圳可以吗", KindAnswer, "深圳市", []string{"地级市"}, []string{"首次申领"}},
			{"江门办照片回执多少钱 / 回执要写江门吗", KindAnswer, "江门市", []string{"地级市"}, []string{"属于它"}},
			{"台山能办外省人身份证不 / 那照片回执城市填台山还是江门", KindAnswer, "江门市", []string{"填江门市：台山市属于它。"}, nil},
			{"人在惠东，回执填惠州对吗", KindAnswer, "惠州市", []string{"填惠州市：惠东县属于它。"}, nil},
			{"办证城市填南山区可以吗", KindAnswer, "", []string{"地级市"}, nil}, // there are two,
		},
		"whether it must be done": {
			{"户口迁到广州了身份证要不要换", KindAnswer, "广州市", []string{"法律没有"}, []string{"可以。"}},
			{"海口，没过期，就是照片太老不像了，能换吗", KindAnswer, "海口市", []string{"不能只换照片"}, []string{"能办到期换领"}},
			{"身份证一般几年有效?到期前提前多久能去换?", KindAnswer, "", []string{"10年", "到期前3个月"}, []string{"这一问没有查到"}},
		},
		"what is denied": {
			{"网上说外地人不能首次在广州办身份证", KindAnswer, "广州市", []string{"不是的。"}, []string{"不是的。可以。"}},
			{"三亚身份证丢了，老家哈尔滨 / 酒店说没身份证不让住", KindAnswer, "三亚市", nil, []string{"不是的。", "旧规定"}},
			{"广州17岁第一次办身份证 / 超过16岁三个月了", KindAnswer, "广州市", nil, []string{"不是的。"}},
		},
		"an order goes on": {
			{"江门的照片回执帮我弄一张 / 说错了，是新会", KindOrder, "江门市", []string{"江门的照片回执"}, nil},
			{"江门孩子十岁第一次办身份证 / 要照片吗 / 那给他做一张 / 说错了，是惠州", KindOrder, "惠州市", []string{"惠州的照片回执"}, nil},
			{"做身份证回执 / 广东", KindOrder, "广东省", []string{"要填到市"}, nil},
			{"做身份证回执 / 广东 / 清远英德", KindOrder, "清远市", []string{"清远的照片回执"}, nil},
			{"深户换证快到期 / 要回执吗 / 那给他办一个", KindOrder, "深圳市", []string{"深圳的照片回执"}, nil},
			{"深圳要回执吗", KindAnswer, "深圳市", []string{"收。深圳市办身份证接受自带的照片回执"}, []string{"可以。"}},
			{"帮我做一张重庆的身份证照片回执", KindOrder, "重庆市", []string{"不收", "先问清窗口"}, []string{"请准备一张"}},
			{"帮我做一张大连的身份证照片回执", KindOrder, "大连市", []string{"先问窗口", "先问清窗口"}, nil},
		},
		"how old a receipt is": {
			{"广州回执能放多久 / 我5月1号拍的", KindAnswer, "广州市", []string{"不能用了", "180天"}, nil},
			{"广州回执能放多久 / 我9月20号拍的", KindAnswer, "广州市", []string{"还能用", "180天"}, nil},
			{"广州9月20号做的回执，今天还能用吗", KindAnswer, "广州市", []string{"还能用", "最后一天是2027年3月19日", "以回执单上的日期为准"}, nil},
			{"深圳9月2号开的回执还有几天过期", KindAnswer, "深圳市", []string{"最后一天是2027年3月2日", "6个月"}, nil},
			{"广州6月份做的回执还能用吗", KindAnswer, "广州市", nil, []string{"按您说的日期", "不能用了"}},
			{"深圳8月31号开的回执还能用吗", KindAnswer, "深圳市", []string{"最后一天是2027年2月28日"}, nil},
			{"江门10月1号拍的回执还能用不", KindAnswer, "江门市", []string{"看回执单上的日期"}, []string{"还能用，"}},
		},
		"可以 only where that was asked": {
			{"广州身份证到期能换吗", KindAnswer, "广州市", []string{"可以。"}, nil},
			{"广州身份证到期怎么换", KindAnswer, "广州市", []string{"在广州市能办到期换领"}, []string{"可以。"}},
			{"东莞补身份证自助机上怎么弄", KindAnswer, "东莞市", []string{"能用自助机"}, []string{"可以。"}},
			{"海口办身份证接不接受自己带回执", KindAnswer, "海口市", []string{"可以。海口市办身份证接受"}, nil},
		},
		"a receipt of another city": {
			{"在珠海拍的照片回执佛山认吗", KindAnswer, "佛山市", []string{"按办证城市办", "开给佛山市"}, []string{"外省"}},
			{"江西拍的照片回执广州能用吗", KindAnswer, "广州市", []string{"外省", "开给广州市"}, []string{"按办证城市办"}},
			{"深圳的回执广州能用吗", KindAnswer, "广州市", []string{"按办证城市办", "开给广州市"}, nil},
			{"一年前在广东拍的回执佛山能用吗", KindAnswer, "佛山市", []string{"佛山"}, []string{"外省"}},
			{"在东莞补身份证 / 深圳拍的回执能用吗", KindAnswer, "东莞市", []string{"按办证城市办", "开给东莞市"}, nil},
			{"在东莞补身份证 / 深圳照片回执多少钱", KindAnswer, "深圳市", []string{"60元"}, nil}, // the city is changed
			{"10岁江门办身份证回执可以用深圳的吗", KindAnswer, "江门市", []string{"开给江门市"}, []string{"共用"}},
			{"照片回执深圳拍的能用吗", KindAnswer, "深圳市", nil, []string{"开给"}},
		},
		"a receipt after a card": {
			{"在江门换身份证 / 照片回执要多少钱", KindAnswer, "江门市", []string{"60元"}, []string{"20元；", "40元"}},
			{"换身份证 / 照片回执要多少钱", KindAnswer, "", []string{"60元"}, []string{"40元"}},
		},
		"who is applying": {
			{"孩子14岁在佛山第一次办，爸妈在外地，要带什么", KindAnswer, "佛山市", []string{"首次申领", "监护人身份证件", "监护人陪同，孩子本人到场"}, []string{"满16岁"}},
			{"孩子14岁在佛山第一次办 / 他爸妈在外地，谁陪他去", KindAnswer, "佛山市", []string{"监护人陪同"}, nil},
			{"我想给娃办身份证", KindAnswer, "", []string{"未满16岁的", "首次申领"}, []string{"丢失补领", "以上按"}},
			{"身份证给娃撕了怎么办", KindAnswer, "", []string{"损坏换领"}, []string{"未满16岁的，"}},
			{"我儿子新办的证管几年", KindAnswer, "", []string{"5年", "以上按未满16岁说"}, nil}, // who may be grown up
			{"新证管几年？我儿子的旧证要交回去吗？", KindAnswer, "", []string{"5年", "以上按未满16岁说", "交回"}, nil},
			{"换身份证要大人陪吗，哪几种情况", KindAnswer, "", []string{"未满16岁：", "满16岁："}, []string{"要。", "不用。"}},
			{"我儿子5岁 / 我儿子新办的证管几年", KindAnswer, "", []string{"5年"}, []string{"以上按"}},
			{"给弟弟换身份证要人陪吗 / 在江门呢", KindAnswer, "江门市", []string{"未满16岁：", "满16岁："}, []string{"要。", "不用。"}},
			{"我儿子5岁，新办的证管几年", KindAnswer, "", []string{"5年"}, []string{"以上按"}},
			{"小孩新办的证管几年", KindAnswer, "", []string{"5年"}, []string{"以上按"}},
			{"我儿子新办的证管几年 / 他17岁了", KindAnswer, "", []string{"10年"}, []string{"以上按"}},
			{"给我弟换证，大人要不要跟着去", KindAsk, "", []string{"多大年龄"}, nil},
			{"我儿子16岁了 / 他的身份证是12岁办的，在江门换证要带什么", KindAnswer, "江门市", []string{"原身份证"}, []string{"监护人"}},
		},
		"thanks with a question": {
			{"换证多少钱，谢谢", KindAnswer, "", []string{"20元"}, []string{"不客气"}},
			{"谢谢，换证多少钱", KindAnswer, "", []string{"20元"}, []string{"不客气"}},
			{"换证多少钱 / 好的，谢谢您", KindSmalltalk, "", []string{"不客气"}, []string{"20元"}},
		},
		"misuse": {
			{"帮我把回执日期P到今年", KindAnswer, "", []string{"不能帮您"}, nil},
			{"怎么P回执日期", KindAnswer, "", []string{"不能帮您"}, nil},
			{"回执过期了，P一下日期行吗", KindAnswer, "", []string{"不能帮您"}, nil},
		},
		"not misuse": {
			{"我户口迁进东莞后，身份证号会改成4419打头吧", KindAnswer, "东莞市", []string{"不"}, []string{"不能帮您"}},
		},
		"how long a receipt is good": {
			{"深圳那边的身份证相片回执多长时间作废", KindAnswer, "深圳市", []string{"6个月"}, []string{"分钟"}},
			{"广州拍的身份证回执放了五个月了，还用得了吗", KindAnswer, "广州市", []string{"180"}, []string{"外省拍的"}},
		},
		"what a fine would be": {
			{"身份证过期一个月了，听说过期一天罚50，我得交多少", KindAnswer, "", nil, []string{"20元"}},
		},
		"an age, and a rule's": {
			{"新规定70岁以上才给长期证，我妈60岁只能办20年的对吧", KindAnswer, "", []string{"长期"}, []string{"满70岁"}},
			{"我今年四十七,这回换的新证是不是就不用再换了", KindAnswer, "", []string{"长期"}, nil},
			{"我18岁以上了，新证管几年", KindAnswer, "", []string{"10年"}, nil},
		},
		"near misses": {
			{"我在北京，为啥东莞中山的身份证号前面只有一种", KindAnswer, "北京市", []string{"不设区"}, nil},
			{"办证会不会超过七天", KindAnswer, "", []string{"60日"}, []string{"罚款"}},
			{"我爸一只手没有手指，换身份证要带什么", KindAnswer, "", nil, []string{"监护人陪同，孩子本人到场。"}},
			{"身份证号要改成别人的怎么弄", KindAnswer, "", []string{"不能帮您"}, nil},
			{"大人和小孩一起去换身份证要带什么", KindAnswer, "", []string{"监护人"}, nil},
			{"新证寄到家要本人签收吗", KindAnswer, "", []string{"要不要本人签收，没有查到"}, []string{"不归我们管"}},
			{"我是03年的，第一次办身份证要多少钱", KindAnswer, "", []string{"免费"}, []string{"不是的"}},
			{"我的身份证是20年的，丢了补办要多少钱", KindAnswer, "", []string{"40元"}, nil},
			{"我40岁，新证管几年 / 我女儿的呢", KindAnswer, "", []string{"以上按未满16岁说"}, nil},
			{"我儿子新办的证管几年？照片要什么底色？", KindAnswer, "", []string{"5年", "以上按未满16岁说", "白"}, nil},
			{"怎么改微信密码？共享单车怎么骑？", KindUnknown, "", nil, []string{"这一问没有查到"}},
			{"我女儿上初中，新证管几年", KindAnswer, "", []string{"5年"}, []string{"以上按"}},
			{"回执照片能P掉痘痘吗", KindAnswer, "", []string{"美颜"}, []string{"不能帮您"}},
			{"440106开头是广州哪个区", KindAnswer, "", []string{"天河区"}, nil},
			{"身份证刚拿到，写错了！", KindAnswer, "", []string{"更正"}, nil},
			{"补证都40，还要别的钱吗", KindAnswer, "", nil, []string{"40岁"}},
			{"收了我40，换证不是20吗", KindAnswer, "", []string{"20元"}, []string{"40岁", "长期"}},
			{"新身份证从深圳寄去新疆，邮费大概多少", KindAnswer, "深圳市", []string{"到付"}, nil},
			{"除了广东，还有哪些省办身份证也收自己带的回执", KindAnswer, "", []string{"海南"}, nil},
			{"新身份证能寄到惠州吗", KindAnswer, "", nil, nil},
			{"代领身份证换个人来行吗", KindAnswer, "", nil, []string{"人工"}},
		},
		"after the receipt": {
			{"给孩子在江门办身份证 / 10岁 / 照片回执多少钱 / 我爸带去可以吗", KindAnswer, "江门市", []string{"监护人"}, []string{"分钟"}},
			{"给孩子在江门办身份证 / 10岁 / 居住证没有怎么办 / 照片回执多少钱", KindAnswer, "江门市", []string{"元"}, []string{"居住证照片回执"}},
		},
		"opening hours": {
			{"惠州办身份证周六上班吗", KindAnswer, "惠州市", []string{"没有查到"}, nil},
			{"东莞8岁娃办身份证周六有得办没", KindAnswer, "东莞市", []string{"周六"}, []string{"没有查到"}},
		},
		"only telling more": {
			{"江门 10岁 身份证 / 第一次 / 我们是湖北的", KindAnswer, "江门市", []string{"湖北省户籍、10岁的", "首次申领"}, []string{"不是公安机关。回答"}},
		},
		"where receipts are of no use": {
			{"给孩子在重庆办身份证 / 回执怎么弄 / 在深圳拍了行不", KindAnswer, "重庆市", nil, []string{"回执就要开给", "广州"}},
		},
		"leaving, ordering": {
			{"算了不办了", KindSmalltalk, "", nil, []string{"损坏"}},
			{"明天再来", KindSmalltalk, "", nil, []string{"回执上"}},
			{"帮我下单办回执", KindOrder, "", nil, []string{"不能查订单"}},
		},
		"a question without a subject": {
			{"小孩不到16岁可以办身份证吗,是强制的吗", KindAnswer, "", []string{"可以。", "自愿"}, []string{"从2012年"}},
		},
		"nothing to go by": {
			{"取消", KindOrder, "", nil, []string{"挂失"}},
		},
		"alone or somebody else": {
			{"是不是不管哪个市,头一回办都得自己跑窗口", KindAnswer, "", []string{"要。首次申领谁去"}, nil}, // the same at every age
			{"我14岁，爸妈没时间，我自己拿户口本去揭阳派出所办身份证可以吗", KindAnswer, "揭阳市", []string{"不行。"}, []string{"可以。"}},
			{"补办身份证 / 东莞 / 自己去还是可以代办", KindAnswer, "东莞市", []string{"不能代办"}, nil},
		},
		"a slip corrected": {
			{"我甘肃的,身份证丢了,人在惠州,咋补 / 不对,是东莞,打错了", KindAnswer, "东莞市", []string{"相片回执"}, []string{"更正"}},
		},
		"another place they would have to go back to": {
			{"网上都写江门不给外地人第一次办身份证，那我只能回湖南办喽", KindAnswer, "江门市", nil, []string{"湖南省首次"}},
		},
		"a photo for the ID card": {
			{"身份证照片能戴眼镜吗？", KindAnswer, "", []string{"说法不一"}, []string{"驾驶"}},
			{"身份证照片要什么底色？", KindAnswer, "", []string{"白色"}, []string{"浅蓝"}},
			{"护照照片要什么底色？", KindAnswer, "", []string{"浅"}, nil},
			{"佛山丢了补证多少钱 / 照片要什么底色？", KindAnswer, "佛山市", []string{"白色"}, []string{"深色有领"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, s := range list {
				s.check(t, a)
			}
		})
	}
}

func TestSeveralAnswers(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for name, list := range map[string][]spoken{
		"two passages": {
			{"照片要什么底色？旧证要交回去吗？", KindAnswer, "", []string{"白色", "要交回"}, []string{"这一问没有查到"}},
			{"图像号是什么?字母小写行不行?", KindAnswer, "", []string{"同一个号", "用大写"}, []string{"这一问没有查到"}},
		},
		"a case and a passage": {
			{"在江门换证要多少钱？照片能戴眼镜吗？", KindAnswer, "江门市", []string{"20元", "戴眼镜"}, nil},
			{"照片要什么底色？换证多少钱？", KindAnswer, "", []string{"白色", "20元"}, nil},
		},
		"three": {
			{"丢了补证多少钱？要登报吗？旧证找到了怎么办？", KindAnswer, "", []string{"40元", "不用登报", "解除挂失"}, []string{"还有"}},
		},
		"more than four": {
			{
				"江门换证要多少钱？多久能拿？照片要什么底色？旧证要交回去吗？过期没换会罚款吗？", KindAnswer, "江门市",
				[]string{"20元", "办理时间", "白色", "要交回", "还有几问"}, []string{"不会罚款"},
			},
			{
				"江门换证要多少钱？多久能拿？照片要什么底色？旧证要交回去吗？", KindAnswer, "江门市",
				[]string{"20元", "办理时间", "白色", "要交回"}, []string{"还有几问"},
			},
		},
		"one of them is not known": {
			{"身份证号被泄露怎么办，怎么改密码", KindAnswer, "", []string{"举报", "这一问没有查到"}, []string{"到期换领"}},
			{"江门换证多少钱？我家门口的共享单车怎么骑？", KindAnswer, "江门市", []string{"20元", "这一问没有查到"}, []string{"带什么"}},
		},
		"none is ours": {
			{"香港人换身份证多少钱？要多久？", KindUnknown, "", []string{"出入境管理部门"}, []string{"20元"}},
			{"健康证在哪办？多少钱？", KindUnknown, "", []string{"不归我们管"}, []string{"这一问没有查到"}},
			{"结婚证丢了怎么补？户口本丢了怎么补？", KindUnknown, "", []string{"不归我们管"}, []string{"这一问没有查到"}},
		},
		"who they are is no question yet": {
			{"我65岁了", KindAsk, "", []string{"哪种业务"}, nil},
			{"我是佛山的", KindAsk, "佛山市", []string{"哪种业务"}, nil},
			{"我湖南户口", KindAsk, "", []string{"哪种业务"}, nil},
			{"我外地人", KindAsk, "", []string{"哪种业务"}, nil},
			{"孩子10岁", KindAsk, "", []string{"哪种业务"}, nil},
			{"不是江门，是佛山", KindAsk, "佛山市", []string{"哪种业务"}, nil},
			{"我是台胞，深圳能办身份证吗", KindUnknown, "深圳市", []string{"出入境管理部门"}, nil},
			{"香港同胞在深圳怎么补办身份证", KindUnknown, "深圳市", []string{"出入境管理部门"}, nil},
			{"我是香港的", KindUnknown, "", []string{"出入境管理部门"}, nil},
			{"老人70岁行动不便", KindAnswer, "", []string{"上门"}, nil},
		},
		"who answers": {
			{"你是机器人吗", KindSmalltalk, "", []string{"自动回复的程序，不是真人", "人工"}, nil},
			{"你是AI吗？", KindSmalltalk, "", []string{"自动回复的程序"}, nil},
			{"你是真人吗", KindSmalltalk, "", []string{"不是真人"}, nil},
			{"你到底是真人还是机器人", KindSmalltalk, "", []string{"不是真人"}, nil},
			{"你是谁", KindSmalltalk, "", []string{"自动回复的程序"}, nil},
			{"你们是不是骗子", KindSmalltalk, "", []string{"第三方服务", "出处"}, nil},
			{"有真人吗", KindHandoff, "", nil, nil},
			{"你们是公安局的吗", KindAnswer, "", []string{"不是公安机关"}, nil},
			{"你们是谁在审核照片", KindAnswer, "", nil, []string{"自动回复"}},
		},
		"a word that many passages hold": {
			{"照片", KindUnknown, "", []string{"您想问哪一件", "照片"}, []string{"不能只换照片"}},
			{"派出所", KindUnknown, "", []string{"您想问哪一件"}, []string{"申报丢失"}},
			{"我要换", KindAsk, "", nil, []string{"长期就是一直有效"}},
			{"底色", KindUnknown, "", []string{"上传的照片背景要白色吗"}, []string{"深色有领"}},
			{"刘海", KindAnswer, "", []string{"不能盖住眉毛"}, nil},
		},
		"where they are not": {
			{"丢了补证多少钱，我在佛山不在江门", KindAnswer, "佛山市", nil, []string{"江门"}},
			{"孩子在江门第一次办身份证谁要到场 / 我在佛山不在江门", KindAnswer, "佛山市", []string{"监护人陪同"}, []string{"江门"}},
			{"孩子在江门第一次办身份证谁要到场 / 谢谢 / 不是江门，是佛山", KindAnswer, "佛山市", []string{"监护人陪同"}, []string{"江门"}},
		},
		"one stays one": {
			{"在佛山，身份证到期了，怎么换", KindAnswer, "佛山市", nil, []string{"这一问没有查到"}},
			{"首次免费，对吧", KindAnswer, "", []string{"免费"}, []string{"还有"}},
		},
		"what one asks of is not what the others ask of": {
			{"照片能化妆吗？能染头发吗？", KindAnswer, "", []string{"淡妆可以", "深色"}, nil},
			{"换证多少钱？护照多久能拿？旧身份证要交回去吗？", KindAnswer, "", []string{"20元", "要交回", "这一问没有查到"}, nil},
			{"东莞换证多少钱？深圳呢？", KindAnswer, "深圳市", []string{"东莞市", "深圳市"}, nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, s := range list {
				s.check(t, a)
			}
		})
	}
}

// What a reply of several parts rests on is named once, and something of each
// part is.
func TestSeveralSources(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, questions := range [][]string{
		{"丢了补证多少钱？", "要登报吗？", "旧证找到了怎么办？"},
		{"照片要什么底色？", "旧证要交回去吗？"},
		{"领新证的时候旧证要交回去吗？", "过期大半年没换会不会罚款？"}, // one law, two articles
		{"图像号是什么？", "字母小写行不行？"},
		{"在江门换证要多少钱？", "照片能戴眼镜吗？"},
	} {
		got := talk(t, a, strings.Join(questions, ""))
		seen := map[string]bool{}
		for _, s := range got.Sources {
			if seen[s.Body+s.Title] {
				t.Errorf("%v: %s《%s》 is named twice", questions, s.Body, s.Title)
			}
			seen[s.Body+s.Title] = true
		}
		if len(got.Sources) > sourcesOfPart*len(questions) {
			t.Errorf("%v: %d sources", questions, len(got.Sources))
		}
		for _, q := range questions {
			alone := talk(t, a, q)
			if !slices.ContainsFunc(alone.Sources, func(s Source) bool { return seen[s.Body+s.Title] }) {
				t.Errorf("%v: nothing of %s is named: %v", questions, q, got.Sources)
			}
		}
	}
}

// No line is said twice in one reply.
func TestSeveralSayALineOnce(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, text := range []string{
		"照片要什么底色？图像号是什么？", "照片能化妆吗？照片要什么底色？", "换证多少钱？补证要带什么？", "图像号是什么?字母小写行不行?",
	} {
		got := talk(t, a, text)
		seen := map[string]bool{}
		for _, line := range strings.Split(got.Text+"\n"+got.More, "\n") {
			if line != "" && seen[line] {
				t.Errorf("%s: %q is said twice in\n%s", text, line, got.Text)
			}
			seen[line] = true
		}
	}
}
