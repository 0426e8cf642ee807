using Xunit.Sdk;
using Xunit.v3;

// libtorch counts tensors and threads for the whole process, and a garbage collection of another test would come in
// between.
[assembly: Parallelization(Mode = ParallelMode.None)]
