package bot

// flow is the whole conversation: what an act does in each stage, and where it
// leads. An act is looked up in what is beside the stage (a burst, an answer that
// is being looked for), in the stage, in anywhere, and at last in Idle. Ordering
// a receipt will be stages of this table, entered where ordered is.
var flow = table{
	Idle: {
		reads: (*step).number,
		moves: moves{
			asked:        {(*step).hear, may(Offered)},
			photographed: {(*step).hear, may(Offered)},
		},
	},
	Offered: {
		reads: (*step).agreement,
		moves: moves{
			asked:        {withPhotos((*step).hear), back},
			corrected:    {withPhotos((*step).correct), back},
			ordered:      {withPhotos((*step).order), back},
			ruled:        {withPhotos((*step).rules), back},
			photographed: {(*step).morePhotos, may(Idle, Offered)},
			dismissed:    {(*step).keepNoPhoto, back},
			cancelled:    {(*step).keepNoPhoto, back},
			wentBack:     {(*step).keepNoPhoto, back},
		},
	},
	WithAgent: {
		reads: (*step).toAgent,
		moves: moves{
			asked:         {(*step).passOn, stay},
			photographed:  {(*step).passOnPhoto, stay},
			corrected:     {(*step).passOn, stay},
			ordered:       {(*step).passOn, stay},
			ruled:         {(*step).passOn, stay},
			repeated:      {(*step).passOn, stay},
			human:         {(*step).alreadyThere, stay},
			hailed:        {(*step).passOn, stay},
			started:       {(*step).alreadyThere, stay},
			cancelled:     {(*step).askToEnd, stay},
			wentBack:      {(*step).askToEnd, stay},
			restarted:     {(*step).restart, stay},
			ended:         {(*step).endTicket, stay},
			agentSpoke:    {(*step).agentSpoke, stay},
			ticketClosed:  {(*step).ticketClosed, back},
			ticketLost:    {(*step).ticketLost, back},
			ticketRefused: {(*step).ticketRefused, back},
		},
	},
}

// beside is what may happen while a burst is heard or an answer is looked for,
// whatever the stage.
var beside = moves{
	asked:        {(*step).hear, may(Offered)},
	photographed: {(*step).hear, may(Offered)},
	gathered:     {(*step).reply, may(Offered)},
	answered:     {(*step).tell, stay},
	failed:       {(*step).apologize, stay},
	cancelled:    {(*step).breakOff, stay},
	wentBack:     {(*step).breakOff, stay},
}

// anywhere is what may happen in every stage.
var anywhere = moves{
	human:     {(*step).openTicket, stay},
	cancelled: {(*step).cancel, to(Idle)},
	wentBack:  {(*step).back, to(Idle)},
	restarted: {(*step).restart, to(Idle)},
	started:   {(*step).start, stay},
	helped:    {(*step).help, stay},
	privacy:   {(*step).privacy, stay},
	toForget:  {(*step).takeStock, stay},
	confirmed: {(*step).erase, stay},
	declined:  {(*step).keepAll, stay},
	moreAsked: {(*step).more, stay},
	praised:   {(*step).praise, stay},
	blamed:    {(*step).blame, stay},
	explained: {(*step).thank, stay},
	doubted:   {(*step).change, stay},
	dropped:   {(*step).drop, stay},
	ordered:   {(*step).order, stay},
	ruled:     {(*step).rules, stay},
	corrected: {(*step).correct, stay},
	unread:    {(*step).cannotRead, stay},
	hailed:    {(*step).offerPerson, stay},
	numbered:  {(*step).whatNumber, stay},
	unknown:   {(*step).oldButton, stay},
	ended:     {(*step).endTicket, stay},
	repeated:  {(*step).again, stay},
	putAside:  {(*step).cannotDo, stay},
	unreached: {(*step).tellUnreached, stay},

	ticketOpened:  {(*step).ticketOpened, stay},
	agentSpoke:    {(*step).agentSpoke, aside(WithAgent)},
	ticketClosed:  {(*step).ticketClosed, stay},
	nobodyCame:    {(*step).nobodyCame, stay},
	ticketRefused: {(*step).ticketRefused, stay},
	ticketLost:    {(*step).ticketLost, stay},
	stockTaken:    {(*step).askToForget, stay},
	notErased:     {(*step).notForgotten, stay},
	nothing:       {(*step).nothing, stay},
}
