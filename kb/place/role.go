package place

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clause is the text around one mention: head reaches back to what the mention before
// used, tail reaches forward to the next mention.
type clause struct {
	head, tail string
	past       string // a little more of the text before, across other mentions
	last       bool   // nothing but tail follows
}

// said is what the text says about one mention.
type said struct {
	Role
	explicit bool // 在, 到: they are there
	made     bool // 拍的: a photo was made there
	alone    bool // nothing but the place and 的, at the very start
}

// rolesOf tells for each hit what the text says about it.
func (g *Gazetteer) rolesOf(text string, hits []hit) []said {
	roles, clauses := make([]said, len(hits)), make([]clause, len(hits))
	from := 0
	for i, h := range hits {
		to := len(text)
		if i+1 < len(hits) {
			to = hits[i+1].start
		}
		c := clause{
			head: text[from:h.start], tail: text[h.end:to],
			past: text[max(0, h.start-90):h.start], last: i+1 == len(hits),
		}
		role, used := c.role()
		clauses[i] = c
		roles[i] = said{role, role == Here && endsAtPlace(c.head), role == Here && c.isMade() && !c.isListed(), c.past == "" && c.standsAlone() && c.household() == 0 && !c.isShot() && !g.onlyProvinces(h.names)}
		from = h.end + used
	}
	return settleOthers(settleAlone(roles), clauses)
}

// settleOthers reads places beside the one where they are: where a photo was
// taken, 在珠海拍的回执佛山认吗, where a card was issued, 内蒙古的身份证在深圳换,
// where it is sent, and where they would have to go back to.
func settleOthers(roles []said, clauses []clause) []said {
	here, explicit := 0, 0
	for _, r := range roles {
		if r.Role == Here {
			here++
		}
		if r.Role == Here && r.explicit {
			explicit++
		}
	}
	for i, c := range clauses {
		switch {
		case roles[i].Role != Here || here < 2 || c.isListed() || i+1 < len(clauses) && clauses[i+1].isListed():
		case c.isShot():
			roles[i].Role, roles[i].made = Shot, false
			here--
		case i > 0 && !roles[i].explicit && hasAnySuffix(c.head, []string{"户口", "户籍", "深户", "户"}):
			roles[i].Role = Home // 深圳,非深户河北邯郸
			here--
		case c.isFormer():
			roles[i].Role = From
			here--
		case explicit > 1 && strings.HasSuffix(c.head, "回"), hasAnySuffix(c.head, []string{"只能回", "得回", "要回", "必须回", "非要回"}):
			roles[i].Role = Home // 在惠州上班,只能回普宁换?
			here--
		case explicit > 0 && !roles[i].explicit && c.isIssuer():
			roles[i].Role = Home
			here--
		}
	}
	return roles
}

// isFormer: 之前在深圳那家干了四年.
func (c clause) isFormer() bool {
	head := strings.TrimSuffix(c.head, "在")
	return hasAnySuffix(head, []string{"之前", "以前", "原来", "原先", "早几年", "前几年", "去年"}) && hasAnyPrefix(trimAnyPrefix(c.tail, []string{"那家", "另一家", "一家", "那边", "酒店", "厂里", "公司", "的厂", "工地"}), []string{"干", "也干", "上班", "工作", "打工", "做", "也做", "酒店", "待", "呆", "住"})
}

// isListed: 广州、深圳拍回执: both are meant.
func (c clause) isListed() bool {
	return hasAnySuffix(c.head, []string{"和", "、", "或", "或者", "跟", "与", "及", "还是"}) && len(c.head) <= len("还是")
}

// isShot: 在广州拍的, 广州照相馆弄的回执.
func (c clause) isShot() bool {
	if hasAnySuffix(c.head, []string{"写的是", "写着", "写的", "开的是", "印着", "印的是"}) && (strings.Contains(c.past, "回执") || strings.Contains(c.past, "单子")) {
		return true // 回执上写的是佛山
	}
	return c.isMade() || hasAnyPrefix(c.tail, []string{"回执", "照片回执", "相片回执"})
}

