# one
// two
/* three
 */ a = /* x */ 1 # end
