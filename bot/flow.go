package bot

// flow is the whole conversation: what an act does in each stage, and to which
// stages it may lead. What a stage does not name goes as anywhere says, and what
// that does not name goes as in Idle. Ordering a receipt will be stages of this
// table, entered where ordered is.
var flow = map[Stage]moves{
	Idle: {
		asked:        {(*step).hear, to(Gathering, Answering)},
		photographed: {(*step).hear, to(Gathering, Offered, Answering)},
	},
	Gathering: {
		asked:    {(*step).hear, to(Answering, Offered)},
		gathered: {(*step).reply, to(Gathering, Offered, Answering)},
	},
	Answering: {
		answered: {(*step).tell, to(Idle)},
		failed:   {(*step).apologize, to(Idle)},
	},
	Offered: {
		dismissed: {(*step).keepNoPhoto, to(Idle)},
	},
	WithAgent: {
		asked:        {(*step).passOn, stay},
		photographed: {(*step).passOnPhoto, stay},
		corrected:    {(*step).passOn, stay},
		ordered:      {(*step).passOn, stay},
		ruled:        {(*step).passOn, stay},
		repeated:     {(*step).passOn, stay},
		human:        {(*step).alreadyThere, stay},
		cancelled:    {(*step).askToEnd, stay},
		wentBack:     {(*step).askToEnd, stay},
		restarted:    {(*step).restart, stay},
		ended:        {(*step).endTicket, stay},
		ticketClosed: {(*step).ticketClosed, to(Idle)},
		ticketLost:   {(*step).ticketLost, to(Idle)},
	},
}

// anywhere is what may happen in every stage.
var anywhere = moves{
	human:     {(*step).openTicket, stay},
	cancelled: {(*step).cancel, to(Idle)},
	wentBack:  {(*step).back, to(Idle)},
	restarted: {(*step).restart, to(Idle)},
	helped:    {(*step).help, stay},
	moreAsked: {(*step).more, stay},
	praised:   {(*step).praise, stay},
	blamed:    {(*step).blame, stay},
	explained: {(*step).thank, stay},
	doubted:   {(*step).change, stay},
	dropped:   {(*step).drop, stay},
	ordered:   {(*step).order, to(Answering)},
	ruled:     {(*step).rules, to(Answering)},
	corrected: {(*step).correct, to(Gathering, Answering)},
	unread:    {(*step).cannotRead, stay},
	numbered:  {(*step).whatNumber, stay},
	unknown:   {(*step).oldButton, stay},
	ended:     {(*step).endTicket, stay},
	repeated:  {(*step).again, to(Answering)},

	ticketOpened:  {(*step).ticketOpened, stay},
	agentSpoke:    {(*step).agentSpoke, to(WithAgent)},
	ticketClosed:  {(*step).ticketClosed, stay},
	nobodyCame:    {(*step).nobodyCame, stay},
	ticketRefused: {(*step).ticketRefused, to(Gathering, Answering)},
	ticketLost:    {(*step).ticketLost, stay},
	nothing:       {(*step).nothing, stay},
}

// moves says what each act does.
type moves map[act]move

// move is what an act does, and where it may lead.
type move struct {
	do func(*step)
	to []Stage // stay: wherever it was
}

// stay leaves the stage as it is.
var stay []Stage

func to(s ...Stage) []Stage { return s }

// find is the move for an act in a stage.
func find(s Stage, a act) move {
	for _, m := range []moves{flow[s], anywhere, flow[Idle]} {
		if found, ok := m[a]; ok {
			return found
		}
	}
	return anywhere[nothing]
}