// pointsHere: 在我们这办,相能不能在隔壁东莞拍: they are here, wherever that is.
func (c clause) pointsHere() bool {
	for _, word := range []string{"我们这", "咱们这", "咱这", "这边", "这里", "这儿"} {
		if strings.Contains(c.past, word) {
			return true
		}
	}
	return false
}

// isServed: 这边给韶关的孩子办吗.
func (c clause) isServed() bool {
	return c.pointsHere() && hasAnySuffix(c.head, []string{"给", "帮", "收", "接受"}) &&
		hasAnyPrefix(strings.TrimPrefix(c.tail, "的"), []string{"孩子", "小孩", "娃", "人", "学生", "老人"})
}

// isMade is the surer half of isShot, which holds of 深圳照片回执多少钱 too: 深圳拍的回执.
func (c clause) isMade() bool {
	if hasAnyPrefix(c.tail, []string{"的回执", "的照片回执", "的相片回执"}) {
		return true
	}
	if hasAnySuffix(c.head, []string{"用", "拿"}) && strings.Contains(c.head, "回执") && hasAnyPrefix(c.tail, []string{"的吗", "的不", "的行", "的可以", "的么"}) {
		return true // 回执可以用深圳的吗
	}
	if hasAnyPrefix(c.tail, []string{"开的行", "开的能", "开的可", "开的吗", "开的,"}) {
		return true // 我手上有个深圳开的 行吗
	}
	tail := trimAnyPrefix(c.tail, []string{"的", "店里", "那边", "这边", "本地", "先", "已经", "一家", "这家"})
	return hasAnyPrefix(tail, []string{"拍的", "拍过", "拍了", "拍好", "拍那", "照相", "照的", "照好", "影楼", "相馆", "开的回执", "做的回执", "弄的回执", "出的回执", "办的回执", "做的照片", "弄的照片"})
}

// isIssuer: 内蒙古的蒙汉双语身份证.
func (c clause) isIssuer() bool {
	const near = 30 // bytes: ten characters
	of, ok := strings.CutPrefix(c.tail, "的")
	at := strings.Index(of[:min(len(of), near+len("身份证"))], "身份证")
	return ok && at >= 0 && !strings.ContainsFunc(of[:at], unicode.IsPunct)
}

// settleAlone decides what 化州的, at the start of a text means: where they come from if
// they say where they are, else where they are.
func settleAlone(roles []said) []said {
	if !roles[0].alone {
		return roles
	}
	roles[0].Role = Here
	if slices.ContainsFunc(roles[1:], func(s said) bool { return s.Role == Here }) {
		roles[0].Role = Home
	}
	return roles
}

func (g *Gazetteer) onlyProvinces(names []Name) bool {
	return !slices.ContainsFunc(names, func(n Name) bool { _, city := g.City(n); return city })
}

// role returns the role and how much of the tail speaks about this mention. The first rule
// that applies wins.
func (c clause) role() (Role, int) {
	own := c.household()
	if own == 0 {
		own = c.people()
	}
	switch {
	case c.isNumber():
		return Number, own
	case c.isDenied(own):
		return NotHome, own
	case c.isLeft(), c.isExcepted(), c.isAbsent(), c.isDestination(), c.isNotMeant(), c.isCompared():
		return From, own
	case c.isRegistered(), c.isFrom():
		return Home, own
	case c.isAppended():
		return Home, own
	case c.isOfOther():
		return From, own
	case c.isMovedTo(), c.isServed():
		return Home, own
	case strings.HasPrefix(c.tail, "拍") && strings.HasSuffix(c.head, "隔壁") && c.pointsHere():
		return Shot, 0
	case endsAtPlace(c.head):
		return Here, 0 // 人在江门户口在湖南: the 户口 is the next place's
	case own > 0 || c.isOrigin() && !c.isShot():
		return Home, own
	}
	return Here, 0
}

