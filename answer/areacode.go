package answer

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"huizhi/kb/place"
	"huizhi/phrases"
)

// areaCode is a question where an ID number's first digits come from.
var areaCode = regexp.MustCompile(`(\d{2,6})[\d*x×•]*(?:开头|打头|号头|号段|这个号)|(?:开头|打头|号头|前几位|前六位|前四位|前两位)(?:数字)?(?:是|为)?(\d{2,6})`)

// areaCodeReply tells the place that digits stand for, and what that does and
// does not mean, as the article on ID numbers says it.
func (in *inquiry) areaCodeReply(ctx context.Context) (Answer, bool, error) {
	m := areaCode.FindStringSubmatch(in.q.Text)
	if m == nil || in.language.Says("changes", in.q.Text) {
		return Answer{}, false, nil
	}
	digits := m[1] + m[2]
	name, ok := in.places.ByCode(digits)
	if !ok {
		return Answer{}, false, nil
	}
	p, ok, err := in.stated(ctx, phrases.Say("areacode.query"))
	if !ok || err != nil {
		return Answer{}, false, err
	}
	a := quote(p, phrases.Say("areacode.is", digits, in.fullName(name)))
	a.Place = place.Nation
	return a, true, nil
}

// fullName is a place with the city and province around it: 广东省云浮市罗定市.
func (in *inquiry) fullName(name place.Name) string {
	var out []string
	for _, n := range slices.Backward(in.places.Chain(name)) {
		if n != place.Nation {
			out = append(out, string(n))
		}
	}
	return strings.Join(out, "")
}
