// Package linear adds up weighted features, and learns the weights from examples.
//
// Choices tells which of several choices is the right one:
//
//	c, err := linear.ReadChoices(file)              // names and weights, a line each
//	chances := c.Chances(rows)                      // of each choice; they sum up to 1
//	c = linear.TrainChoices(names, examples, decay) // the same examples, the same bytes
//	c.Calibrate(examples)                           // a chance of 0.8 is right four times in five
//
// The chance of a choice is the softmax of the choices' sums (a conditional
// logit): what is common to all choices does not count, only what tells them
// apart. Classes tells of which of several fixed classes something is: each class
// has weights of its own (a multinomial logit).
//
// Nothing here knows what the features mean. A row holds only those that are not
// zero. Training goes through the examples in their order in one goroutine, in
// float64 and without library kernels, so that it gives the same bytes on one
// kind of processor.
package linear