// isNumber: 号码前几位是湖南的, 广东开头.
func (c clause) isNumber() bool {
	if hasAnyPrefix(strings.TrimPrefix(c.tail, "的"), []string{"开头", "打头", "号段"}) {
		return true
	}
	head := trimAnySuffix(c.head, []string{"是", "为", "的", "写", "显示", "属于", "都", " "})
	return hasAnySuffix(head, []string{
		"前几位", "前两位", "前2位", "前三位", "前3位", "前四位", "前4位", "前六位", "前6位", "头几位", "开头", "号段", "证号", "证号码",
	})
}

// isDenied: 非深户, 不是广州户口, 户口不在东莞.
func (c clause) isDenied(own int) bool {
	if strings.HasSuffix(c.head, "非") {
		return !hasAnySuffix(c.head, []string{"除非", "莫非", "是非"})
	}
	if hasAnySuffix(c.head, []string{"不是", "没有", "没", "无", "不属于"}) && !strings.HasSuffix(c.head, "是不是") {
		return own > 0 || hasAnyPrefix(c.tail, []string{"本地", "的", "身份证"})
	}
	if hasAnySuffix(c.head, []string{"没上到", "没迁到", "没落到", "没转到", "没入到", "没迁来", "没有迁到", "没有上到"}) {
		return true // 户口还没上到佛山
	}
	head := trimAnySuffix(c.head, linkWords())
	head, denied := strings.CutSuffix(head, "不")
	return denied && hasAnySuffix(head, householdWords())
}

// isLeft: 户口从湖南迁到广州, 原户籍在湖南, 住过石河子.
func (c clause) isLeft() bool {
	if hasAnySuffix(strings.TrimSuffix(c.head, "在"), []string{"住过", "待过", "呆过", "生活过"}) || hasAnyPrefix(c.tail, []string{"住过", "待过", "呆过", "生活过"}) {
		return true
	}
	if hasAnySuffix(c.head, []string{"从", "由", "自"}) {
		if c.last && strings.TrimFunc(c.tail, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }) == "" && strings.Contains(c.past, "迁") {
			return true // 我户口迁到柳州了,从桂林
		}
		tail := trimAnyPrefix(c.tail, []string{"省", "市", "那边", "老家", "这边"})
		return hasAnyPrefix(tail, []string{"迁", "转到", "转入", "转来", "转去", "转出"}) ||
			hasAnySuffix(c.head, []string{"户口从", "户籍从", "户口由", "户口自"})
	}
	head := trimAnySuffix(c.head, linkWords())
	if hasAnySuffix(head, []string{"原户口", "原户籍", "原籍"}) {
		return true
	}
	then := longestSuffix(head, []string{"原来", "以前", "之前", "原先", "原本"})
	return then > 0 && hasAnySuffix(head[:len(head)-then], householdWords())
}

// isExcepted: 除了广东,还有哪些省.
func (c clause) isExcepted() bool {
	return hasAnySuffix(c.head, []string{"除了", "除"}) && hasAnyPrefix(trimAnyPrefix(c.tail, []string{"省", "市", "以外", "之外"}), []string{",", "还有", "其他", "别的"})
}

// isAbsent: 我在佛山不在江门; but not 在不在江门.
func (c clause) isAbsent() bool {
	head, in := strings.CutSuffix(c.head, "不在")
	return in && !hasAnySuffix(head, []string{"在", "能", "可", "得", "要"})
}

// isDestination: 能寄到赣州吗, 明天飞北京, 高铁去长沙, 回贵州过年: whoever says that does
// not say where the card is made.
func (c clause) isDestination() bool {
	if hasAnySuffix(c.head, []string{"寄", "寄去", "寄到", "寄回", "寄往", "邮去", "邮到", "邮回", "快递到", "飞", "飞往", "飞去", "飞到", "飞回"}) {
		return true
	}
	for _, there := range []string{"丢", "不见", "被偷", "那边", "当地", "掉了"} {
		if strings.Contains(c.tail, there) {
			return false // 去北京旅游身份证丢了
		}
	}
	goes := hasAnySuffix(c.head, []string{"去", "回", "到"})
	if hasAnySuffix(c.head, []string{"出差去", "出差到", "旅游去", "旅行去", "去玩"}) {
		return true
	}
	return goes && (hasAnyPrefix(c.tail, []string{"旅游", "旅行", "玩", "出差", "过年", "探亲", "开会", "看病", "的高铁", "的火车", "的飞机", "的机票", "的票", "的车票"}) ||
		hasAnySuffix(strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(c.head, "去"), "回"), "到"), " "), []string{"高铁", "火车", "飞机", "动车"}))
}

// isCompared: 这里跟广东一样吗.
func (c clause) isCompared() bool {
	joined := len(c.head) <= len("跟") && c.past != c.head // 广州和深圳一样吗: both are meant
	return !joined && hasAnySuffix(c.head, []string{"跟", "和", "像"}) && hasAnyPrefix(c.tail, []string{"一样", "那样", "那边一样", "那种", "不一样", "似的"})
}

// isAppended: 外省户口(河南信阳).
func (c clause) isAppended() bool {
	head := strings.TrimRight(c.head, "(（")
	return head != c.head && hasAnySuffix(head, householdWords())
}

// isOfOther: 安徽的师傅, 湖北老乡: somebody else's.
func (c clause) isOfOther() bool {
	return hasAnyPrefix(strings.TrimPrefix(c.tail, "的"), []string{"师傅", "老乡", "同事", "室友", "舍友", "同学", "朋友", "闺蜜", "工友", "哥们", "姐们", "大哥", "大姐", "阿姨", "网友", "邻居", "群友"}) &&
		!strings.HasSuffix(c.head, "我是") && !endsAtPlace(c.head)
}

// isNotMeant: 不是广东那个中山, 不住上海.
func (c clause) isNotMeant() bool {
	if at := strings.LastIndex(c.past, "不是"); c.head == "那个" && at >= 0 && len(c.past)-at <= mostBetween {
		return true // of 广东那个中山 the second
	}
	if said, _, _ := strings.Cut(c.tail, ","); hasAnySuffix(strings.TrimRight(said, "?。"), []string{"吗", "嘛", "么"}) {
		return false // 我不是在深圳上班吗
	}
	for _, not := range []string{"不是", "不住", "不住在"} {
		at := strings.LastIndex(c.head, not)
		if at >= 0 && !strings.HasSuffix(c.head[:at], "是") && !strings.HasSuffix(c.head[:at], "住") && slices.Contains([]string{"", "在", "那个", "说", "指"}, c.head[at+len(not):]) {
			return !c.endsWithOf() // 我不是广州的
		}
	}
	return false
}

// mostBetween is 不是, a province and 那个, in bytes.
const mostBetween = 21

// isRegistered: 户口在湖南, 老家江西, 来自四川; but not 外省户口在东莞, where the household
// has its own description and the place is where they are.
func (c clause) isRegistered() bool {
	head := trimAnySuffix(c.head, linkWords())
	n := longestSuffix(head, householdWords())
	if n == 0 {
		return c.isRegisteredWith()
	}
	return !hasAnySuffix(head[:len(head)-n], []string{
		"这", "兵团", "外省", "外地", "外市", "外县", "外来", "异地", "省外", "市外", "本地", "本市", "本省", "农村", "农业", "城镇", "城市",
		"集体", "居民", "没有", "没", "无", "未", "办", "迁", "落", "转", "查", "上", "入", "黑",
	})
}

// isRegisteredWith: 户口跟爷爷奶奶在衡阳.
func (c clause) isRegisteredWith() bool {
	head, in := strings.CutSuffix(c.head, "在")
	for _, word := range []string{"户口", "户籍"} {
		if in && strings.Contains(c.past, word) && hasAnySuffix(head, []string{"随爸爸", "随妈妈", "随父亲", "随母亲", "随父", "随母", "跟爸爸", "跟妈妈", "跟着爸爸", "跟着妈妈"}) {
			return true // 户口还没上到佛山,随爸爸在玉林
		}
		if at := strings.LastIndex(head, word); in && at >= 0 {
			between := head[at+len(word):]
			return hasAnyPrefix(between, []string{"跟", "随", "和", "挂"}) && len(between) <= 30 && !strings.ContainsFunc(between, unicode.IsPunct)
		}
	}
	return false
}

// isFrom: I am from Hunan, my hukou is Hunan.
func (c clause) isFrom() bool {
	head := strings.ToLower(c.head)
	if strings.HasSuffix(head, "from ") {
		return true
	}
	trimmed := trimAnySuffix(head, []string{" is", "is", " in", " "})
	return trimmed != head && hasAnySuffix(trimmed, append(householdWords(), "hukou"))
}

// isMovedTo: 户口迁到广州, 落户深圳.
func (c clause) isMovedTo() bool {
	head := strings.TrimSuffix(c.head, "了")
	if hasAnySuffix(head, []string{"落户", "落户到", "落户在", "入户", "入户到", "迁入", "迁到", "迁去", "迁往", "迁移到", "迁至"}) {
		return true
	}
	return hasAnySuffix(head, []string{"转到", "转入", "移到"}) && strings.Contains(c.past, "户")
}

// isOrigin: 我是广西的, 我湖北的, 湖南老家.
func (c clause) isOrigin() bool {
	if strings.HasPrefix(c.tail, "老家") {
		return true
	}
	if c.isAboutPerson() && hasAnyPrefix(c.tail, []string{"来", "过来"}) {
		return true // 我是黑龙江来养老的
	}
	return c.endsWithOf() && (c.isAboutPerson() || c.standsAlone()) || c.saysWhose()
}

// saysWhose: 我福建漳州的做食品厂, but not 我广州的身份证.
func (c clause) saysWhose() bool {
	rest, of := strings.CutPrefix(c.tail, "的")
	return of && c.isAboutPerson() && !hasAnyPrefix(rest, []string{"身份证", "证", "回执", "照片", "相片", "户", "居住证", "公司", "厂", "学校"})
}

// standsAlone reports a clause that is nothing but the place and 的: 新会上班，贵州的，25岁.
// A whole text like that is an answer to "which city?" and tells where they are.
func (c clause) standsAlone() bool {
	r, _ := utf8.DecodeLastRuneInString(c.head)
	if !strings.HasPrefix(c.tail, "的") {
		return false
	}
	if c.head == "" {
		rest := strings.TrimPrefix(c.tail, "的")
		next, _ := utf8.DecodeRuneInString(rest)
		ends := unicode.IsPunct(next) || unicode.IsSpace(next) || hasAnyPrefix(rest, []string{"在", "人", "现在", "目前", "想", "我"})
		return c.past == "" && rest != "" && ends // 东莞的自助机 is no origin
	}
	return unicode.IsPunct(r) || unicode.IsSpace(r)
}

// endsWithOf reports whether the clause ends in 的 right after the place, as 湖南的 does in
// 身份证是湖南的在深圳换.
func (c clause) endsWithOf() bool {
	n := longestPrefix(c.tail, []string{"来的", "过来的", "出来的", "的", "滴", "哒", "那边的", "这边的", "那旮沓的"})
	if n == 0 {
		return false
	}
	rest := c.tail[n:]
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || hasAnyPrefix(rest, []string{"在", "人在", "现在", "目前", "想", "但"}) || unicode.IsPunct(r) || unicode.IsSpace(r) || strings.ContainsRune("嘛吧啊呢哦呀哈哎诶~", r)
}

// isAboutPerson reports whether head ends in a person, with or without 是: 她是, 我.
func (c clause) isAboutPerson() bool {
	head := trimAnySuffix(c.head, []string{"也", "都", "那个", "个"})
	head, is := strings.CutSuffix(head, "是")
	head = trimAnySuffix(head, []string{"也", "都"})
	if hasAnySuffix(head, []string{"的", "这", "那", "你", "你们", "回执", "照片", "相片", "图像号", "居住证", "社保", "不"}) {
		return false
	}
	return is || hasAnySuffix(head, []string{
		"我", "俺", "咱", "他", "她", "们", "妈", "爸", "公", "婆", "媳妇", "爱人", "女婿", "同事", "室友", "舅", "姨", "叔", "孩", "孩子", "宝宝", "女儿", "儿子", "朋友", "弟", "妹", "哥", "姐", "岁",
	})
}
